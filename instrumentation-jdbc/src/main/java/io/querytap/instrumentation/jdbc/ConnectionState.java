package io.querytap.instrumentation.jdbc;

import io.querytap.core.Observations;
import io.querytap.core.callsite.CallSite;
import io.querytap.core.pool.Leasable;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.UnitPolicy;
import io.querytap.instrumentation.jdbc.cache.ConnectionCaching;
import io.querytap.instrumentation.jdbc.driver.DriverProfile;
import io.querytap.instrumentation.jdbc.modes.ModeChange;
import io.querytap.instrumentation.jdbc.modes.SessionModes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one physical connection. A statement is measured only if it came from a connection that has this
 * state, and only connections seen being made by a driver get it: that is what keeps wrappers from counting twice.
 *
 * <p>The list of open statements is behind a try-lock: a thread that finds it taken goes on without a place in the list, so
 * that no thread of the application ever waits here. Everything else belongs to the thread that uses the connection.
 */
final class ConnectionState implements Leasable {
    /**
     * Statements remembered as open, to record what was read from those that are never closed. When a connection leaks more,
     * the oldest is recorded early. As many as {@link #openSlots} has bits.
     */
    private static final int MAX_OPEN_STATEMENTS = Long.SIZE;

    /** States of closed statements kept to be used again. */
    private static final int MAX_SPARE_STATES = 8;

    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(ConnectionState.class, "locked", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final DatabasePatterns patterns;
    private final SessionModes modes;
    private final DriverProfile driver;
    private final UnitPolicy policy;
    private final boolean detects;
    private final StripeHint hint = new StripeHint();
    private final Transaction transaction;
    private final @Nullable ConnectionWork work;

    /** What is told to a cache of results; null where there is none, or it does not want this connection. */
    private @Nullable ConnectionCaching caching;

    /** Whether the cache was asked whether it wants the connection. */
    private boolean cacheAsked;

    @SuppressWarnings("unused") // through LOCKED
    private volatile int locked;

    /** The pool's entry; null for a connection without a pool, and when it is closed. */
    private @Nullable Lease pooled;

    private final @Nullable StatementState[] openStatements = new StatementState[MAX_OPEN_STATEMENTS];
    /** A bit for each slot that is taken: the return of a connection without open statements then looks at none. */
    private long openSlots;

    /** Whether open statements are the pool's, for later borrowers; then nobody can have forgotten one. */
    private boolean keepsStatements;

    /** The slot to give up when all are taken. */
    private int oldestSlot;

    private final @Nullable StatementState[] spareStates = new StatementState[MAX_SPARE_STATES];
    private int spares;

    /** When the call of the connection began in which {@link #busyThread} is; 0 where that does not matter. */
    private long callStartNanos;

    /** The thread inside a call of this connection that may run statements of its own; null when there is none. */
    private @Nullable Thread busyThread;

    /** Something of the connection was called since the borrower closed its handle. */
    private boolean touched = true;

    /** The borrower has closed its handle, which is told when the connection is touched or back in its pool. */
    private boolean returnsLater;

    ConnectionState(DatabasePatterns patterns, SessionModes modes, DriverProfile driver, Observations observations) {
        this.patterns = patterns;
        this.modes = modes;
        this.driver = driver;
        this.policy = observations.unitPolicy();
        this.detects = policy.detects();
        this.work = policy.recordsUnits()
                ? new ConnectionWork(patterns.identity(), observations.units(), observations.connections(), Clock.now())
                : null;
        this.transaction = new Transaction(patterns.transactions(), hint, driver, work);
    }

    DriverProfile driver() {
        return driver;
    }

    @Nullable
    ConnectionCaching caching() {
        return caching;
    }

    boolean isCacheAsked() {
        return cacheAsked;
    }

    void cacheIsAsked() {
        cacheAsked = true;
    }

    void cachedBy(ConnectionCaching told) {
        caching = told;
    }

    /** Whether anybody looks for findings. */
    boolean detects() {
        return detects;
    }

    boolean isSlow(long durationNanos) {
        return policy.isSlow(durationNanos);
    }

    boolean isRepeatableRead() {
        return transaction.isRepeatableRead();
    }

    SessionModes modes() {
        return modes;
    }

    /**
     * The pattern of a text, read in the modes of this connection.
     *
     * @param change what {@link SessionModes#changeBy} said of the text
     */
    PatternStats patternOf(String sql, ModeChange change) {
        return patterns.inModes(modes.of(sql, change)).find(sql);
    }

    StripeHint hint() {
        return hint;
    }

    Transaction transaction() {
        return transaction;
    }

    /** What the connection is used for; null when no units of work are recorded. */
    @Override
    public @Nullable ConnectionWork work() {
        return work;
    }

    /** Whether the present thread is already inside a measured call of this connection: what it runs then is the driver's own. */
    boolean isBusyOnThisThread() {
        return busyThread == Thread.currentThread();
    }

    /** Enters a measured call; false if the present thread is inside one already. */
    boolean enter() {
        Thread caller = Thread.currentThread();
        if (busyThread == caller) {
            return false;
        }
        busyThread = caller;
        if (returnsLater) {
            tellReturning();
        }
        touched = true;
        return true;
    }

    private void tellReturning() {
        returnsLater = false;
        Lease entry = pooled;
        if (entry != null) {
            entry.closing(Clock.now());
        }
    }

    /** Leaves the call that {@link #enter} entered. */
    void leave() {
        busyThread = null;
    }

    /** Enters a call that carries no statement of the application; false as {@link #enter}. */
    boolean enterCall() {
        if (!enter()) {
            return false;
        }
        if (work != null && (driver.hasRoundTrips() || work.isInPool())) {
            callStartNanos = Clock.now();
            work.protocolCallBegins(callStartNanos);
        } else {
            callStartNanos = 0;
        }
        return true;
    }

    /** Leaves the call that {@link #enterCall} entered, which made so many trips to the server. */
    void leaveCall(int trips) {
        leave();
        if (work != null && callStartNanos != 0) {
            work.protocolCallEnds(callStartNanos, Clock.now(), trips);
        }
    }

    /** A commit or rollback begins; returns the time. */
    long endingTransaction() {
        long now = Clock.now();
        if (work != null) {
            work.callBegins(now);
        }
        return now;
    }

    /** It has ended; returns the time. */
    long endedTransaction(long startNanos) {
        leave();
        long now = Clock.now();
        if (work != null) {
            work.callEnds(startNanos, now);
        }
        return now;
    }

    /** So many trips carried no statement of the application. */
    void madeTrips(int trips) {
        if (work != null && trips > 0) {
            work.protocolTrips(trips);
        }
    }

    /** State for a new statement of this connection. */
    StatementState open() {
        if (work != null) {
            work.statementMade();
        }
        StatementState state = null;
        if (tryLock()) {
            try {
                state = spares > 0 ? spareStates[--spares] : null;
                if (state == null) {
                    state = new StatementState(this);
                }
                place(state);
            } finally {
                unlock();
            }
        } else {
            state = new StatementState(this);
        }
        return state;
    }

    private void place(StatementState state) {
        int slot = Long.numberOfTrailingZeros(~openSlots);
        if (slot == MAX_OPEN_STATEMENTS) {
            slot = giveUpOldest();
        }
        openStatements[slot] = state;
        openSlots |= 1L << slot;
        state.slot = slot;
    }

    private int giveUpOldest() {
        int slot = oldestSlot;
        oldestSlot = (slot + 1) % MAX_OPEN_STATEMENTS;
        StatementState evicted = openStatements[slot];
        if (evicted != null) {
            evicted.slot = -1;
            evicted.reading().finish(/* over= */ false);
        }
        return slot;
    }

    /** The statement behind {@code state} was closed. */
    void release(StatementState state) {
        state.closed();
        if (tryLock()) {
            try {
                int slot = state.slot;
                if (slot >= 0 && openStatements[slot] == state) {
                    openStatements[slot] = null;
                    openSlots &= ~(1L << slot);
                    state.slot = -1;
                    if (spares < MAX_SPARE_STATES) {
                        spareStates[spares++] = state;
                    }
                }
            } finally {
                unlock();
            }
        }
    }

    private boolean tryLock() {
        return LOCKED.compareAndSet(this, 0, 1);
    }

    private void unlock() {
        LOCKED.setRelease(this, 0);
    }

    /**
     * Records what has been read from results that are still open.
     *
     * @param over nothing more will be read of them
     */
    void finishOpenResults(boolean over) {
        for (long slots = openSlots; slots != 0; slots &= slots - 1) {
            StatementState state = openStatements[Long.numberOfTrailingZeros(slots)];
            if (state != null && !state.isRunning()) {
                state.reading().finish(over);
            }
        }
    }

    /** Statements that should have been closed; of very many only the last ones are known. */
    private int forgottenStatements() {
        if (keepsStatements) {
            return 0; // which of them are forgotten and which are kept cannot be told
        }
        int forgotten = 0;
        for (long slots = openSlots; slots != 0; slots &= slots - 1) {
            StatementState state = openStatements[Long.numberOfTrailingZeros(slots)];
            if (state != null && !state.closesItself() && !state.isRunning()) {
                forgotten++;
            }
        }
        return forgotten;
    }

    /** The connection is closed, by the application or by its pool. */
    void closed() {
        finishOpenResults(/* over= */ true);
        if (work != null) {
            long now = Clock.now();
            Thread holder = work.holder();
            if (!work.isHeld() && holder == Thread.currentThread()) { // without a pool that said so before
                work.returning(now, forgottenStatements(), openSite());
            }
            leavesPool(now);
            work.closed(now);
        } else {
            leavesPool(Clock.now());
        }
        forgetStatements(); // closed with the connection
        modes.closed();
    }

    /** The connection was never closed and is no longer there. */
    void lost() {
        finishOpenResults(/* over= */ false);
        modes.closed();
        long now = Clock.now();
        leavesPool(now);
        if (work != null) {
            work.closed(now);
        }
    }

    private @Nullable CallSite openSite() {
        return work == null || openSlots == 0 || forgottenStatements() == 0 ? null : work.site();
    }

    private void forgetStatements() {
        if (tryLock()) {
            try {
                for (long slots = openSlots; slots != 0; slots &= slots - 1) {
                    int slot = Long.numberOfTrailingZeros(slots);
                    StatementState state = openStatements[slot];
                    openStatements[slot] = null;
                    if (state != null) {
                        state.slot = -1;
                    }
                }
                openSlots = 0;
            } finally {
                unlock();
            }
        }
    }

    @Override
    public DatabaseIdentity database() {
        return patterns.identity();
    }

    @Override
    public void belongsTo(Lease entry) {
        pooled = entry;
    }

    @Override
    public void keepsStatements() {
        keepsStatements = true;
    }

    private void leavesPool(long nowNanos) {
        Lease entry = pooled;
        if (entry != null) {
            pooled = null;
            entry.gone(nowNanos);
        }
    }

    @Override
    public void leased(PoolStats pool, long nowNanos, long waitNanos) {
        touched = true;
        returnsLater = false;
        // Nothing runs now. A call whose end was lost to a StackOverflowError must not silence its thread for ever.
        leave();
        if (caching != null) {
            caching.leave();
        }
        if (openSlots != 0) {
            forgetStatements(); // open before this borrower came: the pool's own, or forgotten by an earlier one
        }
        if (work != null) {
            work.leased(pool.name(), nowNanos, waitNanos);
        }
    }

    @Override
    public boolean returnsLater() {
        if (openSlots != 0 || pooled == null || work != null && work.inTransaction()) {
            return false;
        }
        touched = false;
        returnsLater = true;
        return true;
    }

    @Override
    public boolean isReturningLater() {
        return returnsLater;
    }

    @Override
    public void returning(long nowNanos) {
        returnsLater = false;
        touched = false;
        finishOpenResults(/* over= */ true);
        if (work != null) {
            work.returning(nowNanos, forgottenStatements(), openSite());
        }
    }

    @Override
    public boolean isUntouched() {
        return !touched;
    }

    @Override
    public void returned(long nowNanos) {
        finishOpenResults(/* over= */ true);
        if (work != null) {
            work.returned(nowNanos);
        }
    }
}
