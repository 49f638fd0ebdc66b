package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.agent.compare.PatternComparison.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String EARLIER = "2026-11-21T09:00:00Z";
    private static final String LATER = "2026-11-22T09:00:00Z";
    private static final double MILLI = 0.001;

    private final Documents before = new Documents(EARLIER, 1);
    private final Documents after = new Documents(LATER, 2);

    @Test
    void of_oneSlowerOneFasterOneNewOneGone_eachWithItsVerdictAndCost() {
        both(30);
        before.statement(100, 1_000, MILLI);
        after.statement(100, 1_000, 2 * MILLI);
        before.statement(101, 1_000, MILLI);
        after.statement(101, 1_000, MILLI / 2);
        before.statement(102, 500, MILLI);
        after.statement(103, 500, MILLI);

        Comparison comparison = compare();

        assertThat(comparison.isSlower()).isTrue();
        assertThat(names(comparison, Verdict.SLOWER)).containsExactly("SELECT t100");
        assertThat(names(comparison, Verdict.FASTER)).containsExactly("SELECT t101");
        assertThat(names(comparison, Verdict.NEW)).containsExactly("SELECT t103");
        assertThat(names(comparison, Verdict.GONE)).containsExactly("SELECT t102");
        assertThat(comparison.patterns(Verdict.NOT_SHOWN)).hasSize(30);
        PatternComparison slower = comparison.patterns().get(0);
        assertThat(slower.impactSeconds())
                .isCloseTo(1.08, within(0.1)); // a millisecond of the median, e^0.08 of the mean
        assertThat(comparison.patterns(Verdict.GONE).get(0).impactSeconds()).isCloseTo(-0.54, within(0.05));
    }

    @Test
    void of_sameBuildTwice_nothingShown() {
        both(200);

        Comparison comparison = compare();

        assertThat(comparison.isSlower()).isFalse();
        assertThat(comparison.patterns(Verdict.NOT_SHOWN)).hasSize(200);
    }

    @Test
    void of_recordingWithoutHistograms_percentilesOnlyAndSaidSo() {
        ObjectNode old = before.statement(0, 1_000, MILLI);
        ((ObjectNode) old.get("duration")).remove("histogram");
        after.statement(0, 1_000, 9 * MILLI);

        Comparison comparison = compare();

        assertThat(comparison.patterns(Verdict.PERCENTILES_ONLY)).hasSize(1);
        assertThat(comparison.isSlower()).isFalse();
        assertThat(Notes.of(comparison)).anyMatch(note -> note.contains("by percentiles only"));
    }

    @Test
    void of_fewExecutions_tooFew() {
        before.statement(0, Judge.LEAST_EXECUTIONS - 1, MILLI);
        after.statement(0, 5_000, 9 * MILLI);

        assertThat(compare().patterns(Verdict.TOO_FEW)).hasSize(1);
    }

    @Test
    void of_courseOfTheRun_evidenceIsSlots() {
        both(3);
        for (Documents document : List.of(before, after)) {
            for (JsonNode pattern : document.root().get("patterns")) {
                var slots = ((ObjectNode) pattern).putObject("timeline").putArray("durations");
                slots.addNull();
                for (int slot = 0; slot < 20; slot++) {
                    slots.addArray().addArray().add(19 + slot % 2).add(50);
                }
            }
        }

        Comparison comparison = compare();

        assertThat(comparison.patterns()).allMatch(it -> judgement(it).bySlots());
        assertThat(Notes.of(comparison)).noneMatch(note -> note.contains("by counts only"));
    }

    @Test
    void of_errorsThatBegan_shownAsMore() {
        both(5);
        ((ObjectNode) before.root().at("/patterns/0")).put("errors", 2);
        ((ObjectNode) after.root().at("/patterns/0")).put("errors", 150);
        ((ObjectNode) after.root().at("/patterns/1")).put("errors", 3);

        Comparison comparison = compare();

        assertThat(errors(comparison, "SELECT t0")).isEqualTo("more");
        assertThat(errors(comparison, "SELECT t1")).isEqualTo("not judged");
        assertThat(comparison.toText()).anyMatch(line -> line.contains("0.2 % -> 15.0 % failed"));
    }

    @Test
    void of_findings_sameMethodIsTheSameThoughItsLineMoved() {
        before.finding("n_plus_one", "00000000000000ab", "shop.Dao.find(Dao.java:12)");
        after.finding("n_plus_one", "00000000000000ab", "shop.Dao.find(Dao.java:17)");
        before.finding("slow_query", "00000000000000ab", "shop.Dao.find(Dao.java:12)");
        after.finding("slow_query", "00000000000000cd", "shop.Dao.find(Dao.java:12)");
        after.finding("pool_wait", "00000000000000ab", "shop.Dao.find(Dao.java:12)");

        assertThat(compare().findings().stream()
                        .map(it -> it.state() + ' ' + it.finding().get("kind").textValue()))
                .containsExactly("new slow_query", "new_kind pool_wait", "gone slow_query", "kept n_plus_one");
    }

    @Test
    void notes_runsThatAreNotAlike_sayWhere() {
        both(12);
        after.agent().put("uptimeSeconds", 300).put("serviceName", "other").put("jvm", "newer JVM");

        assertThat(Notes.of(compare()))
                .anyMatch(note -> note.contains("Not the same service: shop before, other after"))
                .anyMatch(note -> note.contains("Not the same JVM"))
                .anyMatch(note -> note.contains("lasted 1m 40s and 5m 00s"))
                .anyMatch(note -> note.contains("0.33 times as often"));
        assertThat(Notes.of(Comparison.of(after.recording("a"), before.recording("b"), true)))
                .anyMatch(note -> note.startsWith("The first recording is the later one"));
        assertThat(Notes.of(Comparison.of(before.recording("a"), before.recording("a"), true)))
                .contains("Both files hold the same recording.");
    }

    @Test
    void of_statementsOfTwoDatabasesWithOneName_leftOutAndSaidSo() {
        both(1);
        before.statement(0, 1_000, MILLI);

        assertThat(Notes.of(compare())).anyMatch(note -> note.startsWith("1 statements were left out"));
    }

    @Test
    void frequency_besideWhatAllHaveInCommon() {
        for (int i = 0; i < 11; i++) {
            before.statement(i, 1_000, MILLI);
            after.statement(i, i == 0 ? 6_000 : 2_000, MILLI);
        }

        Comparison comparison = compare();

        assertThat(comparison.commonFrequency()).isEqualTo(2);
        assertThat(comparison.patterns().stream()
                        .filter(it -> it.pattern().name().equals("SELECT t0"))
                        .map(it -> it.frequency().ratio()))
                .containsExactly(3.0);
    }

    @Test
    void toJson_everything_hasTheFieldsThatThePageReads() throws IOException {
        both(2);
        before.finding("n_plus_one", "00000000000000ab", "shop.Dao.find(Dao.java:12)");
        before.pool("web", 0);
        after.pool("web", 3);
        after.pool("jobs", 0);

        JsonNode json = new ObjectMapper().readTree(compare().toJson());

        assertThat(json.at("/before/file").textValue()).isEqualTo("before.json");
        assertThat(json.at("/before/executions").longValue()).isEqualTo(2_000);
        assertThat(json.at("/health/score/after").intValue()).isEqualTo(80);
        assertThat(json.at("/verdicts/not_shown").intValue()).isEqualTo(2);
        assertThat(json.at("/runToRun/duration/judged").intValue()).isEqualTo(2);
        assertThat(json.at("/patterns/0/duration/judgement/evidence").textValue())
                .isEqualTo("counts");
        assertThat(json.at("/patterns/0/duration/judgement/ratioFrom").isNumber())
                .isTrue();
        assertThat(json.at("/patterns/0/duration/before/p95").isNumber()).isTrue();
        assertThat(json.at("/patterns/0/duration/before").has("histogram")).isFalse();
        assertThat(json.at("/findings/0/state").textValue()).isEqualTo("gone");
        assertThat(json.at("/findings/0/impactSeconds/after").isNull()).isTrue();
        assertThat(json.at("/pools/0/timeouts/after").intValue()).isEqualTo(3);
        assertThat(json.at("/pools/1/state").textValue()).isEqualTo("new");
        assertThat(json.at("/pools/1/wait/before").isNull()).isTrue();
    }

    @Test
    void toText_controlCharactersInAStatement_notObeyedByATerminal() {
        after.statement(0, 100, MILLI).put("summary", "SELECT \u001b[2J\n\u009b x");

        assertThat(compare().toText()).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    private void both(int statements) {
        for (int i = 0; i < statements; i++) {
            before.statement(i, 1_000, MILLI);
            after.statement(i, 1_000, MILLI);
        }
    }

    private Comparison compare() {
        return Comparison.of(before.recording("before.json"), after.recording("after.json"), /* withShift= */ true);
    }

    private static List<String> names(Comparison comparison, Verdict verdict) {
        return comparison.patterns(verdict).stream()
                .map(it -> it.pattern().name())
                .collect(Collectors.toList());
    }

    private static Judgement judgement(PatternComparison compared) {
        TimesComparison duration = compared.duration();
        assertThat(duration).isNotNull();
        Judgement judgement = duration.judgement();
        assertThat(judgement).isNotNull();
        return judgement;
    }

    private static String errors(Comparison comparison, String name) {
        return comparison.patterns().stream()
                .filter(it -> it.pattern().name().equals(name))
                .map(it -> it.errors() == null ? "not judged" : it.errors().change())
                .collect(Collectors.joining());
    }
}
