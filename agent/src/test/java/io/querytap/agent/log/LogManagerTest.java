package io.querytap.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import org.junit.jupiter.api.Test;

/** With the libraries' loggers rewritten as packaging does it, a whole export leaves the JVM's log manager alone. */
class LogManagerTest {
    @Test
    void exportWithRewrittenLoggers_doesNotStartIt() throws Exception {
        assertThat(loadedClasses(/* rewritten= */ true))
                .contains(Logger.class.getName() + ' ')
                .doesNotContain("java.util.logging.Logger ", "java.util.logging.LogManager ");
    }

    @Test
    void exportWithTheJdksLoggers_startsIt() throws Exception {
        assertThat(loadedClasses(/* rewritten= */ false)).contains("java.util.logging.LogManager ");
    }

    /** Exports in a JVM of its own; the names of the classes that it loaded, each followed by a space. */
    private static String loadedClasses(boolean rewritten) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xlog:class+load=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exporting.class.getName(),
                        String.valueOf(rewritten))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("received 1 request");
        return output;
    }

    /** Runs the export in a loader that rewrites. */
    static final class Exporting {
        public static void main(String[] args) throws Exception {
            ClassLoader loader =
                    Boolean.parseBoolean(args[0]) ? new Rewriting() : LogManagerTest.class.getClassLoader();
            Class<?> exporting = loader.loadClass("io.querytap.agent.telemetry.DefaultSslContextTest$Exporting");
            Method main = exporting.getMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        }
    }

    /** Loads the class path anew, with the JDK's logger replaced by ours. */
    private static final class Rewriting extends URLClassLoader {
        private static final SimpleRemapper LOGGER = new SimpleRemapper(
                Opcodes.ASM9, "java/util/logging/Logger", Logger.class.getName().replace('.', '/'));

        Rewriting() {
            super(urls(), ClassLoader.getPlatformClassLoader());
        }

        private static URL[] urls() {
            return Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                    .map(it -> url(Path.of(it)))
                    .toArray(URL[]::new);
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream original = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (original == null) {
                    throw new ClassNotFoundException(name);
                }
                ClassWriter writer = new ClassWriter(0);
                new ClassReader(original.readAllBytes()).accept(new ClassRemapper(writer, LOGGER), 0);
                byte[] rewritten = writer.toByteArray();
                return defineClass(name, rewritten, 0, rewritten.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
