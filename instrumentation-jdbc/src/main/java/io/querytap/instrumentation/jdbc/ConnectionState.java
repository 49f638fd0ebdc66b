package io.querytap.instrumentation.jdbc;

import io.querytap.core.Observations;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.Leasable;
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
    private final StripeHint hint = new StripeHint();
    private final Transaction transaction;
    private final @Nullable ConnectionWork work;

    @SuppressWarnings("unused") // through LOCKED
    private volatile int locked;

    private final @Nullable StatementState[] openStatements = new StatementState[MAX_OPEN_STATEMENTS];
    /** A bit for each slot that is taken: the return of a connection without open statements then looks at none. */
    private long openSlots;

    /** The slot to give up when all are taken. */
    private int oldestSlot;

    private final @Nullable StatementState[] spareStates = new StatementState[MAX_SPARE_STATES];
    private int spares;

    /** The thread inside a call of this connection that may run statements of its own; null when there is none. */
    private @Nullable Thread busyThread;

    ConnectionState(DatabasePatterns patterns, SessionModes modes, Observations observations) {
        this.patterns = patterns;
        this.modes = modes;
        this.work = observations.unitPolicy().recordsUnits()
                ? new ConnectionWork(patterns.identity(), observations.units(), observations.connections(), Clock.now())
                : null;
        this.transaction = new Transaction(patterns.transactions(), hint, work);
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
    @Nullable
    ConnectionWork work() {
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
        return true;
    }

    /** Leaves the call that {@link #enter} entered. */
    void leave() {
        busyThread = null;
    }

    /** State for a new statement of this connection; {@code prepared} is null for one without SQL of its own. */
    StatementState open(@Nullable PatternStats prepared, ModeChange change) {
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
        state.isFor(prepared, change);
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
            evicted.finishResult();
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

    /** Records what has been read from results that are still open. */
    void finishOpenResults() {
        for (long slots = openSlots; slots != 0; slots &= slots - 1) {
            StatementState state = openStatements[Long.numberOfTrailingZeros(slots)];
            if (state != null && !state.isRunning()) {
                state.finishResult();
            }
        }
    }

    /** The connection is closed, by the application or by its pool. */
    void closed() {
        finishOpenResults();
        modes.closed();
        if (work != null) {
            work.closed(Clock.now());
        }
    }

    @Override
    public DatabaseIdentity database() {
        return patterns.identity();
    }

    @Override
    public void leased(PoolStats pool, long nowNanos, long waitNanos) {
        // Nothing runs now. A call whose end was lost to a StackOverflowError must not silence its thread for ever.
        leave();
        if (work != null) {
            work.leased(pool.name(), nowNanos, waitNanos);
        }
    }

    @Override
    public void returning(long nowNanos) {
        finishOpenResults();
        if (work != null) {
            work.returning(nowNanos, Long.bitCount(openSlots), /* openSite= */ null);
        }
    }

    @Override
    public void returned(long nowNanos) {
        finishOpenResults();
        if (work != null) {
            work.returned(nowNanos);
        }
    }
}
