package io.querytap.core.detect.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.querytap.core.detect.Findings;
import io.querytap.core.detect.LeaseScript;
import io.querytap.core.pool.PoolGauges.Reading;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import java.io.File;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuMeterTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final PoolRegistry pools = new PoolRegistry();
    private final PoolStats pool =
            Objects.requireNonNull(pools.register("hikari", "shop", () -> new Reading(1, 0, 1, 1, 0, 3)));
    private final StallMeter stalls = new StallMeter();
    private final Facts facts = new Facts();
    private final CpuMeter meter = new CpuMeter(pools, stalls, facts);
    private final long start = System.nanoTime();
    private final LeaseScript holder = new LeaseScript().in(pool);
    private long nowNanos = start;

    /** The thread of the test has a connection, and runs. */
    @BeforeEach
    void borrow() {
        holder.lease(0);
    }

    private void look() {
        meter.look(nowNanos, Instant.now(), new Findings());
    }

    /** A second passes, in which all that is told went up by so many milliseconds. */
    private void second(long cpu, long throttled, long ran, long delayed) {
        facts.cpu += cpu * MILLI;
        facts.throttled += throttled * MILLI;
        facts.ran += ran * MILLI;
        facts.delayed += delayed * MILLI;
        nowNanos += SECOND;
        look();
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 0, 2000, 2000, 1", // as long as they run
        "2000, 0, 2000, 1900, 0",
        "2000, 0, 2000, 0, 0", // busy, and nobody waits
        "300, 0, 300, 700, 1", // others have the processors
        "10, 0, 10, 400, 0", // hardly anybody wants one
        "500, 100, 500, 0, 1", // the container is held back
        "500, 99, 500, 0, 0",
    })
    void shareOf_figuresOfThreads_decide(long cpu, long throttled, long ran, long delayed, double share) {
        look();
        second(cpu, throttled, ran, delayed);

        assertThat(meter.shareOf(start, nowNanos)).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"2000, 50, 1", "2000, 0, 0", "1800, 50, 0"})
    void shareOf_withoutThose_allUsedAndLateDecide(long cpu, long lateMillis, double share) {
        facts.knowsThreads = false;
        look();
        stalls.woke(start, start + lateMillis * MILLI);
        second(cpu, 0, 0, 0);

        assertThat(meter.shareOf(start, nowNanos)).isEqualTo(share);
    }

    @Test
    void shareOf_partOfTheTime_isThatShare() {
        look();
        second(2_000, 0, 2_000, 9_000);
        second(500, 0, 500, 0);

        assertThat(meter.shareOf(start, start + 2 * SECOND)).isEqualTo(0.5);
        assertThat(meter.shareOf(start + SECOND, start + 2 * SECOND)).isZero();
        assertThat(meter.shareOf(start + SECOND / 2, start + SECOND)).isEqualTo(1);
    }

    @Test
    void shareOf_holdersSleep_isNone() throws InterruptedException {
        holder.giveBack();
        CountDownLatch borrowed = new CountDownLatch(1);
        Thread sleeper = new Thread(() -> {
            new LeaseScript().in(pool).lease(0);
            borrowed.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException enough) {
                // the test is over
            }
        });
        sleeper.start();
        borrowed.await();
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        look();
        second(2_000, 0, 2_000, 9_000);
        sleeper.interrupt();
        sleeper.join();

        assertThat(meter.shareOf(start, nowNanos)).isZero();
    }

    @Test
    void shareOf_nobodyHoldsAConnection_isNone() {
        holder.giveBack();
        look();
        second(2_000, 0, 2_000, 9_000);

        assertThat(meter.shareOf(start, nowNanos)).isZero();
    }

    @Test
    void shareOf_standstillLongerThanAnybodyRemembers_isNotKnown() {
        look();
        nowNanos += 60 * SECOND;
        second(2_000, 0, 2_000, 90_000);

        assertThat(meter.shareOf(start, nowNanos)).isZero();
    }

    @Test
    void isWanted_afterAMinuteWithoutAQuestion_isNot() {
        look();
        assertThat(meter.isWanted(nowNanos)).isTrue();
        assertThat(meter.isWanted(nowNanos + 61 * SECOND)).isFalse();
        nowNanos += 61 * SECOND;
        look();
        meter.shareOf(nowNanos - SECOND, nowNanos);
        assertThat(meter.isWanted(nowNanos)).isTrue();
    }

    /** On a real host: threads enough for all processors several times over wait longer than they run. */
    @Test
    void hostCpu_manyBusyThreads_waitForProcessors() throws InterruptedException {
        assumeThat(new File("/proc/self/schedstat").canRead()).isTrue();
        AtomicBoolean ended = new AtomicBoolean();
        Thread[] busy = IntStream.range(0, 6 * Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> new Thread(() -> {
                    while (!ended.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toArray(Thread[]::new);
        for (Thread thread : busy) {
            thread.start();
        }
        HostCpu host = new HostCpu();
        host.read(/* ofThreads= */ true);
        host.read(/* ofThreads= */ true);
        CpuFacts.Reading before = host.read(/* ofThreads= */ true);
        Thread.sleep(700);
        CpuFacts.Reading after = host.read(/* ofThreads= */ true);
        ended.set(true);

        long ran = after.ranNanos() - before.ranNanos();
        assertThat(ran).isPositive();
        assertThat(after.delayedNanos() - before.delayedNanos()).isGreaterThan(2 * ran);
        assertThat(after.cpuNanos() - before.cpuNanos()).isPositive();
        for (Thread thread : busy) {
            thread.join();
        }
    }

    private static final class Facts implements CpuFacts {
        private long cpu;
        private long throttled;
        private long ran;
        private long delayed;
        private boolean knowsThreads = true;

        @Override
        public Reading read(boolean ofThreads) {
            boolean told = ofThreads && knowsThreads;
            return new Reading(cpu, throttled, told ? ran : UNKNOWN, told ? delayed : UNKNOWN, /* processors= */ 2);
        }
    }
}
