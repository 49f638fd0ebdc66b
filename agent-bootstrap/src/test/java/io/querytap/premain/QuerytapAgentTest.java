package io.querytap.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuerytapAgentTest {
    private static final int JAVA_8 = 52;
    private static final int JAVA_11 = 55;

    @ParameterizedTest
    @CsvSource({"1.4, 4", "1.8, 8", "9, 9", "10, 10", "11, 11", "17, 17", "25, 25", "17-internal, 0", "'', 0", ", 0"})
    void majorVersion_specificationVersions_areRead(String version, int expected) {
        assertThat(QuerytapAgent.majorVersion(version)).isEqualTo(expected);
    }

    @Test
    void classFiles_entryClass_isJava8AndAllOthersAtMost11() throws Exception {
        Path classes = classes();
        Map<String, Integer> versions = new HashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(it -> it.toString().endsWith(".class"))::iterator) {
                try (InputStream in = Files.newInputStream(file)) {
                    byte[] head = in.readNBytes(8);
                    versions.put(classes.relativize(file).toString(), (head[6] & 0xff) << 8 | head[7] & 0xff);
                }
            }
        }
        assertThat(versions.remove("io/querytap/premain/QuerytapAgent.class")).isEqualTo(JAVA_8);
        assertThat(versions.keySet()).noneMatch(it -> it.contains("QuerytapAgent$"));
        assertThat(versions.keySet()).anyMatch(it -> it.endsWith("Bootstrap.class"));
        assertThat(versions.values()).allMatch(it -> it <= JAVA_11);
    }

    /** What the JVM of Java 8 would have to link before the sentence about its age is printed. */
    @Test
    void entryClass_namesNothingNewerThanJava8() throws Exception {
        String constants = Files.readString(
                classes().resolve("io/querytap/premain/QuerytapAgent.class"),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(constants)
                .doesNotContain("java/lang/invoke/StringConcatFactory")
                .doesNotContain("java/lang/Module")
                .doesNotContain("io/querytap/premain/Bootstrap")
                .contains("io.querytap.premain.Bootstrap");
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(QuerytapAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
