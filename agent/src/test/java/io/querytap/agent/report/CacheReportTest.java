package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.agent.Cached;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import io.querytap.cache.stats.RuleStats;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolGauges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people read of the result cache: document, summary, health, and the page that explains the refusals. */
class CacheReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path PAGE = Path.of("..", "docs", "caching.md");
    private static final int COLUMNS = 120;
    private static final long SLOW_NANOS = 500 * Observed.MILLI;

    private final Observed observed = new Observed();

    @Test
    void document_rulesAndWhatTheyDid() throws IOException {
        JsonNode cache = document(Cached.figures()).get("cache");

        JsonNode items = cache.at("/rules/0");
        assertThat(items.get("name").textValue()).isEqualTo("items");
        assertThat(items.get("state").textValue()).isEqualTo("serve");
        assertThat(items.get("hits").intValue()).isEqualTo(100);
        assertThat(items.get("misses").intValue()).isEqualTo(25);
        assertThat(items.get("savedSeconds").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(items.get("tables").toString()).isEqualTo("[\"brand\",\"item\"]");
        assertThat(items.get("stalenessSeconds").intValue()).isEqualTo(5);
        assertThat(items.at("/refusals/0/reason").textValue()).isEqualTo("in_transaction");
        assertThat(items.at("/refusals/0/count").intValue()).isEqualTo(2);
        assertThat(items.at("/refusals/1/reason").textValue()).isEqualTo("fenced");
        assertThat(items.get("answerAges").toString())
                .isEqualTo("[{\"belowSeconds\":0.001,\"count\":1},{\"belowSeconds\":0.004,\"count\":1},"
                        + "{\"belowSeconds\":2.048,\"count\":1}]");
        assertThat(cache.at("/rules/2/state").textValue()).isEqualTo("shadow");
        assertThat(cache.at("/rules/3/state").textValue()).isEqualTo("gone");
        assertThat(cache.get("entries").intValue()).isEqualTo(12);
        assertThat(cache.at("/shared/reachable").booleanValue()).isFalse();
        assertThat(cache.at("/shared/unsentInvalidations").intValue()).isEqualTo(4);
    }

    @Test
    void document_withdrawnRule_evidenceWithoutValues() throws IOException {
        JsonNode prices = document(Cached.figures()).at("/cache/rules/1");

        assertThat(prices.get("state").textValue()).isEqualTo("withdrawn");
        assertThat(prices.get("stale").intValue()).isEqualTo(1);
        assertThat(prices.get("pattern").textValue()).isEqualTo("0000000000000abc");
        assertThat(prices.at("/evidence/0").toString())
                .isEqualTo(
                        "{\"at\":\"2026-11-21T09:30:00.250Z\",\"pattern\":\"0000000000000abc\","
                                + "\"entry\":\"0123456789abcdef\",\"row\":3,\"column\":2,\"ageSeconds\":61.5,\"beyondBound\":true}");
    }

    @Test
    void document_noCache_noRulesAndNothingElse() throws IOException {
        assertThat(document(null).get("cache").toString()).isEqualTo("{\"rules\":[],\"advice\":[]}");
    }

    @Test
    void health_withdrawnRuleAndUntoldWrites_costPoints() {
        Health.Part part = cachePart(Cached.figures());

        assertThat(part.score()).hasValue(67);
        assertThat(part.why()).isEqualTo("1 of 4 rules withdrawn, 4 writes of which the other JVMs do not know yet.");
    }

    @Test
    void health_rulesInOrder_fullScore() {
        SharedStatus reachable = new SharedStatus(true, 0, 0, 0, 0, 0);

        assertThat(cachePart(Cached.of(List.of(Cached.items()), reachable)).score())
                .hasValue(100);
    }

    @Test
    void health_noCache_noPartOfIt() {
        assertThat(Health.of(observed.snapshot(), SLOW_NANOS, /* lookedFor= */ true)
                        .parts())
                .extracting(Health.Part::name)
                .doesNotContain("result cache");
    }

    @Test
    void summary_sayWhatNeedsALookFirst() {
        String summary = ExitSummary.of(observed.snapshot(), Cached.figures(), Observed.AGENT, null, COLUMNS);

        assertThat(summary.lines().filter(it -> it.startsWith("cache")))
                .containsExactly(
                        "cache   Redis does not answer, 4 writes of which the other JVMs do not know yet",
                        "cache   prices  withdrawn  3 hits, 1 miss, 0 saved, 1 wrong entry"
                                + "  refused mostly for withdrawn, 1 time",
                        "cache   items  serve  100 hits, 25 misses, 1.50 s saved  refused mostly for in_transaction, 2 times",
                        "cache   settings  shadow  40 comparisons, 0 wrong",
                        "cache   old  gone  never looked for an answer");
    }

    @Test
    void summary_manyRulesAndPools_keepsTheBound() {
        List<RuleFigures> rules = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            CacheRule rule = CacheRule.named("rule-" + i).build();
            rules.add(new RuleFigures(rule.name(), new RuleStats(), 0, rule, /* isWithdrawn= */ false, List.of()));
            observed.pool("pool-" + i, () -> PoolGauges.Reading.NOTHING);
            observed.succeeded("SELECT a FROM t" + i, 1, Observed.MILLI);
        }

        String summary = ExitSummary.of(
                observed.snapshot(), Cached.of(rules, Cached.CUT_OFF), Observed.AGENT, Path.of("/r.html"), COLUMNS);

        List<String> cached =
                summary.lines().filter(it -> it.startsWith("cache")).toList();
        assertThat(cached).hasSize(CacheLines.MAX_LINES).last().isEqualTo("cache   27 more are in the report");
        assertThat(summary.lines().filter(it -> it.startsWith("pool"))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(summary.lines().count()).isLessThanOrEqualTo(ExitSummary.MAX_LINES);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void refusal_isExplainedOnThePage(Refusal refusal) throws IOException {
        RefusalText text = RefusalText.of(refusal);

        assertThat(Files.readString(PAGE))
                .contains("| `" + refusal.label() + "` | " + text.meaning() + " | " + text.remedy() + " |");
    }

    private Health.Part cachePart(CacheFigures cache) {
        return Health.of(observed.snapshot(), cache, SLOW_NANOS, /* lookedFor= */ true).parts().stream()
                .filter(it -> it.name().equals("result cache"))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode document(CacheFigures cache) throws IOException {
        return MAPPER.readTree(new JsonReport(Observed.AGENT, Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class))
                .with(cache)
                .toBytes(observed.snapshot()));
    }
}
