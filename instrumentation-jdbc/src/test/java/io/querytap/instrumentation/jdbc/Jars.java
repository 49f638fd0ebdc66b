package io.querytap.instrumentation.jdbc;

import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.Supertypes;
import io.querytap.instrumentation.weave.Weaving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The jars that the build puts beside the tests. */
final class Jars {
    private static final Map<Path, Map<String, Weaving>> CHOSEN = new ConcurrentHashMap<>();
    private static final Map<Path, Map<String, Weaving>> CHOSEN_FOR_CACHE = new ConcurrentHashMap<>();

    private Jars() {}

    /** The jar in {@code folder} (drivers, wrappers) whose name begins so. */
    static Path find(String folder, String name) {
        try (Stream<Path> jars = Files.list(folder(folder))) {
            return jars.filter(it -> it.getFileName().toString().startsWith(name + '-'))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not in " + folder));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Path folder(String name) {
        try {
            return Path.of(Jars.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling(name);
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Shows every class file that mentions JDBC. */
    static void forEachCandidate(Path jar, BiConsumer<String, byte[]> visitor) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    byte[] bytes = file.getInputStream(entry).readAllBytes();
                    String text = new String(bytes, StandardCharsets.ISO_8859_1);
                    if (text.contains("java/sql/") || text.contains("javax/sql/")) {
                        visitor.accept(entry.getName().replace(".class", ""), bytes);
                    }
                }
            }
        }
    }

    /** What the instrumentation chooses of a jar, by class name. */
    static Map<String, Weaving> chosen(Path jar) {
        return chosen(jar, /* caching= */ false);
    }

    /** What the instrumentation chooses of a jar where results are cached, by class name. */
    static Map<String, Weaving> chosenForCache(Path jar) {
        return chosen(jar, /* caching= */ true);
    }

    private static Map<String, Weaving> chosen(Path jar, boolean caching) {
        return (caching ? CHOSEN_FOR_CACHE : CHOSEN).computeIfAbsent(jar, it -> {
            try {
                return choose(it, caching);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    private static Map<String, Weaving> choose(Path jar, boolean caching) throws IOException {
        JdbcInstrumentation instrumentation = new JdbcInstrumentation(caching);
        Supertypes supertypes = new Supertypes();
        Map<String, Weaving> chosen = new TreeMap<>();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader())) {
            forEachCandidate(jar, (name, bytes) -> {
                try {
                    ClassHeader header = ClassHeader.read(bytes);
                    Weaving weaving = header.isInterface()
                            ? null
                            : instrumentation.choose(header, supertypes.above(header, loader), bytes);
                    if (weaving != null && !weaving.isEmpty()) {
                        chosen.put(name, weaving);
                    }
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
        }
        return chosen;
    }
}
