package io.querytap.core.work;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.UseTimeline;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one physical connection is being used for: by whom, since when, in which transaction, and how much of the time it works.
 * Written by the thread that uses the connection, in plain fields, for a volatile write costs as much as the rest of the record; the
 * watchdog reads them from its own thread and believes what it sees twice. Times are {@link System#nanoTime()}.
 */
public final class ConnectionWork implements LeaseWork {
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    private final DatabaseIdentity database;
    private final Units units;
    private final OpenConnections open;

    /** Serials differ between connections by the upper half, so that counting up needs no other thread. */
    private long serial = ((long) CONNECTIONS.incrementAndGet() << Integer.SIZE) + 1;

    private @Nullable String poolName;
    private @Nullable String leaseName;
    private @Nullable AcquisitionLooks acquisitions;
    private boolean held;
    private @Nullable Thread holder;
    private @Nullable UnitOfWork unit;
    /** The lease is a unit of its own that has not begun, because nothing has happened in it. */
    private boolean unbegun;

    private Traffic.@Nullable Counts bareLeases;
    private final Borrowing borrowing = new Borrowing();
    private final UseTimeline timeline;
    private final PoolChecks checks = new PoolChecks();
    private long leaseSerial = serial;
    private long grantedNanos;
    private long waitNanos;
    private @Nullable CallSite acquiredAt;
    private @Nullable UnitOfWork owned;
    private long ownedSerial;

    private long callStartNanos; // 0 outside calls
    private long lastEndNanos;
    private long firstStartNanos;
    private long workEndNanos;
    /** Rows that had been read when the watchdog last looked. */
    private int rowsLookedAt;

    private final TransactionUse transaction = new TransactionUse(serial);
    private @Nullable PatternStats lastPattern;

    /** @param nowNanos when the connection was made */
    public ConnectionWork(DatabaseIdentity database, Units units, OpenConnections open, long nowNanos) {
        this.database = database;
        this.units = units;
        this.open = open;
        this.grantedNanos = nowNanos;
        this.lastEndNanos = nowNanos;
        this.timeline = new UseTimeline(nowNanos);
        open.add(this);
    }

    public DatabaseIdentity database() {
        return database;
    }

    // Leases

    /** A pool hands the connection out; {@code pool} is its name. */
    public void leased(String pool, long nowNanos, long waitedNanos) {
        if (poolName == null || !poolName.equals(pool)) {
            poolName = pool;
            leaseName = "lease of " + pool;
            acquisitions = units.acquisitionsOf(pool);
            bareLeases = null;
        }
        begin(nowNanos, waitedNanos);
        UnitOfWork present = owned == null
                ? units.unitOfLease(this, nowNanos, waitedNanos)
                : units.unitOf(this, nowNanos); // nobody told of the end of the lease before
        if (present == null) {
            if (unit != null) {
                borrowing.ends();
                unit = null;
            }
            unbegun = true;
        } else {
            borrowedIn(present);
        }
        if (waitedNanos >= PoolStats.QUEUED_NANOS) {
            acquisitionsMatter(nowNanos);
        }
        AcquisitionLooks looks = acquisitions;
        acquiredAt = looks == null ? null : looks.take(nowNanos);
    }

    /** For a while it is worth knowing where connections of this one's pool are borrowed. */
    void acquisitionsMatter(long nowNanos) {
        AcquisitionLooks looks = acquisitions;
        if (looks != null) {
            looks.matter(nowNanos);
        }
    }

    /** The unit in which it is borrowed is open. */
    void borrowedIn(UnitOfWork present) {
        unbegun = false;
        present.waited(waitNanos);
        unit = present;
        borrowing.begins(present);
    }

    /** Whether that lease goes on and is a unit of its own that has not begun: nothing happened in it yet. */
    boolean isUnbegun(long ofLease) {
        return unbegun && held && leaseSerial == ofLease;
    }

    private void begin(long nowNanos, long waitedNanos) {
        held = true;
        noHolder();
        leaseSerial = ++serial;
        grantedNanos = nowNanos;
        waitNanos = waitedNanos;
        callStartNanos = 0;
        lastEndNanos = nowNanos;
        firstStartNanos = 0;
        workEndNanos = nowNanos;
        timeline.leaseBegins(nowNanos);
    }

    /**
     * The borrower gives the connection back, or closes it; to be called before the pool tidies up.
     *
     * @param openStatements statements that are still open
     * @param openSite where one of them, or the present call, comes from
     */
    public void returning(long nowNanos, int openStatements, @Nullable CallSite openSite) {
        boolean uncommitted = transaction.isUncommitted();
        if (!held && owned == null && !uncommitted && openStatements == 0) {
            return;
        }
        UnitOfWork of = units.present();
        if (of == null) {
            of = owned;
        }
        if (of == null && unbegun) {
            if (!uncommitted && openStatements == 0 && !isLongIdle(nowNanos)) {
                countBareLease();
                held = false;
                return;
            }
            of = units.beginLease(this);
        }
        if (held || uncommitted || openStatements > 0) {
            if (of == null) { // the unit that it was borrowed in has ended before it
                of = units.unitOf(this, nowNanos);
                unit = of;
            }
            CallSite site = openSite;
            boolean idle = isLongIdle(nowNanos);
            if (site == null && (uncommitted || idle)) {
                site = units.callSites().take();
            }
            of.leaseEnded(this, nowNanos, uncommitted, openStatements, site);
        }
        held = false;
    }

    private void countBareLease() {
        Traffic.Counts counts = bareLeases;
        if (counts == null) {
            counts = units.traffic().of(leaseName());
            bareLeases = counts;
        }
        counts.bareLease();
    }

    private boolean isLongIdle(long nowNanos) {
        long hold = nowNanos - grantedNanos;
        long idle = hold - busyNanos();
        return units.policy().isLongIdle(idle) && idle * 2 >= hold;
    }

    /** The connection is back in its pool, or closed for good. */
    public void returned(long nowNanos) {
        if (held) {
            returning(nowNanos, /* openStatements= */ 0, /* openSite= */ null);
        }
        UnitOfWork ending = owned;
        owned = null;
        unit = null;
        if (unbegun) {
            unbegun = false;
        } else {
            borrowing.ends();
        }
        noHolder();
        callStartNanos = 0;
        transaction.forget();
        if (lastPattern != null) {
            lastPattern = null;
        }
        if (ending != null) {
            units.leaseEnds(ending, ownedSerial, nowNanos);
        }
    }

    /** Not to keep a thread of the application alive. Looks first: the garbage collector wants to know of each reference that is stored. */
    private void noHolder() {
        if (holder != null) {
            holder = null;
        }
    }

    /** The physical connection is gone. */
    public void closed(long nowNanos) {
        returned(nowNanos);
        open.remove(this);
    }

    // Statements

    /** A statement is made: the moment to ask for the application's span. Reads the clock only if there are spans. */
    public void statementMade() {
        if (units.hasTraces()) {
            units.noteTrace(this, System.nanoTime());
        }
    }

    /** A call that goes to the server begins. */
    public void callBegins(long nowNanos) {
        callStartNanos = nowNanos;
        timeline.callBegins(nowNanos);
        if (firstStartNanos == 0) {
            firstStartNanos = nowNanos;
        }
        Thread user = Thread.currentThread();
        if (holder != user) {
            holder = user; // nobody said so where there is no pool, or where a connection wanders between threads
        }
    }

    /** It has ended. */
    public void callEnds(long startNanos, long nowNanos) {
        boolean inTransaction = transaction.isOpen();
        noteCheck(startNanos, nowNanos);
        timeline.callEnds(startNanos, nowNanos, inTransaction);
        callStartNanos = 0;
        lastEndNanos = nowNanos;
        if (!inTransaction) {
            workEndNanos = nowNanos;
        }
    }

    private void noteCheck(long startNanos, long nowNanos) {
        if (timeline.isInPool()) {
            checks.add(startNanos, nowNanos);
        }
    }

    /** A call begins that carries no statement, and may not go to the server. */
    public void protocolCallBegins(long nowNanos) {
        callStartNanos = nowNanos;
        timeline.callBegins(nowNanos);
    }

    /** It has ended; it made so many trips to the server. */
    public void protocolCallEnds(long startNanos, long nowNanos, int trips) {
        noteCheck(startNanos, nowNanos);
        timeline.protocolCallEnds(startNanos, nowNanos);
        callStartNanos = 0;
        if (trips > 0) {
            lastEndNanos = nowNanos;
            if (!transaction.isOpen()) {
                workEndNanos = nowNanos;
            }
            protocolTrips(trips);
        }
    }

    /** It is in its pool: what is called now is called by the pool. */
    public boolean isInPool() {
        return timeline.isInPool();
    }

    /** A row of a result was read, at a moment that is not known; told for each, so that who reads for long is not taken for idle. */
    public void rowRead() {
        timeline.rowRead();
    }

    /** A row was read just now, or there was none any more. */
    public void rowsRead(long nowNanos) {
        timeline.rowsRead(nowNanos);
        resultTouched(nowNanos);
    }

    /** A result is closed, or given up, of which not all rows were read. */
    public void resultEnds(long nowNanos) {
        timeline.rowsEnd(nowNanos);
        resultTouched(nowNanos);
    }

    private void resultTouched(long nowNanos) {
        if (nowNanos - lastEndNanos > 0) {
            lastEndNanos = nowNanos;
        }
        if (!transaction.isOpen() && nowNanos - workEndNanos > 0) {
            workEndNanos = nowNanos;
        }
    }

    /** Where the present thread is; null if it is too soon for another look. */
    public @Nullable CallSite site() {
        return units.callSites().take();
    }

    /** The execution that has ended now is slow, or one of a sampled unit: where it came from is perhaps looked at. */
    public void sampled(PatternStats executed, long nowNanos) {
        executed.sampled(units.sampledSites(), nowNanos);
    }

    /**
     * One execution has ended.
     *
     * @param batchSize size of the batch, or -1
     * @param parameterHash 0 where there are no parameters
     * @param traits bits of {@link Traits}
     * @param reference made to point to the record
     */
    public void executed(
            PatternStats pattern,
            long startNanos,
            long durationNanos,
            int batchSize,
            long parameterHash,
            @Nullable String errorType,
            int traits,
            RecordedExecution reference) {
        lastPattern = pattern;
        if (errorType == null) {
            transaction.executed(pattern);
        }
        UnitOfWork of = units.unitOf(this, startNanos);
        unit = of;
        int record = of.add(pattern, startNanos, durationNanos, batchSize, parameterHash, errorType, traits, this);
        reference.isOf(of, pattern, record);
    }

    /** So many trips to the server were made that carried no statement, such as a commit or a check of the connection. */
    public void protocolTrips(int count) {
        UnitOfWork present = units.presentToRecord();
        if (present != null) {
            present.protocolTrips(count);
        }
    }

    // Transactions

    /** What autocommit is from now on. */
    public void autoCommit(boolean value) {
        transaction.autoCommit(value);
    }

    public boolean isAutoCommit() {
        return transaction.isAutoCommit();
    }

    /** The first statement of a transaction begins. */
    public void transactionBegins(long nowNanos) {
        transaction.begins(nowNanos);
    }

    /** Committed or rolled back. */
    public void transactionEnds(long nowNanos) {
        transaction.ends(nowNanos);
        lastEndNanos = nowNanos;
        workEndNanos = nowNanos;
        timeline.transactionEnds(nowNanos);
    }

    /** A commit or rollback without a transaction. */
    public void emptyTransaction() {
        UnitOfWork present = units.presentToRecord();
        if (present != null) {
            present.emptyTransaction();
        }
    }

    // For units

    void owns(UnitOfWork begun, long nowNanos) {
        UnitOfWork earlier = owned;
        if (earlier != null) {
            units.leaseEnds(earlier, ownedSerial, nowNanos); // the connection has wandered to another thread
        }
        unbegun = false;
        owned = begun;
        ownedSerial = begun.serial();
    }

    boolean isPooled() {
        return poolName != null;
    }

    String leaseName() {
        String known = leaseName;
        if (known == null) {
            known = "connection to " + database.displayName();
            leaseName = known;
        }
        return known;
    }

    @Override
    public UseTimeline timeline() {
        return timeline;
    }

    @Override
    public @Nullable CallSite acquiredAt() {
        return acquiredAt;
    }

    @Override
    public boolean isUnitOver() {
        return borrowing.isOver();
    }

    /** Whether an entry point or task that it was borrowed in is known to go on. */
    public boolean doesUnitGoOn() {
        return borrowing.goesOn();
    }

    @Override
    public boolean isOfPresentUnit() {
        return borrowing.isOf(units.present());
    }

    @Override
    public long checkNanos(long sinceNanos) {
        return checks.nanosSince(sinceNanos);
    }

    long waitNanos() {
        return waitNanos;
    }

    long busyNanos() {
        return timeline.busyNanosOfLease();
    }

    long idleBeforeNanos(long nowNanos) {
        return (firstStartNanos == 0 ? nowNanos : firstStartNanos) - grantedNanos;
    }

    long idleAfterNanos(long nowNanos) {
        boolean worksStill =
                firstStartNanos == 0 || transaction.isOpen(); // nothing was committed that it could be after
        return worksStill ? 0 : Math.max(0, nowNanos - workEndNanos);
    }

    // For the watchdog

    public @Nullable String poolName() {
        return poolName;
    }

    /** A pool has handed it out. */
    public boolean isHeld() {
        return held;
    }

    public long leaseSerial() {
        return leaseSerial;
    }

    public long grantedNanos() {
        return grantedNanos;
    }

    /** The thread that used it last; null between leases, and while nobody has used it in the present one. */
    public @Nullable Thread holder() {
        return holder;
    }

    @Override
    public boolean inTransaction() {
        return transaction.isOpen();
    }

    /** Changes with every transaction. */
    public long transactionSerial() {
        return transaction.serial();
    }

    /** When the open transaction began; 0 if none is. */
    public long transactionStartNanos() {
        return transaction.startNanos();
    }

    /** When the transaction with that {@link #transactionSerial} ended; 0 where it is not the one that ended last. */
    public long endOfTransaction(long of) {
        return transaction.endOf(of);
    }

    /** The open transaction has written. */
    public boolean hasWritten() {
        return transaction.hasWritten();
    }

    /** When the call that runs now began; 0 if none does. */
    @Override
    public long callStartNanos() {
        return callStartNanos;
    }

    /** When the last call ended, or the last row was read: a row that was read since this was last asked is taken to be read now. */
    @Override
    public long lastEndNanos() {
        int rows = timeline.rowsReadSomeTime();
        if (rows != 0 && rows != rowsLookedAt) {
            rowsLookedAt = rows;
            lastEndNanos = System.nanoTime();
        }
        return lastEndNanos;
    }

    @Override
    public @Nullable PatternStats lastPattern() {
        return lastPattern;
    }

    /** The last statement of the open transaction that wrote. */
    public @Nullable PatternStats lastWrite() {
        return transaction.lastWrite();
    }

    /**
     * The unit that it was borrowed in; without a pool the one that used it last, which may be of a later unit if it is in the midst of
     * changing.
     */
    private @Nullable UnitOfWork wholeUnit() {
        UnitOfWork borrowedIn = borrowing.whole();
        if (borrowedIn != null) {
            return borrowedIn;
        }
        UnitOfWork of = unit;
        return of == null ? null : of.whole();
    }

    /** Kind of that unit; null where there is none. */
    public @Nullable UnitKind unitKind() {
        if (unbegun) {
            return UnitKind.LEASE;
        }
        UnitOfWork of = wholeUnit();
        return of == null ? null : of.kind();
    }

    /** Name of that unit. */
    @Override
    public @Nullable String unitName() {
        if (unbegun) {
            return leaseName();
        }
        UnitOfWork of = wholeUnit();
        return of == null ? null : of.name();
    }

    /** Trace of that unit. */
    public @Nullable TraceContext trace() {
        UnitOfWork of = wholeUnit();
        return of == null ? null : of.trace();
    }
}
