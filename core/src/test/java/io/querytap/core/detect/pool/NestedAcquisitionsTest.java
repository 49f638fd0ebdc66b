package io.querytap.core.detect.pool;

import static io.querytap.core.pool.ScriptedPool.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.Sites;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Findings;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.ScriptedPool;
import io.querytap.core.pool.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NestedAcquisitionsTest {
    private final PoolRegistry pools = new PoolRegistry();
    private final Findings findings = new Findings();
    private final FindingRules rules = FindingRules.of(Profile.PROD);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private NestedAcquisitions nested;
    private LeakWatch leaks;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private TinyPool poolOf(int max) {
        TinyPool pool = new TinyPool(pools, max);
        leaks = new LeakWatch(pools, pool.units, rules);
        nested = new NestedAcquisitions(pools, rules, leaks);
        return pool;
    }

    private void look() {
        leaks.look(System.nanoTime(), Instant.now(), findings);
        nested.look(System.nanoTime(), Instant.now(), findings);
    }

    private long examineAll(PoolStats pool) {
        long count = 0;
        for (Wait wait : pool.takeWaits()) {
            count += nested.examine(pool, wait, wait.nanos()) ? 1 : 0;
        }
        return count;
    }

    @Test
    void look_allHoldersWait_isADeadlockToldWhileItLasts() throws Exception {
        TinyPool pool = poolOf(2);
        CyclicBarrier both = new CyclicBarrier(2);
        List<Future<?>> tasks =
                List.of(threads.submit(() -> nest(pool, both, 2_000)), threads.submit(() -> nest(pool, both, 2_000)));
        pool.awaitWaiters(2);
        look();
        assertThat(findings.all()).as("one look is no proof").isEmpty();
        look();

        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NESTED_ACQUISITION);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence())
                    .containsEntry("deadlock", true)
                    .containsEntry("depth", 2L)
                    .containsEntry("nestingThreads", 2L)
                    .containsEntry("deadlockFreeMax", 3L);
            assertThat(finding.what()).contains("All 2 connections of tiny were held by threads that waited");
        });
        assertThat(pool.stats.nestedDepth()).isEqualTo(2);
        assertThat(nested.wasDeadlocked(pool.stats, System.nanoTime() - 60_000_000_000L, System.nanoTime()))
                .isTrue();
        for (Future<?> task : tasks) {
            task.get();
        }
        assertThat(examineAll(pool.stats)).isPositive();
        look();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.evidence()).containsEntry("deadlock", true);
            assertThat((long) finding.evidence().get("timeouts")).isPositive();
        });
    }

    /** Takes two connections, and gives back what it got. */
    private static Void nest(TinyPool pool, CyclicBarrier barrier, long timeoutMillis) throws Exception {
        pool.units.taskBegins(null);
        try {
            int first = pool.borrow(timeoutMillis);
            barrier.await();
            int other = pool.borrow(timeoutMillis);
            if (other >= 0) {
                pool.giveBack(other);
            }
            pool.giveBack(first);
            return null;
        } finally {
            pool.units.taskEnds();
        }
    }

    @Test
    void look_oneHolderGoesOn_isNoDeadlock() throws Exception {
        TinyPool pool = poolOf(2);
        CountDownLatch enough = new CountDownLatch(1);
        CountDownLatch borrowed = new CountDownLatch(1);
        Future<?> works = threads.submit(() -> {
            pool.units.taskBegins(null);
            int mine = pool.borrow(1_000);
            borrowed.countDown();
            enough.await();
            pool.giveBack(mine);
            pool.units.taskEnds();
            return null;
        });
        borrowed.await();
        Future<?> nests = threads.submit(() -> nest(pool, new CyclicBarrier(1), 10_000));
        pool.awaitWaiters(1);
        look();
        look();
        assertThat(findings.all()).isEmpty();
        assertThat(nested.wasDeadlocked(pool.stats, System.nanoTime() - 1_000_000_000L, System.nanoTime()))
                .isFalse();
        Thread.sleep(100);
        enough.countDown();
        works.get();
        nests.get();

        assertThat(examineAll(pool.stats)).isEqualTo(1);
        look();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.occurrences()).isEqualTo(1);
            assertThat(finding.evidence()).containsEntry("deadlock", false).containsEntry("timeouts", 0L);
            assertThat((double) finding.evidence().get("waitedSeconds")).isGreaterThanOrEqualTo(0.1);
            assertThat(finding.impactNanos()).isPresent();
        });
    }

    @Test
    void look_severalAtOnceAndRoom_isCountedAndNotTold() throws Exception {
        TinyPool pool = poolOf(10);
        pool.units.taskBegins(null);
        int one = pool.borrow(100);
        int two = pool.borrow(100);
        int three = pool.borrow(100);
        look();

        assertThat(pool.stats.nestedDepth()).isEqualTo(3);
        assertThat(pool.stats.nestingThreads()).isEqualTo(1);
        assertThat(findings.all()).isEmpty();
        pool.giveBack(three);
        pool.giveBack(two);
        pool.giveBack(one);
        pool.units.taskEnds();
    }

    @Test
    void look_oneAtATime_isNotNested() throws Exception {
        TinyPool pool = poolOf(3);
        pool.units.taskBegins(null);
        for (int i = 0; i < 3; i++) {
            int one = pool.borrow(100);
            look();
            pool.giveBack(one);
        }
        pool.units.taskEnds();
        assertThat(pool.stats.nestedDepth()).isEqualTo(1);
    }

    @Test
    void look_enoughThreadsToLockEachOtherOut_isAHazard() throws Exception {
        TinyPool pool = poolOf(4);
        for (int i = 0; i < 4; i++) {
            CountDownLatch seen = new CountDownLatch(1);
            CountDownLatch borrowed = new CountDownLatch(1);
            Future<?> task = threads.submit(() -> {
                pool.units.taskBegins(null);
                int one = pool.borrow(100);
                int two = pool.borrow(100);
                borrowed.countDown();
                seen.await();
                pool.giveBack(two);
                pool.giveBack(one);
                pool.units.taskEnds();
                Thread.sleep(60_000); // it lives on, as threads of a server do
                return null;
            });
            borrowed.await();
            assertThat(findings.all()).isEmpty();
            look();
            seen.countDown();
            pool.awaitAllBack();
            assertThat(task.isDone()).isFalse();
        }
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.evidence()).containsEntry("waits", 0L).containsEntry("deadlockFreeMax", 5L);
            assertThat(finding.what()).contains("once enough do so at the same moment");
        });
    }

    @Test
    void examine_waitWasNotForHolders_isNoCost() throws Exception {
        TinyPool pool = poolOf(1);
        threads.submit(() -> nest(pool, new CyclicBarrier(1), 100)).get();
        Wait wait = pool.stats.takeWaits().get(0);

        assertThat(nested.examine(pool.stats, wait, /* heldNanos= */ 0)).isTrue();
        look();
        assertThat(findings.all())
                .singleElement()
                .satisfies(
                        finding -> { // one such thread locks out itself
                            assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
                            assertThat(finding.evidence())
                                    .containsEntry("waits", 0L)
                                    .containsEntry("timeouts", 0L);
                        });
        nested.examine(pool.stats, wait, wait.nanos());
        look();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence()).containsEntry("waits", 1L).containsEntry("timeouts", 1L);
        });
    }

    @Test
    void examine_placeIsKnownLater_isOneFinding() {
        ScriptedPool pool = new ScriptedPool("shop", 2);
        nested = new NestedAcquisitions(pool.registry, rules, lease -> false);
        pool.connection()
                .lend("GET /outer", Sites.at("shop.Outer", "run", 1), 0, 0)
                .begins(0);
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < 40; i++) { // more than the looks at stacks that may follow each other
            pool.timesOut(10, 200);
        }
        waits.addAll(pool.stats.takeWaits());
        Collections.reverse(waits); // those without a place first
        for (Wait wait : waits) {
            nested.examine(pool.stats, wait, wait.nanos());
        }
        nested.look(at(300), Instant.now(), findings);

        assertThat(waits.get(0).site()).isNull();
        assertThat(findings.all())
                .singleElement()
                .satisfies(finding -> assertThat(finding.occurrences()).isEqualTo(40));
    }

    @Test
    void examine_heldConnectionIsLost_isNotNested() throws Exception {
        TinyPool pool = poolOf(1);
        pool.units.taskBegins(null);
        pool.borrow(100);
        pool.units.taskEnds();
        pool.units.taskBegins(null);
        assertThat(pool.borrow(100)).isNegative();
        pool.units.taskEnds();

        assertThat(examineAll(pool.stats)).isZero();
        look();
        look();
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_threadLosesAllAndWaits_isNoDeadlock() throws Exception {
        TinyPool pool = poolOf(2);
        Future<?> loses = threads.submit(() -> {
            for (int i = 0; i < 2; i++) {
                pool.units.taskBegins(null);
                pool.borrow(100);
                pool.units.taskEnds();
            }
            return pool.borrow(1_000);
        });
        pool.awaitWaiters(1);
        look();
        look();
        assertThat(findings.all()).isEmpty();
        loses.get();
    }
}
