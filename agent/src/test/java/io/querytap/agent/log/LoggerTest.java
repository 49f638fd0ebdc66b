package io.querytap.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Type;
import org.junit.jupiter.api.Test;

class LoggerTest {
    private static final String JDK_LOGGER = "java/util/logging/Logger";

    /** The libraries that go into the agent jar; all that they call must be there once their references are rewritten. */
    private static final Pattern BUNDLED =
            Pattern.compile("(opentelemetry-(?!proto)|byte-buddy|HdrHistogram|jackson|picocli).*\\.jar");

    private static final int METHOD_REFERENCE = 10;
    private static final int FIELD_REFERENCE = 9;

    @Test
    void everyMemberThatBundledLibrariesUse_existsHere() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(java.io.File.pathSeparator))) {
            if (BUNDLED.matcher(Path.of(entry).getFileName().toString()).matches()) {
                addLoggerReferences(used, Path.of(entry));
            }
        }

        assertThat(used).contains("getLogger(Ljava/lang/String;)L" + JDK_LOGGER + ";");
        Set<String> offered = Arrays.stream(Logger.class.getDeclaredMethods())
                .filter(it -> Modifier.isPublic(it.getModifiers()))
                .map(LoggerTest::rewrittenBack)
                .collect(Collectors.toSet());
        assertThat(offered).containsAll(used);
    }

    @Test
    void loggability_endsBelowWarning() {
        Logger logger = Logger.getLogger("test.Some");

        assertThat(logger.isLoggable(Level.SEVERE)).isTrue();
        assertThat(logger.isLoggable(Level.WARNING)).isTrue();
        assertThat(logger.isLoggable(Level.INFO)).isFalse();
        assertThat(logger.isLoggable(Level.FINE)).isFalse();
        assertThat(logger.isLoggable(Level.OFF)).isFalse();
    }

    @Test
    void exporters_areSilent() {
        assertThat(Logger.getLogger("test.exporter.Http").isLoggable(Level.SEVERE))
                .isFalse();
        assertThat(Logger.getLogger("test.export.Reader").isLoggable(Level.SEVERE))
                .isFalse();
    }

    @Test
    void chatter_endsAfterAFewMessages() {
        Logger logger = Logger.getLogger("test.Chatter");

        for (int i = 0; i < 10; i++) {
            logger.warning("the queue holds " + i);
        }

        assertThat(logger.isLoggable(Level.WARNING)).isFalse();
    }

    @Test
    void suppliers_areAskedOnlyForWhatIsSaid() {
        Logger logger = Logger.getLogger("test.Supplied");
        Supplier<String> unwanted = () -> {
            throw new AssertionError("not to be asked");
        };

        logger.fine(unwanted);
        logger.log(Level.INFO, unwanted);
    }

    private static String rewrittenBack(Method method) {
        return method.getName()
                + Type.getMethodDescriptor(method).replace(Type.getInternalName(Logger.class), JDK_LOGGER);
    }

    private static void addLoggerReferences(Set<String> used, Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entries = file.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    byte[] bytes = file.getInputStream(entry).readAllBytes();
                    if (new String(bytes, StandardCharsets.ISO_8859_1).contains(JDK_LOGGER)) {
                        addLoggerReferences(used, new ClassReader(bytes));
                    }
                }
            }
        }
    }

    /** Reads the constant pool, so that method handles and fields are found as well as calls. */
    private static void addLoggerReferences(Set<String> used, ClassReader type) {
        char[] buffer = new char[type.getMaxStringLength()];
        for (int i = 1; i < type.getItemCount(); i++) {
            int item = type.getItem(i);
            if (item == 0) {
                continue; // the second half of a long or double
            }
            int tag = type.readByte(item - 1);
            if ((tag == METHOD_REFERENCE || tag == FIELD_REFERENCE)
                    && type.readClass(item, buffer).equals(JDK_LOGGER)) {
                int nameAndType = type.getItem(type.readUnsignedShort(item + 2));
                used.add(type.readUTF8(nameAndType, buffer) + type.readUTF8(nameAndType + 2, buffer));
            }
        }
    }
}
