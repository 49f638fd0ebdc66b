package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.common.Attributes;
import io.querytap.agent.Holders;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.StripeHint;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlameSeriesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final StripeHint hint = new StripeHint();
    private final PoolRegistry pools = new PoolRegistry();
    private final PoolStats pool =
            Objects.requireNonNull(pools.register("hikari", "shop", () -> PoolGauges.Reading.NOTHING));
    private final BlameSeries series = new BlameSeries();

    @Test
    void totals_ofHoldersAndAccounts_byStateAndName() {
        waited(6 * SECOND);
        HolderNames.Name export = Holders.holder("GET /export", "shop.Export.run(Export.java:12)");
        pool.blame().add(export, HolderState.RUNNING, 2 * SECOND);
        pool.blame().add(export, HolderState.IDLE, 3 * SECOND);
        pool.blame().add(PoolBlame.Account.CREATING, SECOND);

        Map<Attributes, Long> totals = totals();

        assertThat(totals)
                .containsEntry(of("GET /export", "shop.Export.run(Export.java:12)", "running"), 2 * SECOND)
                .containsEntry(of("GET /export", "shop.Export.run(Export.java:12)", "idle"), 3 * SECOND)
                .containsEntry(of(null, null, "creating"), SECOND)
                .hasSize(3);
    }

    @Test
    void totals_overAnyCourse_neverFallAndAddUp() {
        Random random = new Random(5);
        Map<Attributes, Long> before = Map.of();
        double laid = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 8; i++) {
                long nanos = (long) (Math.exp(12 * random.nextDouble()) * MILLI);
                waited(nanos);
                laid += nanos;
                HolderNames.Name holder = Holders.holder("job " + random.nextInt(1 + round));
                pool.blame().add(holder, HolderState.values()[random.nextInt(5)], nanos);
            }
            waited(20_000);
            laid += 20_000;

            Map<Attributes, Long> now = totals();

            before.forEach(
                    (name, nanos) -> assertThat(now.get(name)).as("%s", name).isGreaterThanOrEqualTo(nanos));
            assertThat(sum(now)).isCloseTo(Math.round(laid), within(1_000_000L));
            before = now;
        }
        Set<String> units = new HashSet<>();
        before.keySet().forEach(it -> units.add(it.get(Keys.HOLDER_UNIT)));
        assertThat(units).contains(BlameSeries.OTHERS, null).hasSize(BlameSeries.MAX_NAMED + 2);
    }

    @Test
    void holder_namedLate_countsOnFromThere() {
        HolderNames.Name rare = Holders.holder("rare");
        waited(1_001 * SECOND);
        pool.blame().add(Holders.holder("often"), HolderState.RUNNING, 1_000 * SECOND);
        pool.blame().add(rare, HolderState.RUNNING, SECOND);
        assertThat(totals()).containsEntry(of(BlameSeries.OTHERS, null, "running"), SECOND);
        waited(500 * SECOND);
        pool.blame().add(rare, HolderState.RUNNING, 500 * SECOND);

        Map<Attributes, Long> totals = totals();

        assertThat(totals)
                .containsEntry(of("rare", null, "running"), 500 * SECOND)
                .containsEntry(of(BlameSeries.OTHERS, null, "running"), SECOND)
                .containsEntry(of("often", null, "running"), 1_000 * SECOND);
    }

    /** A wait that has ended and was not looked at yet is in the rest for a moment, and never in the series. */
    @Test
    void waitNotLookedAtYet_isNotTakenForNoQueue() {
        pool.blame().begins();
        waited(50_000);
        waited(30 * SECOND);

        assertThat(totals().get(of(null, null, "no_queue"))).isCloseTo(50_000L, within(500L));
    }

    private void waited(long nanos) {
        pool.recordWait(hint, nanos);
    }

    private Map<Attributes, Long> totals() {
        PoolSnapshot snapshot = pools.snapshots().get(0);
        return series.totals(snapshot);
    }

    private static long sum(Map<Attributes, Long> totals) {
        return totals.values().stream().mapToLong(it -> it).sum();
    }

    private static Attributes of(String unit, String site, String state) {
        return Attributes.builder()
                .put(Keys.HOLDER_STATE, state)
                .put(Keys.HOLDER_UNIT, unit)
                .put(Keys.HOLDER_SITE, site)
                .build();
    }
}
