package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import org.junit.jupiter.api.Test;

class ExemplarTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final PatternStats stats =
            new PatternStats(new SqlPattern(42, "select ?", SqlFacts.UNKNOWN), DatabaseIdentity.UNKNOWN);

    @Test
    void exemplar_nothingTraced_isNone() {
        stats.recordSuccess(new StripeHint(), 1_000);

        assertThat(stats.snapshot().exemplar()).isNull();
    }

    @Test
    void exemplar_severalTraced_isTheSlowest() {
        stats.traced(TRACE, "0000000000000001", 1_000, 10_000, null);
        stats.traced(TRACE, "0000000000000002", 3_000, 20_000, "57014");
        stats.traced(TRACE, "0000000000000003", 2_000, 30_000, null);

        Exemplar exemplar = stats.snapshot().exemplar();

        assertThat(exemplar.traceId()).isEqualTo(TRACE);
        assertThat(exemplar.spanId()).isEqualTo("0000000000000002");
        assertThat(exemplar.durationNanos()).isEqualTo(3_000);
        assertThat(exemplar.endNanos()).isEqualTo(20_000);
        assertThat(exemplar.errorType()).isEqualTo("57014");
    }

    @Test
    void exemplar_onceTold_isReplacedByTheNextHoweverFast() {
        stats.traced(TRACE, "0000000000000001", 9_000, 10_000, null);
        stats.snapshot().exemplar().tell();

        assertThat(stats.snapshot().exemplar()).isNull();

        stats.traced(TRACE, "0000000000000002", 10, 20_000, null);

        assertThat(stats.snapshot().exemplar().spanId()).isEqualTo("0000000000000002");
    }
}
