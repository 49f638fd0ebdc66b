package io.querytap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Under which conditions a statement may be answered from the cache, and for each what fails without it: {@code Class#method} is a test,
 * {@code Class:name} a case of the applications that {@code ConditionsIT} runs under the built agent.
 */
class ConditionsTest {
    private static final int CONDITIONS = 50;

    private final Map<String, String> sources = new HashMap<>();

    ConditionsTest() throws IOException {
        for (String folder : List.of(
                "cache-advisor/src/test/java",
                "instrumentation-jdbc/src/test/java",
                "smoke-tests/src/test/java",
                "smoke-tests/src/main/java/io/querytap/smoke/app/attack")) {
            try (Stream<Path> files = Files.walk(Path.of("..").resolve(folder))) {
                for (Path file :
                        (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
    }

    @Test
    void conditions_everyOne_hasATestThatExists() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String line : lines()) {
            String[] parts = line.split(" \\| ", -1);
            assertThat(parts).as(line).hasSize(3);
            numbers.add(Integer.valueOf(parts[0]));
            for (String test : parts[2].split(", ", -1)) {
                if (!exists(test)) {
                    missing.add(parts[0] + ' ' + test);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(numbers)
                .containsExactlyElementsOf(
                        Stream.iterate(1, i -> i + 1).limit(CONDITIONS).toList());
    }

    private boolean exists(String test) {
        String[] parts = test.split("[#:]", -1);
        String source = sources.getOrDefault(parts[0], "");
        String name = Pattern.quote(parts[1]);
        String wanted = test.contains("#")
                ? "\\R +void " + name + "\\("
                : "\\b(attack|change|moved|rendered)\\(\\s*\"" + name + "\"";
        return Pattern.compile(wanted).matcher(source).find();
    }

    private static List<String> lines() throws IOException {
        try (var in = ConditionsTest.class.getResourceAsStream("conditions.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
