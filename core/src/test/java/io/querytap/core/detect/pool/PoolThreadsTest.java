package io.querytap.core.detect.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.core.Observations;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.pool.Leasable;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.blame.Charges;
import io.querytap.core.pool.blame.Sweep;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.UnitPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Eight threads on a pool of two, with a clock and a scheduler that nobody controls; all waiting has to be laid to somebody. */
class PoolThreadsTest {
    private static final int MAX = 2;
    private static final int THREADS = 8;
    private static final int ROUNDS = 30;

    private final Observations observations = new Observations(
            new PatternRegistry(100),
            new UnitPolicy(UnitPolicy.Traces.OFF, 500_000_000L, 50_000_000L).detecting(5, 16, 100_000_000L),
            FindingRules.of(Profile.PROD));
    private final PoolStats stats = register();
    private final BlockingQueue<Lease> idle = new ArrayBlockingQueue<>(MAX);
    private final LongAdder waited = new LongAdder();
    private final Queue<Noted> noted = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    private PoolStats register() {
        PoolStats made =
                observations.pools().register("test", "shop", () -> new PoolGauges.Reading(MAX, MAX, MAX, -1, -1, -1));
        assertThat(made).isNotNull();
        return made;
    }

    @Test
    void blame_eightThreadsOnTwoConnections_addsUpToAllThatWasWaited() throws InterruptedException {
        for (int i = 0; i < MAX; i++) {
            idle.add(stats.lease(new Physical()));
        }
        Thread looks = new Thread(this::looks);
        looks.start();
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            String unit = i < 2 ? "GET /slow" : "GET /fast";
            threads[i] = new Thread(() -> works(unit));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        done = true;
        looks.join();

        Snapshot snapshot = observations.snapshot();
        PoolSnapshot pool = snapshot.pools().get(0);
        double sum = pool.blame().stream().mapToDouble(PoolBlame.Share::nanos).sum();
        Map<String, Double> byState = pool.blame().stream()
                .collect(Collectors.groupingBy(
                        PoolBlame.Share::state, Collectors.summingDouble(PoolBlame.Share::nanos)));
        Map<String, Double> byHolder = pool.blame().stream()
                .filter(it -> it.holder() != null)
                .collect(Collectors.groupingBy(
                        it -> it.holder().unit() + ' ' + it.state(), Collectors.summingDouble(PoolBlame.Share::nanos)));
        double total = waited.sum();
        assertThat(sum).isCloseTo(total, within(total * 0.01));
        assertThat(pool.waitTime().sum()).isCloseTo(waited.sum(), within((long) (total * 0.01)));
        assertThat(byState.getOrDefault("no_queue", 0.0)).isLessThan(total * 0.01);
        Map<String, Double> truth = truth();
        assertThat(truth).hasSize(6); // two units in three states
        truth.forEach((holder, nanos) ->
                assertThat(byHolder.getOrDefault(holder, 0.0)).as(holder).isCloseTo(nanos, within(total * 0.05)));
    }

    /** The same computed from what the threads themselves have noted of each lease. */
    private Map<String, Double> truth() {
        Sweep sweep = new Sweep(System.nanoTime(), MAX);
        List<String> holders = new ArrayList<>();
        for (Noted lease : noted) {
            sweep.waited(lease.asked, lease.granted, 0, 0);
            sweep.held(lease.granted, lease.callStart);
            holders.add(lease.unit + " idle_before_first");
            sweep.held(lease.callStart, lease.callEnd);
            holders.add(lease.unit + " running");
            sweep.held(lease.callEnd, lease.returned);
            holders.add(lease.unit + " idle");
        }
        Charges charges = sweep.charges();
        Map<String, Double> truth = new TreeMap<>();
        for (int i = 0; i < holders.size(); i++) {
            truth.merge(holders.get(i), charges.ofHold(i), Double::sum);
        }
        return truth;
    }

    /** As the control thread does. */
    private void looks() {
        for (int i = 0; !done; i++) {
            observations.detection().lookAtUrgent(System.nanoTime(), Instant.now());
            if (i % 10 == 0) {
                observations.detection().look(System.nanoTime(), Instant.now());
            }
            pause(50);
        }
    }

    /** Borrows, executes for 2 ms, and keeps the connection for 1 ms more, or 20. */
    private void works(String unit) {
        StripeHint hint = new StripeHint();
        for (int i = 0; i < ROUNDS; i++) {
            observations.units().entryBegins(unit, /* traceparent= */ null);
            long asked = System.nanoTime();
            stats.asks(asked);
            Lease lease = take();
            if (lease == null) {
                stats.recordTimeout(hint, asked, System.nanoTime());
                continue;
            }
            Noted note = new Noted(unit, asked, System.nanoTime());
            lease.begin(asked, note.granted, /* given= */ null);
            stats.asksNoMore();
            waited.add(note.granted - asked);
            ConnectionWork work = (ConnectionWork) lease.work();
            pause(1);
            note.callStart = System.nanoTime();
            work.callBegins(note.callStart);
            pause(2);
            note.callEnd = System.nanoTime();
            work.callEnds(note.callStart, note.callEnd);
            pause(unit.equals("GET /slow") ? 20 : 1);
            note.returned = System.nanoTime();
            lease.closing(note.returned);
            lease.end(note.returned);
            noted.add(note);
            idle.add(lease);
            observations.units().entryEnds(/* name= */ null);
        }
    }

    private Lease take() {
        try {
            return idle.poll(1, TimeUnit.MINUTES);
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static final class Noted {
        private final String unit;
        private final long asked;
        private final long granted;
        private long callStart;
        private long callEnd;
        private long returned;

        Noted(String unit, long asked, long granted) {
            this.unit = unit;
            this.asked = asked;
            this.granted = granted;
        }
    }

    /** A physical connection of a driver that is measured. */
    private final class Physical implements Leasable {
        private final ConnectionWork work = new ConnectionWork(
                DatabaseIdentity.UNKNOWN, observations.units(), observations.connections(), System.nanoTime());

        @Override
        public DatabaseIdentity database() {
            return work.database();
        }

        @Override
        public LeaseWork work() {
            return work;
        }

        @Override
        public void belongsTo(Lease entry) {
            // never closed
        }

        @Override
        public void leased(PoolStats pool, long nowNanos, long waitNanos) {
            work.leased(pool.name(), nowNanos, waitNanos);
        }

        @Override
        public void returning(long nowNanos) {
            work.returning(nowNanos, /* openStatements= */ 0, /* openSite= */ null);
        }

        @Override
        public void returned(long nowNanos) {
            work.returned(nowNanos);
        }
    }
}
