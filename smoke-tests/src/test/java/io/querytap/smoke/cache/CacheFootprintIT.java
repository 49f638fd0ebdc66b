package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.ShortApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache and its libraries are most of the agent's jar. What of it is in a JVM is what the settings ask for. */
class CacheFootprintIT {
    private static final Pattern CACHE = Pattern.compile("io\\.querytap\\.cache\\.");
    private static final Pattern LOCAL_STORE = Pattern.compile("\\.caffeine\\.");
    private static final Pattern REDIS_CLIENT = Pattern.compile("\\.(lettuce|netty|reactor|reactivestreams)\\.");
    private static final Duration LONGEST_END = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void loadedClasses_withoutRules_areNoneOfTheCache(Jdk jdk) throws IOException {
        run(jdk, "without-rules").run().succeeded();

        assertThat(loaded("io\\.querytap\\.core\\.stats\\.")).isNotEmpty();
        assertThat(loaded(CACHE)).isEmpty();
        assertThat(loaded(LOCAL_STORE)).isEmpty();
        assertThat(loaded(REDIS_CLIENT)).isEmpty();
    }

    @Test
    void loadedClasses_withAnAddressOfRedisButWithoutRules_areNoneOfTheCache() throws IOException {
        run(Jdk.current(), "without-rules")
                .property("querytap.cache.redis", "redis://localhost:9")
                .run()
                .succeeded();

        assertThat(loaded(CACHE)).isEmpty();
        assertThat(loaded(REDIS_CLIENT)).isEmpty();
    }

    @Test
    void loadedClasses_withRulesWithoutRedis_areNoneOfItsClient() throws IOException {
        run(Jdk.current(), "with-rules")
                .property("querytap.cache.rules", rules())
                .run()
                .succeeded();

        assertThat(loaded(CACHE)).isNotEmpty();
        assertThat(loaded(LOCAL_STORE)).isNotEmpty();
        assertThat(loaded(REDIS_CLIENT)).isEmpty();
    }

    /** A thread that is no daemon would keep it. */
    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#currentAndNewest")
    void jvm_withRulesAndRedis_endsWhenMainReturns(Jdk jdk) throws IOException {
        try (TestRedis redis = TestRedis.start()) {
            assertEnds(jdk, redis.uri());
        }
    }

    @Test
    void jvm_withRulesAndARedisThatIsNotThere_endsWhenMainReturns() throws IOException {
        assertEnds(Jdk.current(), "redis://localhost:9");
    }

    private void assertEnds(Jdk jdk, String redis) throws IOException {
        Outcome outcome = classesLogged(jdk)
                .property("querytap.cache.rules", rules())
                .property("querytap.cache.redis", redis)
                .main(ShortApp.class, "jdbc:h2:mem:ends", "linger")
                .start()
                .await(LONGEST_END)
                .succeeded();

        assertThat(outcome.stdout().lines()).containsExactly("rows 15", "ready", "done");
        assertThat(loaded(REDIS_CLIENT)).isNotEmpty();
    }

    private JvmRun run(Jdk jdk, String database) {
        return classesLogged(jdk).main(ShortApp.class, "jdbc:h2:mem:" + database);
    }

    private JvmRun classesLogged(Jdk jdk) {
        return JvmRun.on(jdk)
                .withAgent()
                .withReport()
                .property("querytap.summary", "false")
                .option("-Xlog:class+load:file=" + log())
                .libraries(Library.H2);
    }

    private String rules() throws IOException {
        Path file = temporary.resolve("rules.json");
        Files.writeString(
                file,
                "{\"rules\": [{\"name\": \"items\", \"match\": {\"tables\": [\"item\"]}, \"ttl\": \"60s\","
                        + " \"staleness\": \"strict\", \"state\": \"serve\"}]}");
        return file.toString();
    }

    private List<String> loaded(String names) throws IOException {
        return loaded(Pattern.compile(names));
    }

    private List<String> loaded(Pattern names) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.map(CacheFootprintIT::className)
                    .filter(name -> names.matcher(name).find())
                    .toList();
        }
    }

    /** Of a line {@code [0.02s][info][class,load] java.lang.Object source: …}. */
    private static String className(String line) {
        String rest = line.substring(line.lastIndexOf(']') + 1).trim();
        int space = rest.indexOf(' ');
        return space < 0 ? rest : rest.substring(0, space);
    }

    private Path log() {
        return temporary.resolve("classes.log");
    }
}
