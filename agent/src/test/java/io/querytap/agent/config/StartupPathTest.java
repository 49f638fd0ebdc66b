package io.querytap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.Settings;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * Settings are read in premain. The first lambda, concatenation by invokedynamic, stream, regular expression or {@code
 * String.format} of a JVM costs it tens of milliseconds, and the application may need none of them.
 */
class StartupPathTest {

    @Test
    void settings_inTheirBytecode_useNothingThatIsSlowTheFirstTime() throws Exception {
        List<String> found = new ArrayList<>();
        for (Class<?> anchor : List.of(Settings.class, ConfigurationLoader.class)) {
            List<String> classes = classesOfPackage(anchor);
            assertThat(classes).contains(anchor.getSimpleName() + ".class");
            for (String name : classes) {
                new ClassReader(anchor.getResourceAsStream(name).readAllBytes())
                        .accept(new SlowCalls(name, found), ClassReader.SKIP_DEBUG);
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<String> classesOfPackage(Class<?> anchor) throws Exception {
        Path location = Path.of(
                anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
        String packageFolder = anchor.getPackageName().replace('.', '/');
        if (Files.isDirectory(location)) {
            return classFiles(location.resolve(packageFolder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
            return classFiles(jar.getPath(packageFolder));
        }
    }

    private static List<String> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }

    private static final class SlowCalls extends ClassVisitor {
        private final String inClass;
        private final List<String> found;

        SlowCalls(String inClass, List<String> found) {
            super(Opcodes.ASM9);
            this.inClass = inClass;
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInvokeDynamicInsn(
                        String name, String type, Handle bootstrapMethod, Object... arguments) {
                    found.add(inClass + '.' + method + " has an invokedynamic for " + name);
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                    boolean slow = owner.startsWith("java/util/regex/")
                            || owner.startsWith("java/util/stream/")
                            || owner.equals("java/lang/String")
                                    && List.of("format", "split", "matches", "replaceAll", "replaceFirst")
                                            .contains(name);
                    if (slow) {
                        found.add(inClass + '.' + method + " calls " + owner + '.' + name);
                    }
                }
            };
        }
    }
}
