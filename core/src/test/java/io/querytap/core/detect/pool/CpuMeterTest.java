package io.querytap.core.detect.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
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

    private double ofThreads() {
        return meter.ofThreads(start, nowNanos);
    }

    private double ofHolders() {
        return meter.ofHolders(pool, start, nowNanos);
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 0, 2000, 2000, 0.5", // as long as they run
        "2000, 0, 2000, 0, 0", // busy, and nobody waits
        "300, 0, 300, 700, 0.7", // others have the processors
        "500, 200, 500, 0, 0.2", // the container is held back
    })
    void ofThreads_figuresOfThreads_isTheShareOfWhatTheyWanted(
            long cpu, long throttled, long ran, long delayed, double share) {
        look();
        second(cpu, throttled, ran, delayed);

        assertThat(ofThreads()).isCloseTo(share, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"2000, 50, 0.05", "2000, 0, 0", "1800, 50, 0"})
    void ofThreads_withoutThose_isHowLateTheAgentWasIfAllAreUsed(long cpu, long lateMillis, double share) {
        facts.knowsThreads = false;
        look();
        stalls.woke(start, start + lateMillis * MILLI);
        second(cpu, 0, 0, 0);

        assertThat(ofThreads()).isCloseTo(share, within(1e-6));
    }

    @Test
    void ofThreads_partOfTheTime_isThatPart() {
        look();
        second(2_000, 0, 2_000, 6_000);
        second(500, 0, 500, 0);

        assertThat(meter.ofThreads(start, start + 2 * SECOND)).isCloseTo(0.375, within(1e-6));
        assertThat(meter.ofThreads(start + SECOND, start + 2 * SECOND)).isZero();
        assertThat(meter.ofThreads(start + SECOND / 2, start + SECOND)).isCloseTo(0.75, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 6000, 0.75", // what is true of all threads is true of them
        "10, 400, 0.4", // no more wait for a processor than there are
    })
    void ofHolders_holderRuns_isThatOfAllThreads(long ran, long delayed, double share) {
        look();
        second(2_000, 0, ran, delayed);
        assertThat(ofHolders()).as("a single look").isPositive().isLessThanOrEqualTo(share);
        for (int i = 0; i < 40; i++) {
            second(2_000, 0, ran, delayed);
        }

        assertThat(meter.ofHolders(pool, nowNanos - 10 * SECOND, nowNanos)).isCloseTo(share, within(0.05 * share));
    }

    @Test
    void ofHolders_theySleep_isNone() throws InterruptedException {
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
        assertThat(ofHolders()).isZero();
        holder.lease(0);
        second(2_000, 0, 1_000, 9_000);

        assertThat(meter.ofHolders(pool, start + SECOND, nowNanos))
                .as("one of two sleeps")
                .isBetween(0.1, 0.5);
        sleeper.interrupt();
        sleeper.join();
    }

    @Test
    void ofHolders_ofAnotherPool_isNotKnown() {
        look();
        second(2_000, 0, 2_000, 9_000);
        PoolStats other =
                Objects.requireNonNull(pools.register("hikari", "other", () -> new Reading(1, 0, 1, 0, 1, 0)));

        assertThat(meter.ofHolders(other, start, nowNanos)).isZero();
    }

    @Test
    void ofHolders_nobodyHoldsAConnection_isNone() {
        holder.giveBack();
        look();
        second(2_000, 0, 2_000, 9_000);

        assertThat(ofHolders()).isZero();
    }

    @Test
    void ofThreads_standstillLongerThanAnybodyRemembers_isNotKnown() {
        look();
        nowNanos += 60 * SECOND;
        second(2_000, 0, 2_000, 90_000);

        assertThat(ofThreads()).isZero();
    }

    @Test
    void isWanted_afterAMinuteWithoutAQuestion_isNot() {
        look();
        assertThat(meter.isWanted(nowNanos)).isTrue();
        assertThat(meter.isWanted(nowNanos + 61 * SECOND)).isFalse();
        nowNanos += 61 * SECOND;
        look();
        meter.ofThreads(nowNanos - SECOND, nowNanos);
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
