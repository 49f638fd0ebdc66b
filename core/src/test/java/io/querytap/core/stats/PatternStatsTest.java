package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatternStatsTest {
    private static final SqlPattern PATTERN = new SqlPattern(42, "select ?", SqlFacts.UNKNOWN);

    private final PatternStats stats = new PatternStats(PATTERN, DatabaseIdentity.UNKNOWN);
    private final StripeHint hint = new StripeHint();

    @Test
    void snapshot_eachKindOfRecord_landsWhereItBelongs() {
        stats.recordSuccess(hint, 1_000);
        stats.recordSuccess(hint, 3_000);
        stats.recordBatchSuccess(hint, 5_000, 100);
        stats.recordFailure(hint, 7_000, "23505", -1);
        stats.recordFailure(hint, 9_000, "40001", 7);
        stats.recordResult(hint, 12, 800);

        PatternSnapshot snapshot = stats.snapshot(1);
        assertThat(snapshot.count()).isEqualTo(5);
        assertThat(snapshot.errors()).isEqualTo(2);
        assertThat(snapshot.duration().sum()).isEqualTo(25_000);
        assertThat(snapshot.succeeded().sum()).isEqualTo(9_000);
        assertThat(snapshot.failed()).containsOnlyKeys("23505", "40001");
        assertThat(snapshot.failed().get("40001").max()).isEqualTo(9_000);
        assertThat(snapshot.batchSize().count()).isEqualTo(2);
        assertThat(snapshot.batchSize().sum()).isEqualTo(107);
        assertThat(snapshot.rows().sum()).isEqualTo(12);
        assertThat(snapshot.fetch().sum()).isEqualTo(800);
        assertThat(snapshot.distinctPatterns()).isEqualTo(1);
    }

    @Test
    void tally_eachKindOfRecord_equalsTheSnapshot() {
        stats.recordSuccess(hint, 1_000);
        stats.recordBatchSuccess(hint, 5_000, 100);
        stats.recordFailure(hint, 9_000, "40001", 7);
        stats.recordResult(hint, 12, 800);
        PatternTally tally = new PatternTally();

        stats.tally(tally, /* withOctaves= */ true);
        stats.tally(tally, /* withOctaves= */ true); // is filled anew each time

        assertThat(tally.executions()).isEqualTo(3);
        assertThat(tally.errors()).isEqualTo(1);
        assertThat(tally.nanos()).isEqualTo(15_000);
        assertThat(tally.durations().count(9)).isEqualTo(1);
        assertThat(tally.durations().count(12)).isEqualTo(1);
        assertThat(tally.durations().count(13)).isEqualTo(1);
        assertThat(tally.fetches().count(9)).isEqualTo(1);

        stats.tally(tally, /* withOctaves= */ false);
        assertThat(tally.executions()).isEqualTo(3);
        assertThat(tally.durations().count(9)).isZero();
    }

    @Test
    void recordFailure_moreErrorTypesThanKept_countsTheRestAsOther() {
        for (int i = 0; i < 100; i++) {
            stats.recordFailure(hint, 10, "E" + i, -1);
        }
        PatternSnapshot snapshot = stats.snapshot(1);
        assertThat(snapshot.failed()).hasSize(17).containsKey(PatternStats.OTHER_ERROR_TYPE);
        assertThat(snapshot.failed().get(PatternStats.OTHER_ERROR_TYPE).count()).isEqualTo(84);
        assertThat(snapshot.errors()).isEqualTo(100);
        assertThat(snapshot.count()).isEqualTo(100);
    }

    @Test
    void record_eightThreadsWhileSnapshotsAreTaken_countsExactlyAndConsistently() throws Exception {
        int threads = 8;
        int rounds = 20_000;
        long droppedBefore = Diagnostics.selfErrors();
        AtomicBoolean done = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            long last = 0;
            while (!done.get()) {
                PatternSnapshot snapshot = stats.snapshot(1);
                assertConsistent(snapshot);
                assertThat(snapshot.count()).isGreaterThanOrEqualTo(last);
                last = snapshot.count();
            }
        });
        Throwable[] failure = new Throwable[1];
        reader.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
        reader.start();
        try (Crowd crowd = new Crowd(threads)) {
            crowd.play(member -> {
                StripeHint own = new StripeHint();
                for (int i = 0; i < rounds; i++) {
                    switch (i & 3) {
                        case 0 -> stats.recordBatchSuccess(own, 1_000 + i, 10);
                        case 1 -> stats.recordFailure(own, 2_000 + i, "E" + member, i % 8 == 1 ? 3 : -1);
                        case 2 -> stats.recordResult(own, 5, 100);
                        default -> stats.recordSuccess(own, 1L << (i % 40));
                    }
                }
                return null;
            });
        }
        done.set(true);
        reader.join();
        assertThat(failure[0]).isNull();

        long dropped = Diagnostics.selfErrors() - droppedBefore;
        PatternSnapshot snapshot = stats.snapshot(1);
        assertConsistent(snapshot);
        int quarter = threads * rounds / 4;
        assertThat(snapshot.count() + snapshot.rows().count() + dropped).isEqualTo(4L * quarter);
        if (dropped == 0) {
            assertThat(snapshot.count()).isEqualTo(3L * quarter);
            assertThat(snapshot.errors()).isEqualTo(quarter);
            assertThat(snapshot.rows().sum()).isEqualTo(5L * quarter);
            assertThat(snapshot.batchSize().sum()).isEqualTo(10L * quarter + 3L * quarter / 2);
        }
    }

    @Test
    void record_manyShortTriesOnFreshStats_losesNothing() throws Exception {
        long until = System.nanoTime() + 1_500_000_000L;
        try (Crowd crowd = new Crowd(3)) {
            for (int tries = 0; System.nanoTime() < until; tries++) {
                long droppedBefore = Diagnostics.selfErrors();
                PatternStats fresh = new PatternStats(PATTERN, DatabaseIdentity.UNKNOWN);
                StripeHint shared = new StripeHint();
                crowd.play(member -> {
                    if (member == 0) {
                        for (int i = 0; i < 5; i++) {
                            assertConsistent(fresh.snapshot(1));
                        }
                    } else {
                        for (int i = 0; i < 40; i++) { // past the border from raw values to cells
                            fresh.recordBatchSuccess(shared, 1L << i, 2);
                        }
                    }
                    return null;
                });
                PatternSnapshot snapshot = fresh.snapshot(1);
                assertConsistent(snapshot);
                assertThat(snapshot.count() + Diagnostics.selfErrors() - droppedBefore)
                        .as("try %d", tries)
                        .isEqualTo(80);
                assertThat(snapshot.batchSize().sum()).isEqualTo(2 * snapshot.count());
            }
        }
    }

    private static void assertConsistent(PatternSnapshot snapshot) {
        assertThat(cells(snapshot.duration())).isEqualTo(snapshot.count());
        assertThat(snapshot.errors())
                .isEqualTo(snapshot.failed().values().stream()
                        .mapToLong(DistributionSnapshot::count)
                        .sum());
        assertThat(snapshot.batchSize().count()).isLessThanOrEqualTo(snapshot.count());
        assertThat(snapshot.fetch().count()).isEqualTo(snapshot.rows().count());
        if (!snapshot.duration().isEmpty()) {
            assertThat(snapshot.duration().min())
                    .isLessThanOrEqualTo(snapshot.duration().max());
            assertThat(snapshot.duration().sum())
                    .isGreaterThanOrEqualTo(snapshot.duration().max());
        }
    }

    private static long cells(DistributionSnapshot distribution) {
        long[] cells = new long[1];
        distribution.forEachCell((middle, count) -> cells[0] += count);
        return cells[0];
    }
}
