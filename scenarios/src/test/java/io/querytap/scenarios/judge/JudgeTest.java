package io.querytap.scenarios.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.scenarios.judge.Verdict.Count;
import io.querytap.scenarios.judge.Verdict.Outcome;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.run.Catalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant ENDED = Instant.parse("2026-01-01T00:01:00Z");
    private static final String LOOPS = "io.querytap.scenarios.jdbc.Loops";
    private static final MarkedLines LINES = new MarkedLines(Path.of("src/main/java"));

    private final Judge judge = new Judge(LINES);

    @Test
    void judge_findingAsLabelled_isRightInBothTables() {
        Verdict verdict = judge("loopInLambda", loop("loopInLambda", "in a lambda", "confirmed"));

        assertThat(verdict.lines()).isEmpty();
        assertThat(verdict.counts())
                .containsExactly(
                        new Count(Kind.N_PLUS_ONE, Outcome.RIGHT),
                        new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.RIGHT));
    }

    @Test
    void judge_noFinding_isMissedInBothTables() {
        Verdict verdict = judge("loopInLambda");

        assertThat(verdict.counts())
                .containsExactly(
                        new Count(Kind.N_PLUS_ONE, Outcome.MISSED),
                        new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.MISSED));
    }

    @Test
    void judge_otherLine_isMissedAndFalseAlarm() {
        Verdict verdict = judge("loopInLambda", loop("loopInLambda", "in a lease", "confirmed"));

        assertThat(verdict.counts())
                .contains(new Count(Kind.N_PLUS_ONE, Outcome.MISSED), new Count(Kind.N_PLUS_ONE, Outcome.FALSE_ALARM));
        assertThat(verdict.lines()).anyMatch(line -> line.contains("but: its call site is"));
    }

    @Test
    void judge_lessSureThanLabelled_isMissedAndFalseAlarm() {
        Verdict verdict = judge("loopInLambda", loop("loopInLambda", "in a lambda", "probable"));

        assertThat(verdict.counts())
                .containsExactly(
                        new Count(Kind.N_PLUS_ONE, Outcome.MISSED),
                        new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.MISSED),
                        new Count(Kind.N_PLUS_ONE, Outcome.FALSE_ALARM));
    }

    @Test
    void judge_confirmedWithoutProof_isFalseAlarmInBothTables() {
        Verdict verdict = judge("idsFromRequest", loop("idsFromRequest", "from the request", "confirmed"));

        assertThat(verdict.counts())
                .containsExactly(
                        new Count(Kind.N_PLUS_ONE, Outcome.MISSED),
                        new Count(Kind.N_PLUS_ONE, Outcome.FALSE_ALARM),
                        new Count(Judge.CONFIRMED_N_PLUS_ONE, Outcome.FALSE_ALARM));
    }

    @Test
    void judge_otherUnit_isWrong() {
        ObjectNode finding = loop("loopInLambda", "in a lambda", "confirmed");
        finding.putObject("unit").put("kind", "lease").put("name", "pool");

        assertThat(judge("loopInLambda", finding).lines().get(0))
                .contains("its unit is of kind lease", "its unit is named pool");
    }

    @Test
    void judge_sameFindingTwice_isOneFalseAlarm() {
        ObjectNode finding = loop("loopInLambda", "in a lambda", "confirmed");
        finding.put("pattern", "1");

        Verdict verdict = judge("loopInLambda", finding, finding.deepCopy().put("pattern", "2"));

        assertThat(verdict.counts())
                .filteredOn(count -> count.outcome() == Outcome.FALSE_ALARM)
                .hasSize(2);
    }

    @Test
    void judge_anythingInSilentScenario_isFalseAlarm() {
        Verdict verdict = judge("lookUp", finding("early_close", "suspect", ""));

        assertThat(verdict.counts()).containsExactly(new Count("early_close", Outcome.FALSE_ALARM));
    }

    @Test
    void judge_kindThatIsLeftOpen_countsNowhere() {
        ObjectNode loop = finding(
                "write_loop",
                "probable",
                "io.querytap.scenarios.jdbc.Writes.autocommittedLoop(Writes.java:"
                        + line("io.querytap.scenarios.jdbc.Writes", "a commit for each") + ")");
        loop.putObject("unit").put("kind", "entry").put("name", "Writes.autocommittedLoop");

        Verdict verdict = judge("autocommittedLoop", loop, finding("autocommit_chatter", "probable", ""));

        assertThat(verdict.counts()).containsExactly(new Count("write_loop", Outcome.RIGHT));
    }

    @Test
    void judge_toldTooLate_isWrong() {
        ObjectNode early = finding("long_transaction", "suspect", "");
        early.put("firstSeen", "2026-01-01T00:00:59Z");
        ObjectNode late = early.deepCopy().put("firstSeen", "2026-01-01T00:01:01Z");

        assertThat(judge("longBusyTransaction", early).lines()).isEmpty();
        assertThat(judge("longBusyTransaction", late).lines().get(0)).contains("the work had ended at");
    }

    @Test
    void database_withServer_isItsLastPart() {
        Found found = new Found(JSON.createObjectNode().put("database", "localhost:5432/Some_Name"));

        assertThat(found.database()).isEqualTo("some_name");
    }

    private Verdict judge(String scenario, ObjectNode... findings) {
        List<Found> found = List.of(findings).stream().map(Found::new).toList();
        return judge.judge(scenario, Catalogue.named(scenario), found, ENDED);
    }

    private static ObjectNode loop(String scenario, String marker, String confidence) {
        String site = LOOPS + '.' + scenario + "(Loops.java:" + line(LOOPS, marker) + ')';
        ObjectNode finding = finding("n_plus_one", confidence, site);
        finding.putObject("unit").put("kind", "entry").put("name", "Loops." + scenario);
        return finding;
    }

    private static int line(String type, String marker) {
        try {
            return LINES.of(Class.forName(type), marker);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode finding(String kind, String confidence, String site) {
        return JSON.createObjectNode()
                .put("kind", kind)
                .put("confidence", confidence)
                .put("callSite", site)
                .put("firstSeen", "2026-01-01T00:00:00Z");
    }
}
