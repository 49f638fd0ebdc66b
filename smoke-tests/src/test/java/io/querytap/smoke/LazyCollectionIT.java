package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.web.OwnersApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spring Boot and Hibernate: a lazy collection in a list page is an N+1 of that page, and none once it is fetched with the list. */
class LazyCollectionIT {
    private static final Path[] CLASS_PATH = Arrays.stream(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(System.getProperty("path.separator")))
            .map(Path::of)
            .toArray(Path[]::new);

    private static Outcome run(Jdk jdk, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--spring.main.banner-mode=off", "--logging.level.root=off", "--server.port=0"));
        arguments.addAll(List.of(more));
        return JvmRun.on(jdk)
                .classPath(CLASS_PATH)
                .withAgent()
                .withReport()
                .plainMain(OwnersApplication.class.getName(), arguments.toArray(String[]::new))
                .run()
                .succeeded();
    }

    private static List<JsonNode> nPlusOnes(Outcome outcome) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode finding : outcome.report().root().path("findings")) {
            if (finding.path("kind").asText().equals("n_plus_one")) {
                found.add(finding);
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void lazyCollection_inAListPage_isAConfirmedNPlusOneOfItsRoute(Jdk jdk) {
        Outcome outcome = run(jdk);

        assertThat(nPlusOnes(outcome)).singleElement().satisfies(finding -> {
            assertThat(finding.path("confidence").asText()).isEqualTo("confirmed");
            assertThat(finding.at("/unit/kind").asText()).isEqualTo("entry");
            assertThat(finding.at("/unit/name").asText()).isEqualTo("GET /owners");
            assertThat(finding.path("repeats").asInt()).isEqualTo(20);
            assertThat(finding.path("occurrences").asInt()).isEqualTo(3);
            assertThat(finding.path("callSite").asText())
                    .startsWith("io.querytap.smoke.web.OwnersApplication$Owner.shown(OwnersApplication.java:");
        });
        assertThat(outcome.report().root().at("/agent/selfErrors").asInt()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void sameCollection_fetchedWithTheList_isNone(Jdk jdk) {
        Outcome lazy = run(jdk);
        Outcome joined = run(jdk, "--joined");

        assertThat(joined.stdout()).isEqualTo(lazy.stdout());
        assertThat(nPlusOnes(joined)).isEmpty();
    }
}
