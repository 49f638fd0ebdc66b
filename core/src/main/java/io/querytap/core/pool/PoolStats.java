package io.querytap.core.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import io.querytap.core.pool.sizing.DatabaseBottleneck;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.DurationRecorder;
import io.querytap.core.stats.StripeHint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All that is counted about one connection pool. The methods in the first half are called by the application's threads and behave like
 * those of {@code PatternStats}; those in the second half by the agent's own. Durations are in nanoseconds. Thread-safe.
 */
public final class PoolStats {
    /** From here on an attempt to get a connection is looked at one by one: less is no queue, a check of the connection takes as long. */
    public static final long QUEUED_NANOS = 1_000_000L;

    /** Such attempts kept until the agent's thread looks at them; more are only counted. */
    private static final int MAX_WAITS = 4_096;

    /** Connections whose borrowers are known at once. */
    private static final int MAX_LEASES = 2_000;

    /** Time between two looks at the stack of a waiter in the long run, and such looks that may follow each other at once. */
    private static final long SITE_GAP_NANOS = 100_000_000L;

    private static final int SITE_BURST = 32;

    private final String kind;
    private volatile @Nullable String configuredName;
    private volatile @Nullable String uniqueName;
    private final PoolGauges gauges;
    private final DurationRecorder waits = new DurationRecorder();
    private final DurationRecorder timedOutWaits = new DurationRecorder();
    private final DurationRecorder uses = new DurationRecorder();
    private final DurationRecorder creations = new DurationRecorder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder failedNanos = new LongAdder();
    private volatile @Nullable DatabaseIdentity database;
    private volatile boolean keepsStatements;

    private final Waiters waiters = new Waiters();
    private final Creations attempts = new Creations();
    private final LeaseLog leaseLog = new LeaseLog();
    private final CallSites waiterSites = new CallSites(SITE_GAP_NANOS, SITE_BURST);
    /** Of whoever reads: entries have their own. */
    private final StripeHint readersHint = new StripeHint();

    private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Wait> endedWaits = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedWaitCount = new AtomicInteger();
    private final LongAdder lostWaitNanos = new LongAdder();
    private final PoolBlame blame = new PoolBlame();
    private volatile int nestedDepth = 1; // written by the agent's thread alone
    private volatile int nestingThreads;
    private final VainAttempts vainAttempts = new VainAttempts();
    private final PoolSizer sizer = new PoolSizer(this);

    PoolStats(String kind, @Nullable String configuredName, PoolGauges gauges) {
        this.kind = kind;
        this.configuredName = configuredName;
        this.gauges = gauges;
    }

    // By the application's threads

    /** The pool has an entry for a physical connection from now on; null if the driver is not measured. */
    public Lease lease(@Nullable Leasable connection) {
        if (connection != null) {
            connectsTo(connection.database());
            if (keepsStatements) {
                connection.keepsStatements();
            }
        }
        Lease lease = new Lease(this, connection);
        if (connection != null && leases.size() < MAX_LEASES) {
            lease.bufferDurations(waits, uses);
            leases.add(lease);
            connection.belongsTo(lease);
        }
        return lease;
    }

    void forget(Lease lease) {
        leases.remove(lease);
    }

    /**
     * The present thread asks for a connection.
     *
     * @return false if it is asking already, so that this is a part of what is measured; {@link #asksNoMore} is not to be called then
     */
    public boolean asks(long nowNanos) {
        return waiters.enter(nowNanos);
    }

    /** Since when the present thread has been asking; 0 if it is not. */
    public long askingSinceNanos() {
        return waiters.sinceNanos();
    }

    /** It has got one, or none; to be called after what follows from that was recorded. */
    public void asksNoMore() {
        waiters.leave();
    }

    /** A connection was obtained after this time. */
    public void recordWait(StripeHint hint, long nanos) {
        waits.record(hint, nanos);
    }

    /** No connection was obtained in this time; kept apart from waits, so that percentiles of waits mean something. */
    public void recordTimeout(StripeHint hint, long askedNanos, long nowNanos) {
        timedOutWaits.record(hint, nowNanos - askedNanos);
        timeouts.increment();
        vainAttempts.add(askedNanos, nowNanos);
        waited(askedNanos, nowNanos, Wait.Outcome.TIMED_OUT, /* granted= */ null);
    }

    /** No connection was obtained for another reason. */
    public void recordFailure(long askedNanos, long nowNanos) {
        failures.increment();
        failedNanos.add(nowNanos - askedNanos);
        if (nowNanos - askedNanos >= QUEUED_NANOS) {
            waited(askedNanos, nowNanos, Wait.Outcome.FAILED, /* granted= */ null);
        }
    }

    /** A connection was returned this long after it was borrowed. */
    public void recordUse(StripeHint hint, long nanos) {
        uses.record(hint, nanos);
    }

    /** A thread begins to make a physical connection. */
    public void creates(long nowNanos) {
        attempts.begins(nowNanos);
    }

    /** It has made one, or has failed to. */
    public void created(StripeHint hint, long startNanos, long nowNanos, @Nullable Throwable failure) {
        if (failure == null) {
            creations.record(hint, nowNanos - startNanos);
        }
        attempts.ends(startNanos, nowNanos, failure);
        waiters.creates(nowNanos - startNanos);
    }

    /** The present thread has waited for the pool itself: it was just being made. */
    public void wasMade(long askedNanos, long nowNanos) {
        attempts.poolWasMade(askedNanos, nowNanos);
    }

    /** The present thread has waited; what it waited for is found out later. */
    void waited(long askedNanos, long nowNanos, Wait.Outcome outcome, @Nullable Lease granted) {
        if (!blame.hasBegun()) {
            return;
        }
        if (endedWaitCount.get() >= MAX_WAITS) {
            lostWaitNanos.add(nowNanos - askedNanos);
            return;
        }
        LeaseWork work = granted == null ? null : granted.work();
        Lease held = heldHere();
        LeaseWork heldWork = held == null ? null : held.work();
        CallSite heldSite = heldWork == null ? null : heldWork.acquiredAt();
        endedWaitCount.incrementAndGet();
        endedWaits.add(new Wait(
                askedNanos,
                nowNanos,
                outcome,
                waiters.ownCreationNanos(),
                work == null ? 0 : work.checkNanos(askedNanos),
                held,
                heldSite,
                waiterSites.take(),
                held == null ? null : Thread.currentThread().getName()));
    }

    /** The lease of this pool that the present thread, or another one of its unit of work, holds already. */
    private @Nullable Lease heldHere() {
        Thread here = Thread.currentThread();
        Lease ofUnit = null;
        for (Lease lease : leases) {
            LeaseWork work = lease.work();
            if (work != null && work.isUnitOver()) {
                continue; // lost by what ran here before
            }
            if (lease.holder() == here && lease.isOut()) {
                return lease;
            }
            if (ofUnit == null && work != null && lease.isOut() && work.isOfPresentUnit()) {
                ofUnit = lease;
            }
        }
        return ofUnit;
    }

    /** Says where the pool's connections go; the first one decides. */
    public void connectsTo(DatabaseIdentity identity) {
        if (database == null) {
            database = identity;
        }
    }

    /** The name the user gave the pool, when it becomes known; null if it has none. */
    public void named(@Nullable String name) {
        if (name != null) {
            configuredName = name;
        }
    }

    /** The pool keeps statements open that their users have closed, on all connections that it makes from now on. */
    public void keepStatements() {
        keepsStatements = true;
    }

    /** The name that spans and findings use: the configured one, or the database's. */
    public String name() {
        String configured = configuredName;
        if (configured != null) {
            return configured;
        }
        DatabaseIdentity identity = database;
        return identity == null ? kind : identity.displayName();
    }

    // By the agent's thread

    /** Its name among all pools of the JVM. */
    void isKnownAs(String name) {
        uniqueName = name;
    }

    /** As {@link #name()}, but not the same as another pool's, once somebody has listed them. */
    public String uniqueName() {
        String unique = uniqueName;
        return unique == null ? name() : unique;
    }

    /** The library, such as {@code hikari}. */
    public String kind() {
        return kind;
    }

    /** Where its connections go; null before the first one. */
    public @Nullable DatabaseIdentity database() {
        return database;
    }

    public PoolGauges.Reading read() {
        return gauges.read();
    }

    /** All entries, lent or not; live and weakly consistent. */
    public Iterable<Lease> entries() {
        return leases;
    }

    /** Leases that have ended. */
    public LeaseLog leases() {
        return leaseLog;
    }

    public Creations attempts() {
        return attempts;
    }

    /** Since when that thread has been asking for a connection, as far as it is seen: {@link System#nanoTime()}, or 0. */
    public long waitingSinceNanos(long threadId) {
        return waiters.waitingSinceNanos(threadId);
    }

    /** Whether {@link #takeWaits} would give any. */
    public boolean hasWaits() {
        return endedWaitCount.get() > 0;
    }

    /** The attempts of {@link #QUEUED_NANOS} or longer that have ended since this was called last. */
    public List<Wait> takeWaits() {
        List<Wait> taken = new ArrayList<>();
        for (Wait wait = endedWaits.poll(); wait != null; wait = endedWaits.poll()) {
            endedWaitCount.decrementAndGet();
            taken.add(wait);
        }
        long lost = lostWaitNanos.sumThenReset();
        if (lost > 0) { // waited all the same, but nobody can say why
            blame.add(PoolBlame.Account.UNEXPLAINED, lost);
        }
        return taken;
    }

    /**
     * The agent's thread has seen that connections are asked for by threads that hold one.
     *
     * @param threads such threads that live at once
     * @param depth how many connections one of them held and asked for
     */
    public void nested(int threads, int depth) {
        nestingThreads = Math.max(nestingThreads, threads);
        nestedDepth = Math.max(nestedDepth, depth);
        sizer.nested(threads, depth);
    }

    /** Threads, living at once, that were seen to ask for a connection of this pool while they held one; 0 where there were none. */
    public int nestingThreads() {
        return nestingThreads;
    }

    /** The most connections of this pool that one thread was seen to hold and ask for at once; 1 where that never happened. */
    public int nestedDepth() {
        return nestedDepth;
    }

    /** To whom the waiting is laid. */
    public PoolBlame blame() {
        return blame;
    }

    /** How large it should be; null where too little was seen to say. Takes milliseconds. */
    public @Nullable PoolSizing sizing() {
        return sizer.sizing(read());
    }

    /**
     * Evidence, in the leases of the last minute, that the database gets slower the more of the connections are in use; null if there is
     * none. Takes milliseconds.
     */
    public @Nullable DatabaseBottleneck databaseBottleneck(long nowNanos) {
        return sizer.bottleneck(nowNanos, read());
    }

    /** The last attempts that timed out. */
    VainAttempts vainAttempts() {
        return vainAttempts;
    }

    /** Judges how large it should be. */
    public PoolSizer sizer() {
        return sizer;
    }

    PoolSnapshot snapshot(String uniqueName) {
        return new PoolSnapshot(this, uniqueName);
    }

    /** Attempts that ended in a time-out. */
    public long timeouts() {
        return timeouts.sum();
    }

    // For snapshots

    private void drainEntries() {
        for (Lease lease : leases) {
            lease.drainDurations(readersHint);
        }
    }

    DurationRecorder waits() {
        drainEntries();
        return waits;
    }

    DurationRecorder timedOutWaits() {
        return timedOutWaits;
    }

    DurationRecorder uses() {
        drainEntries();
        return uses;
    }

    DurationRecorder creations() {
        return creations;
    }

    long failures() {
        return failures.sum();
    }

    long failedNanos() {
        return failedNanos.sum();
    }
}
