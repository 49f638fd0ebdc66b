package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.web.WebApplication;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A web application makes one mistake in many places: each finding must name the request, the job or the method it was made in. */
class EntryPointsIT {
    private static final String[] QUIET = {
        "--spring.main.banner-mode=off", "--logging.level.root=off", "--server.port=0"
    };

    private static final Path[] CLASS_PATH = Arrays.stream(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(System.getProperty("path.separator")))
            .map(Path::of)
            .toArray(Path[]::new);

    private static final String OUTPUT = run(Jdk.current())
            .plainMain(WebApplication.class.getName(), QUIET)
            .run()
            .succeeded()
            .stdout();

    private static JvmRun run(Jdk jdk) {
        return JvmRun.on(jdk).classPath(CLASS_PATH);
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void unitsOfFindings_inAWebApplication_areRoutesJobsAndNamedMethods(Jdk jdk) {
        Outcome outcome = run(jdk).withAgent()
                .withReport()
                .property("querytap.findings.profile", "test")
                .property("querytap.entry.methods", "io.querytap.smoke.web.WebApplication$Import.load")
                .plainMain(WebApplication.class.getName(), QUIET)
                .run()
                .succeeded();

        assertThat(outcome.stdout()).isEqualTo(OUTPUT);
        assertThat(unitsByPlace(outcome))
                .containsExactly(
                        entry("callable", "GET /callable/{id}"),
                        entry("deferred", "GET /deferred/{id}"),
                        entry("failing", "GET /failing/{id}"),
                        entry("forwarding", "GET /forward/{id}"),
                        entry("imported", "Import.load"),
                        entry("job", "InvoiceJob.run"),
                        entry("plain", "GET /owners/{id}"));
        assertThat(outcome.report().root().at("/agent/selfErrors").asInt()).isZero();
    }

    /** The unit's name by the column alias of the repeated statement. */
    private static Map<String, String> unitsByPlace(Outcome outcome) {
        Map<String, String> texts = new TreeMap<>();
        for (JsonNode pattern : outcome.report().patterns()) {
            texts.put(pattern.path("id").asText(), pattern.path("text").asText());
        }
        Map<String, String> units = new TreeMap<>();
        for (JsonNode finding : outcome.report().root().path("findings")) {
            if (finding.path("kind").asText().equals("n_plus_one")) {
                String text = texts.get(finding.path("pattern").asText());
                String place = text.replaceAll("(?i).* AS (\\w+) FROM .*", "$1");
                units.put(place, finding.at("/unit/name").asText());
            }
        }
        return units;
    }
}
