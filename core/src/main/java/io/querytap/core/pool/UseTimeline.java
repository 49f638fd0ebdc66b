package io.querytap.core.pool;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one physical connection did when, for the last while: so that the time that others waited can be laid to what a holder did in
 * just that time. One thread writes at a time, in plain fields; the agent's thread reads. Allocates nothing once it is in a pool.
 *
 * <p>Keeps how long the connection was in each {@link HolderState} in all, and checkpoints of that: one a millisecond at most while
 * states are shorter, and one at each end of every state that lasts longer. Between two checkpoints time is taken to be spread evenly.
 * When there is no room left some are dropped: what is long ago is known less finely. What cannot be told from the time between two
 * leases is not told.
 *
 * <p>Each moment since the start belongs to one state, or to none: in the pool, or not known. That is also how a reader notices that two
 * threads wrote at once: what is there does not add up to the time any more, and nothing is told of it until the next lease.
 *
 * <p>Times are {@link System#nanoTime()}.
 */
public final class UseTimeline {
    /** Checkpoints kept: as many as the last second of a busy connection has, 8 KiB. */
    static final int CHECKPOINTS = 128;

    /** What is long ago is known in pieces of this part of its age at most. */
    private static final int PIECES_OF_AGE = 8;

    /** The least time between two checkpoints inside which states change, and the shortest state that is told exactly. */
    static final long GAP_NANOS = 1_000_000L;

    /** A piece of history in which a lease begins or ends is of use if it is so many times shorter than the question, or two gaps long. */
    private static final int FINE = 4;

    /** Times a reader looks again when it meets a writer; a write takes nanoseconds. */
    private static final int LOOKS = 100;

    private static final HolderState[] ALL_STATES = HolderState.values();
    private static final int STATES = ALL_STATES.length;
    private static final int RUNNING = HolderState.RUNNING.ordinal();
    private static final int READING = HolderState.READING.ordinal();
    private static final int IDLE_BEFORE_FIRST = HolderState.IDLE_BEFORE_FIRST.ordinal();
    private static final int IDLE_IN_TRANSACTION = HolderState.IDLE_IN_TRANSACTION.ordinal();
    private static final int IDLE = HolderState.IDLE.ordinal();

    /** In the pool, or in a state that is not known. */
    private static final int NONE = STATES;

    /** Of one checkpoint: the time in each state and in none, then the moment. */
    private static final int TIME = STATES + 1;

    private static final int STRIDE = TIME + 1;

    private int version; // odd while it is written
    private long originNanos;
    private long sinceNanos;
    private int state = NONE;
    private final long[] totals = new long[STATES + 1];
    /** Empty until a pool has the connection: nobody waits for one without a pool. */
    private long[] checkpoints = {};

    private int count;

    private boolean leased;
    private boolean pooled;
    /** A lease did not add up to its time: it may be that two threads wrote at once. */
    private boolean suspect;

    private @Nullable Thread caller;
    /** The {@link #totals} at the beginning of the lease; copied only when something happens in it. */
    private final long[] beforeLease = new long[STATES + 1];

    /** Nothing has been written since the lease began, so that {@link #totals} are what they were. */
    private boolean untouched;

    private int beforeCall = NONE;

    /** Counted up by whoever reads rows; a clock reading for each would cost more than the row. */
    private int rows;

    private int rowsTold;

    /** Of the agent's thread: rows seen when it last looked, and when it last saw that there were more. */
    private int rowsSeen;

    private long rowSeenNanos;

    /** @param nowNanos when the connection was made */
    public UseTimeline(long nowNanos) {
        originNanos = nowNanos;
        sinceNanos = nowNanos;
        rowSeenNanos = nowNanos;
    }

    // By the thread that uses the connection

    /** A pool has it from now on. */
    public void joinsPool() {
        if (!pooled) {
            checkpoints = new long[CHECKPOINTS * STRIDE];
            pooled = true;
        }
    }

    /** A pool hands the connection out. */
    public void leaseBegins(long nowNanos) {
        joinsPool();
        untouched = false;
        int writing = beginWriteHere();
        if (suspect) {
            suspect = false;
            if (!addsUp(totals, 0, sinceNanos)) {
                reset(nowNanos);
            }
        }
        account(nowNanos);
        state = IDLE_BEFORE_FIRST;
        leased = true;
        rowsTold = rows;
        untouched = true;
        endWrite(writing);
    }

    /** Whether nothing has been told since {@link #leaseBegins} at that moment: all of the lease is idle. */
    boolean isUntouchedSince(long grantedNanos) {
        return untouched && rows == rowsTold && sinceNanos == grantedNanos;
    }

    /** It is back. */
    public void leaseEnds(long nowNanos) {
        int writing = beginWrite();
        if (state == RUNNING && caller == Thread.currentThread()) {
            state = NONE; // the end of the call was lost, as to a StackOverflowError: nobody knows what it did since
        }
        account(nowNanos);
        state = NONE;
        leased = false;
        caller = null; // not to keep a thread of the application alive
        endWrite(writing);
    }

    /** The same for a lease that was never touched, of which no state need be copied. */
    void untouchedLeaseEnds(long nowNanos) {
        int writing = beginWriteHere();
        account(nowNanos);
        state = NONE;
        leased = false;
        caller = null; // of a call before the lease
        endWrite(writing);
    }

    /** A call of the driver begins. */
    public void callBegins(long nowNanos) {
        int writing = beginWrite();
        account(nowNanos);
        if (state != RUNNING) {
            beforeCall = state;
            state = RUNNING;
        }
        Thread here = Thread.currentThread();
        if (caller != here) {
            caller = here;
        }
        endWrite(writing);
    }

    /** It has ended; afterwards a transaction is open or is not. */
    public void callEnds(long startNanos, long nowNanos, boolean inTransaction) {
        int writing = beginWrite();
        endCall(startNanos, nowNanos);
        state = !leased ? NONE : inTransaction ? IDLE_IN_TRANSACTION : IDLE;
        endWrite(writing);
    }

    /** A call that carried no statement has ended; the connection is as it was before. */
    public void protocolCallEnds(long startNanos, long nowNanos) {
        int writing = beginWrite();
        endCall(startNanos, nowNanos);
        state = leased ? beforeCall : NONE;
        endWrite(writing);
    }

    private void endCall(long startNanos, long nowNanos) {
        if (state != RUNNING) { // another thread's call ended meanwhile, or nobody told the beginning
            account(startNanos);
            beforeCall = state;
            state = RUNNING;
        }
        account(nowNanos);
    }

    /** A row was read. */
    public void rowRead() {
        rows++;
    }

    /** Rows were read, or looked for, from the end of the last call until now. */
    public void rowsRead(long nowNanos) {
        if (isBetweenCalls() && isInUse()) {
            int writing = beginWrite();
            int idle = state;
            state = READING;
            account(nowNanos);
            state = idle;
            endWrite(writing);
        }
        rowsTold = rows;
    }

    /** Committed or rolled back. */
    public void transactionEnds(long nowNanos) {
        int writing = beginWrite();
        account(nowNanos);
        if (state == IDLE_IN_TRANSACTION) {
            state = IDLE;
        }
        if (beforeCall == IDLE_IN_TRANSACTION) { // by a call that goes on
            beforeCall = IDLE;
        }
        endWrite(writing);
    }

    /** Nobody reads on in a result: until when its rows were read is settled now, as well as it can be. */
    public void rowsEnd(long nowNanos) {
        if (rows != rowsTold) {
            int writing = beginWrite();
            account(nowNanos);
            endWrite(writing);
        }
    }

    private boolean isBetweenCalls() {
        return state != RUNNING;
    }

    /** Lent, or never in a pool. */
    private boolean isInUse() {
        return leased || !pooled;
    }

    private int beginWrite() {
        if (untouched) {
            untouched = false;
            System.arraycopy(totals, 0, beforeLease, 0, beforeLease.length);
        }
        return beginWriteHere();
    }

    private int beginWriteHere() {
        int writing = version | 1; // it is odd already where another thread writes, which it should not
        version = writing;
        VarHandle.storeStoreFence();
        return writing;
    }

    private void endWrite(int writing) {
        VarHandle.storeStoreFence();
        version = writing + 1;
    }

    /** Lays the time until now to the present state. */
    private void account(long nowNanos) {
        if (rows != rowsTold) {
            accountRows(nowNanos);
        }
        accountAs(state, nowNanos);
    }

    /**
     * Rows were read since, nobody knows exactly when: until somebody saw it, and a moment longer at most. Who reads few rows and then
     * does something else is not to be taken for reading.
     */
    private void accountRows(long nowNanos) {
        rowsTold = rows;
        if (isBetweenCalls() && isInUse()) {
            long seen = rowSeenNanos;
            long until = (seen - sinceNanos > 0 ? seen : sinceNanos) + GAP_NANOS;
            accountAs(READING, nowNanos - until < 0 ? nowNanos : until);
        }
    }

    private void accountAs(int as, long nowNanos) {
        long passed = nowNanos - sinceNanos;
        if (passed <= 0) {
            return; // another thread was later
        }
        if (!pooled) {
            totals[as] += passed;
            sinceNanos = nowNanos;
            return;
        }
        if (passed >= GAP_NANOS && !hasCheckpointAt(sinceNanos)) {
            checkpoint();
        }
        totals[as] += passed;
        sinceNanos = nowNanos;
        if (passed >= GAP_NANOS || isCheckpointDue()) {
            checkpoint();
        }
    }

    private boolean hasCheckpointAt(long nanos) {
        int last = count - 1;
        return last >= 0 && last < CHECKPOINTS && time(last) == nanos;
    }

    private boolean isCheckpointDue() {
        int last = count - 1;
        return last < 0 || last >= CHECKPOINTS || sinceNanos - time(last) >= GAP_NANOS;
    }

    private void checkpoint() {
        int at = count;
        if (at >= CHECKPOINTS) {
            at = thinOut();
        }
        System.arraycopy(totals, 0, checkpoints, at * STRIDE, totals.length);
        checkpoints[at * STRIDE + TIME] = sinceNanos;
        count = at + 1;
    }

    /**
     * Makes room and returns how many are left: of two that follow each other at a distance that is small for their age one is enough,
     * unless it is where a lease begins or ends. If that does not help, as with many short leases, the oldest are dropped.
     */
    private int thinOut() {
        int kept = 1;
        for (int i = 1; i < CHECKPOINTS - 1; i++) {
            long next = time(i + 1);
            boolean fine = (next - time(kept - 1)) * PIECES_OF_AGE <= sinceNanos - next;
            if (!fine || hasNone(kept - 1, i) != hasNone(i, i + 1)) {
                move(i, 1, kept++);
            }
        }
        move(CHECKPOINTS - 1, 1, kept++);
        if (kept > CHECKPOINTS - CHECKPOINTS / 4) {
            kept -= CHECKPOINTS / 4;
            move(CHECKPOINTS / 4, kept, 0);
        }
        return kept;
    }

    private void move(int from, int many, int to) {
        if (from != to) {
            System.arraycopy(checkpoints, from * STRIDE, checkpoints, to * STRIDE, many * STRIDE);
        }
    }

    private long time(int checkpoint) {
        return checkpoints[checkpoint * STRIDE + TIME];
    }

    private boolean hasNone(int checkpoint, int later) {
        return checkpoints[checkpoint * STRIDE + NONE] != checkpoints[later * STRIDE + NONE];
    }

    private void reset(long nowNanos) {
        for (int i = 0; i < totals.length; i++) {
            totals[i] = 0;
        }
        originNanos = nowNanos;
        sinceNanos = nowNanos;
        state = NONE;
        count = 0;
    }

    /** Whether each nanosecond since the start is in one place. */
    private boolean addsUp(long[] values, int at, long untilNanos) {
        long sum = 0;
        for (int i = 0; i <= STATES; i++) {
            sum += values[at + i];
        }
        return sum == untilNanos - originNanos;
    }

    /** How long the present lease, or the last one that ended, was in the state of that ordinal; for the thread that writes. */
    public long nanosOfLease(int ofState) {
        if (untouched) {
            return 0; // what has passed is told at the end
        }
        return totals[ofState] - beforeLease[ofState];
    }

    /**
     * Writes how long the lease that has just ended was in each state, or 0 for all if that does not add up to its time; for the thread
     * that writes.
     *
     * @return whether it adds up
     */
    boolean copyLease(long holdNanos, long[] target, int at) {
        long sum = 0;
        for (int i = 0; i < STATES; i++) {
            long nanos = totals[i] - beforeLease[i];
            target[at + i] = nanos;
            sum += nanos;
        }
        if (sum == holdNanos) {
            return true;
        }
        for (int i = 0; i < STATES; i++) {
            target[at + i] = 0;
        }
        suspect = true;
        return false;
    }

    /** Time in calls and reading results in the present lease, or the last one; since the start where there is no pool. */
    public long busyNanosOfLease() {
        return nanosOfLease(RUNNING) + nanosOfLease(READING);
    }

    /** It belongs to a pool that has not lent it. */
    public boolean isInPool() {
        return pooled && !leased;
    }

    // By the agent's thread

    /** Changes as rows are read of which nobody has told when; 0 if there are none. */
    public int rowsReadSomeTime() {
        int counted = rows;
        return counted == rowsTold ? 0 : counted;
    }

    /**
     * Adds to {@code nanosByState}, indexed by {@link HolderState#ordinal()}, how the connection spent the time between two moments:
     * in all as much as lies between them. The last moment may be the present one, but not a later one.
     *
     * @return false if that is not known, or not finely enough, or if it was not lent most of the time; then nothing is added
     */
    public boolean split(long fromNanos, long toNanos, double[] nanosByState) {
        if (toNanos - fromNanos <= 0) {
            return false;
        }
        double[] from = new double[STATES + 1];
        double[] to = new double[STATES + 1];
        for (int look = 0; look < LOOKS; look++) {
            int before = version;
            VarHandle.loadLoadFence();
            long fineNanos = Math.max(2 * GAP_NANOS, (toNanos - fromNanos) / FINE);
            boolean found = (before & 1) == 0 && at(toNanos, fineNanos, to) && at(fromNanos, fineNanos, from);
            VarHandle.loadLoadFence();
            if (version == before && (before & 1) == 0) {
                return found && add(from, to, toNanos - fromNanos, nanosByState);
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static boolean add(double[] from, double[] to, double length, double[] nanosByState) {
        double lent = 0;
        for (int i = 0; i < STATES; i++) {
            lent += to[i] - from[i];
        }
        if (lent < length / 2) {
            return false;
        }
        for (int i = 0; i < STATES; i++) {
            nanosByState[i] += (to[i] - from[i]) * (length / lent);
        }
        return true;
    }

    /** How long the connection had been in each state at a moment; false if that is not known finely enough. */
    private boolean at(long nanos, long fineNanos, double[] found) {
        int last = count - 1;
        if (last >= CHECKPOINTS || checkpoints.length == 0 || !addsUp(totals, 0, sinceNanos)) {
            return false; // two threads wrote at once, or none has
        }
        if (nanos - sinceNanos >= 0) {
            return atOpenEnd(nanos, found);
        }
        int index = last;
        while (index >= 0 && nanos - time(index) < 0) {
            index--;
        }
        if (index < 0 || !addsUp(checkpoints, index * STRIDE, time(index))) {
            return false;
        }
        return index == last
                ? between(index * STRIDE, totals, 0, sinceNanos, nanos, fineNanos, found)
                : between(index * STRIDE, checkpoints, (index + 1) * STRIDE, time(index + 1), nanos, fineNanos, found);
    }

    private boolean atOpenEnd(long nanos, double[] found) {
        for (int i = 0; i <= STATES; i++) {
            found[i] = totals[i];
        }
        long readUntil = readUntilNanos(nanos);
        found[READING] += readUntil - sinceNanos;
        int open = state;
        if (open < 0 || open > STATES) {
            return false;
        }
        found[open] += nanos - readUntil;
        return true;
    }

    private boolean between(
            int lower, long[] upperValues, int upper, long upperNanos, long nanos, long fineNanos, double[] found) {
        if (!addsUp(upperValues, upper, upperNanos)) {
            return false;
        }
        long lowerNanos = checkpoints[lower + TIME];
        long length = upperNanos - lowerNanos;
        double share = length == 0 ? 0 : (nanos - lowerNanos) / (double) length;
        boolean ofOneState = false;
        for (int i = 0; i <= STATES; i++) {
            long inState = upperValues[upper + i] - checkpoints[lower + i];
            ofOneState |= inState == length;
            found[i] = checkpoints[lower + i] + inState * share;
        }
        boolean lentAllTheTime = upperValues[upper + NONE] == checkpoints[lower + NONE];
        return ofOneState || lentAllTheTime || length <= fineNanos;
    }

    /** Until when rows were read in the state that is open, as far as anybody saw. */
    private long readUntilNanos(long nowNanos) {
        if (!isBetweenCalls() || rows == rowsTold) {
            return sinceNanos;
        }
        if (rows != rowsSeen) {
            rowsSeen = rows;
            rowSeenNanos = nowNanos;
        }
        if (rowSeenNanos - sinceNanos <= 0) {
            return sinceNanos;
        }
        return rowSeenNanos - nowNanos <= 0 ? rowSeenNanos : nowNanos;
    }

    /** What it is doing; null while it is in the pool, or if that is not known. */
    public @Nullable Present present(long nowNanos) {
        for (int look = 0; look < LOOKS; look++) {
            int before = version;
            VarHandle.loadLoadFence();
            int open = state;
            long since = sinceNanos;
            long readUntil = readUntilNanos(nowNanos);
            boolean known = leased && addsUp(totals, 0, since);
            VarHandle.loadLoadFence();
            if (version == before && (before & 1) == 0) {
                if (!known || open < 0 || open >= STATES) {
                    return null;
                }
                return readUntil - nowNanos >= 0 && open != RUNNING && rows != rowsTold
                        ? new Present(HolderState.READING, since)
                        : new Present(ALL_STATES[open], readUntil);
            }
            Thread.onSpinWait();
        }
        return null;
    }

    /** A state that has not ended. Immutable. */
    public static final class Present {
        private final HolderState state;
        private final long sinceNanos;

        private Present(HolderState state, long sinceNanos) {
            this.state = state;
            this.sinceNanos = sinceNanos;
        }

        public HolderState state() {
            return state;
        }

        public long sinceNanos() {
            return sinceNanos;
        }
    }
}
