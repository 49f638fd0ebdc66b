package io.querytap.smoke.cache;

import io.querytap.smoke.jvm.Agent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** The built agent with {@link TestProtocol} in the place of its own generations; nothing else is changed. */
final class AgentVariant {
    private static final String REPLACED = "io/querytap/cache/generation/LocalGenerations";
    private static final String FOLDER = "inst/";
    private static final String SUFFIX = ".classdata";
    private static final List<Class<?>> DOUBLES = doubles();

    private AgentVariant() {}

    private static List<Class<?>> doubles() {
        List<Class<?>> all = new ArrayList<>(List.of(TestProtocol.class.getDeclaredClasses()));
        all.add(TestProtocol.class);
        return all;
    }

    /** Writes the jar. */
    static Path write(Path folder) throws IOException {
        Path jar = folder.resolve("variant.jar");
        boolean isReplaced = false;
        try (JarFile built = new JarFile(Agent.jar().toFile());
                OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (JarEntry entry : (Iterable<JarEntry>) () -> built.entries().asIterator()) {
                if (entry.getName().equals(FOLDER + REPLACED + SUFFIX)) {
                    isReplaced = true;
                } else if (!entry.getName().startsWith(FOLDER + REPLACED + '$')) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    built.getInputStream(entry).transferTo(out);
                }
            }
            for (Class<?> part : DOUBLES) {
                out.putNextEntry(new JarEntry(FOLDER + renamed(internalName(part)) + SUFFIX));
                out.write(renamed(part));
            }
        }
        if (!isReplaced) {
            throw new IllegalStateException("nothing to replace in " + Agent.jar());
        }
        return jar;
    }

    private static byte[] renamed(Class<?> part) throws IOException {
        try (InputStream in =
                AgentVariant.class.getClassLoader().getResourceAsStream(internalName(part) + ".class")) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(in)
                    .accept(
                            new ClassRemapper(writer, new Remapper(Opcodes.ASM9) {
                                @Override
                                public String map(String name) {
                                    return renamed(name);
                                }
                            }),
                            0);
            return writer.toByteArray();
        }
    }

    private static String renamed(String name) {
        String ours = internalName(TestProtocol.class);
        return name.equals(ours) || name.startsWith(ours + '$') ? REPLACED + name.substring(ours.length()) : name;
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
