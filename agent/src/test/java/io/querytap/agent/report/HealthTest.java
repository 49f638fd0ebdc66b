package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.Cached;
import io.querytap.agent.PlayedLeases;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.PatternStats;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final long SLOW = 500 * Observed.MILLI;
    private static final String SQL = "SELECT name FROM product WHERE id = ?";

    private final Observed observed = new Observed();

    @Test
    void score_nothingSeen_noneWithReason() {
        Health health = Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true);

        assertThat(health.score()).isEmpty();
        assertThat(health.grade()).isNull();
        assertThat(health.reason()).contains("Too little");
        assertThat(health.parts()).extracting(Health.Part::score).containsOnly(OptionalInt.empty());
    }

    @Test
    void score_fewerExecutionsThanSayAnything_none() {
        observed.succeeded(SQL, (int) Health.MIN_OBSERVATIONS - 1, Observed.SECOND);

        assertThat(Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true).score())
                .isEmpty();
    }

    @Test
    void score_nothingWrong_full() {
        observed.succeeded(SQL, 1_000, Observed.MILLI);

        Health health = Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true);

        assertThat(health.score()).hasValue(100);
        assertThat(health.grade()).isEqualTo("A");
        assertThat(part(health, "pool waits").score()).isEmpty();
        assertThat(part(health, "pool waits").why()).isEqualTo("No connection pool was seen.");
    }

    @Test
    void errors_oneInAHundred_fifthOfTheScaleLost() {
        PatternStats stats = observed.pattern(SQL);
        observed.succeeded(SQL, 990, Observed.MILLI);
        for (int i = 0; i < 10; i++) {
            stats.recordFailure(observed.hint, Observed.MILLI, "23505", -1);
        }

        Health health = Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true);

        assertThat(part(health, "errors").score()).hasValue(80);
        assertThat(part(health, "errors").why()).isEqualTo("10 of 1,000 executions failed (1.00 %).");
        // The worst part is 80, the average of 80 and two of 100 is 93.
        assertThat(health.score()).hasValue(87);
        assertThat(health.grade()).isEqualTo("B");
    }

    @Test
    void slowQueries_atTheThreshold_count() {
        observed.succeeded(SQL, 995, Observed.MILLI).succeeded("SELECT slow FROM report", 5, SLOW);

        Health health = Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true);

        assertThat(part(health, "slow queries").score()).hasValue(50);
        assertThat(part(health, "slow queries").why()).startsWith("5 of 1,000 executions took 500 ms or longer");
    }

    @Test
    void pools_several_worstOneDecides() {
        pool("calm", 1_000, Observed.MICRO, 0);
        pool("small", 1_000, 5 * Observed.MILLI, 5);

        Health health = Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true);

        assertThat(part(health, "pool waits").score()).hasValue(37); // 5 s and 5 time-outs of 250 ms for 10 s of use
        assertThat(part(health, "pool waits").why()).startsWith("small: 6.25 s waited");
        assertThat(part(health, "pool time-outs").score()).hasValue(50);
        assertThat(part(health, "pool time-outs").why()).startsWith("small: 5 of 1,005 attempts");
    }

    @Test
    void findings_severeOnes_costMost() {
        observed.succeeded(SQL, 1_000, Observed.MILLI);
        raise("a", Finding.Severity.HIGH, Finding.Confidence.CONFIRMED);
        raise("b", Finding.Severity.WARNING, Finding.Confidence.PROBABLE);
        raise("c", Finding.Severity.INFO, Finding.Confidence.PROBABLE);
        raise("d", Finding.Severity.HIGH, Finding.Confidence.SUSPECT);

        Health.Part findings = part(Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true), "findings");

        assertThat(findings.score()).hasValue(100 - 25 - 8 - 1);
        assertThat(findings.why()).isEqualTo("1 high, 1 warning, 1 info; suspicions do not count.");
    }

    @Test
    void findings_manySevereOnes_noneLeft() {
        for (int i = 0; i < 5; i++) {
            raise("p" + i, Finding.Severity.HIGH, Finding.Confidence.CONFIRMED);
        }

        Health health = Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true);

        assertThat(part(health, "findings").score()).hasValue(0);
        assertThat(health.grade()).isEqualTo("F");
    }

    @Test
    void findings_notLookedFor_noScore() {
        observed.succeeded(SQL, 1_000, Observed.MILLI);

        Health.Part findings = part(Health.of(observed.snapshot(), SLOW, /* lookedFor= */ false), "findings");

        assertThat(findings.score()).isEmpty();
        assertThat(findings.why()).isEqualTo("Findings are switched off.");
    }

    @Test
    void poolUtilisation_fullPool_isHalfOfTheScale() {
        PoolStats full = observed.pool("full", () -> new PoolGauges.Reading(2, 2, 2, 0, 2, 0));
        new PlayedLeases(full, Observed.SHOP, 2)
                .play(200, /* perSecond= */ 10, /* busyMillis= */ 190, /* idleMillis= */ 0);
        PoolStats calm = observed.pool("calm", () -> new PoolGauges.Reading(8, 2, 8, 0, 2, 0));
        new PlayedLeases(calm, Observed.SHOP, 8)
                .play(200, /* perSecond= */ 20, /* busyMillis= */ 20, /* idleMillis= */ 0);

        Health.Part part = part(Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true), "pool utilisation");

        assertThat(part.score().getAsInt()).isBetween(50, 75);
        assertThat(part.why())
                .matches("full: ([89]\\d|100) % of its connections were in use in the busiest minute; 200 were"
                        + " asked for since the start\\.");
    }

    @Test
    void poolUtilisation_poolWithRoom_isFull() {
        PoolStats calm = observed.pool("calm", () -> new PoolGauges.Reading(8, 2, 8, 0, 2, 0));
        new PlayedLeases(calm, Observed.SHOP, 8)
                .play(200, /* perSecond= */ 20, /* busyMillis= */ 20, /* idleMillis= */ 0);

        assertThat(part(Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true), "pool utilisation")
                        .score())
                .hasValue(100);
    }

    @Test
    void poolUtilisation_notSeenForLongEnough_hasNoScore() {
        pool("small", 1_000, Observed.MICRO, 0);

        Health.Part part = part(Health.of(observed.snapshot(), SLOW, /* lookedFor= */ true), "pool utilisation");

        assertThat(part.score()).isEmpty();
        assertThat(part.why()).startsWith("small: not seen for long enough");
    }

    @Test
    void cacheHitRatio_rulesThatAnswer_areJudgedTogether() {
        Health health = Health.of(observed.snapshot(), Cached.figures(), SLOW, /* lookedFor= */ true);

        Health.Part part = part(health, "cache hit ratio");
        assertThat(part.score()).hasValue(100);
        assertThat(part.why()).isEqualTo("100 of 125 look-ups were answered from the cache (80 %).");
    }

    private void raise(String pattern, Finding.Severity severity, Finding.Confidence confidence) {
        observed.raise(Finding.of(Finding.Kind.N_PLUS_ONE, Observed.SHOP, pattern, "SELECT pet")
                .severity(severity)
                .confidence(confidence)
                .build());
    }

    private void pool(String name, int waits, long waitNanos, int timeouts) {
        PoolStats pool = observed.pool(name, () -> PoolGauges.Reading.NOTHING);
        for (int i = 0; i < waits; i++) {
            pool.recordWait(observed.hint, waitNanos);
            pool.recordUse(observed.hint, 10 * Observed.MILLI);
        }
        for (int i = 0; i < timeouts; i++) {
            pool.recordTimeout(observed.hint, /* askedNanos= */ 0, 250 * Observed.MILLI);
        }
    }

    private static Health.Part part(Health health, String name) {
        return health.parts().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
