package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.ExitApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code querytap.findings.fail}: what the process that started the JVM gets to see. */
class ExitCodeIT {
    private static final int FAILED = 3;

    /** Values in texts that make a finding of severity warning, and too few for any. */
    private static final int WARNING = 200;

    private static final int NONE = 5;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endsWell")
    void fail_findingAtASuccessfulEnd_exitCodeIsThree(Jdk jdk, String way) {
        Outcome outcome = run(jdk, WARNING, way)
                .property("querytap.findings.fail", "warning")
                .run();

        assertThat(outcome.exitCode()).as(outcome.stderr()).isEqualTo(FAILED);
        assertThat(outcome.agentLines()).anyMatch(it -> it.contains("querytap.findings.fail=warning: 1 finding;"));
        assertComplete(outcome);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endsBadly")
    void fail_findingAtAnUnsuccessfulEnd_exitCodeStays(Jdk jdk, String way, int exitCode) {
        Outcome outcome = run(jdk, WARNING, way)
                .property("querytap.findings.fail", "warning")
                .run();

        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertComplete(outcome);
    }

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void fail_nothingFound_exitCodeIsZero(Jdk jdk) {
        for (String way : List.of("return", "exit-0")) {
            Outcome outcome = run(jdk, NONE, way)
                    .property("querytap.findings.fail", "warning")
                    .run();

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.agentLines()).isEmpty();
            assertComplete(outcome);
        }
    }

    @Test
    void fail_findingOfLesserSeverity_exitCodeIsZero() {
        Outcome outcome = run(Jdk.current(), WARNING, "return")
                .property("querytap.findings.fail", "high")
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertComplete(outcome);
    }

    @Test
    void fail_notSet_exitCodeIsZero() {
        assertThat(run(Jdk.current(), WARNING, "return").run().exitCode()).isZero();
    }

    @Test
    void fail_noReportNorSummary_exitCodeIsThree() {
        Outcome outcome = JvmRun.on(Jdk.current())
                .withAgent()
                .libraries(Library.H2)
                .property("querytap.findings.fail", "warning")
                .property("querytap.summary", "false")
                .main(ExitApp.class, "jdbc:h2:mem:exit", String.valueOf(WARNING), "return")
                .run();

        assertThat(outcome.exitCode()).isEqualTo(FAILED);
    }

    /** The report was written and the application's own hook, which is slower, came to its end. */
    private static void assertComplete(Outcome outcome) {
        assertThat(outcome.stdout().strip()).isEqualTo(ExitApp.HOOK_LINE);
        assertThat(outcome.hasReport()).isTrue();
        assertThat(Path.of(outcome.reportStem() + ".sarif"))
                .satisfies(it -> assertThat(Files.isRegularFile(it)).isTrue());
    }

    private static JvmRun run(Jdk jdk, int values, String way) {
        return JvmRun.on(jdk)
                .withAgent()
                .withReport()
                .libraries(Library.H2)
                .property("querytap.slow-query", "1m") // which a busy machine makes of anything
                .main(ExitApp.class, "jdbc:h2:mem:exit", String.valueOf(values), way);
    }

    static Stream<Arguments> endsWell() {
        List<Arguments> runs = new ArrayList<>();
        for (Jdk jdk : Jdk.currentAndNewest()) {
            for (String way :
                    List.of("return", "exit-0", "throw-elsewhere", "exit-0-from-another-thread-while-main-returns")) {
                runs.add(Arguments.of(jdk, way));
            }
        }
        return runs.stream();
    }

    static Stream<Arguments> endsBadly() {
        List<Arguments> runs = new ArrayList<>();
        for (Jdk jdk : Jdk.currentAndNewest()) {
            runs.add(Arguments.of(jdk, "exit-7", ExitApp.OWN_EXIT_CODE));
            runs.add(Arguments.of(jdk, "throw", 1));
            runs.add(Arguments.of(jdk, "throw-handled", 1));
        }
        return runs.stream();
    }
}
