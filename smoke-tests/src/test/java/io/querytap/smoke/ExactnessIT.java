package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.smoke.app.ExactnessApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An application counts what it does; the report must say the same to the last row, whatever stands between it and the driver. */
class ExactnessIT {
    private static final List<String> MODES = List.of("direct", "hikari", "p6spy-hikari", "datasource-proxy");

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("runs")
    void report_everyKindOfCall_equalsTheTruth(Jdk jdk, Target target, String mode) {
        Outcome outcome = run(jdk, target, mode);

        assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
        assertThat(Differences.between(outcome.json(), outcome.report())).isEmpty();
        assertThat(virtualThreads(outcome.json())).isEqualTo(jdk.feature() < 21 ? 0 : 1000);
    }

    private static Outcome run(Jdk jdk, Target target, String mode) {
        TestDatabase database = target.newDatabase();
        return JvmRun.on(jdk)
                .optimized()
                .withAgent()
                .withReport()
                .libraries(target.driver, Library.HIKARI, Library.SLF4J, Library.P6SPY, Library.DATASOURCE_PROXY)
                .main(ExactnessApp.class, database.url(), database.user(), database.password(), mode)
                .run();
    }

    private static int virtualThreads(JsonNode truth) {
        return truth.path("virtualThreads").asInt();
    }

    /** On each JDK each driver and each mode at least once; H2 and PostgreSQL in every mode on the oldest. */
    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        for (Target target : Target.values()) {
            for (String mode : MODES) {
                boolean isInTurn = mode.equals(MODES.get((target.ordinal() + 1) % MODES.size()));
                if (isInTurn || target == Target.H2 || target == Target.POSTGRESQL) {
                    runs.add(Arguments.of(Jdk.current(), target, mode));
                }
            }
        }
        for (Jdk newest : Jdk.newest()) {
            for (Target target : Target.values()) {
                runs.add(Arguments.of(newest, target, MODES.get(target.ordinal() % MODES.size())));
            }
            runs.add(Arguments.of(newest, Target.POSTGRESQL, "hikari"));
        }
        return runs.stream();
    }
}
