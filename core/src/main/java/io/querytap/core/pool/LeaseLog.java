package io.querytap.core.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The last leases of a pool, in the order in which they ended: for who held connections while others waited, and to be played again
 * with other pool sizes. Many threads write, none waits; a record that is being overwritten while it is read is left out, and so is one
 * whose place another thread is still busy with that was overtaken by all the others. Grows with
 * use up to its bound, and allocates nothing once it is full. Times are {@link System#nanoTime()}.
 */
public final class LeaseLog {
    /** Leases kept; a power of two. */
    public static final int CAPACITY = 16_384;

    /** Leases that room is made for at once; a power of two. */
    private static final int CHUNK = 1_024;

    /** In the first field of a place that is being written; else that has the number of the record and one more, or 0. */
    private static final long BEING_WRITTEN = -1;

    private static final int ASKED = 1;
    private static final int GRANTED = 2;
    private static final int RETURNED = 3;
    private static final int HOLDER = 4;
    private static final int STATES = 5;
    private static final int FIELDS = STATES + HolderState.values().length;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle CHUNKS = MethodHandles.arrayElementVarHandle(long[][].class);

    private final AtomicLong cursor = new AtomicLong();
    private final @Nullable long[][] chunks = new long[CAPACITY / CHUNK][];
    private final HolderNames holders = new HolderNames();

    /**
     * A lease has ended.
     *
     * @param holder number of the borrower
     * @param timeline of the connection; null where there is none
     */
    void add(long askedNanos, long grantedNanos, long returnedNanos, int holder, @Nullable UseTimeline timeline) {
        long number = cursor.getAndIncrement();
        int index = (int) number & CAPACITY - 1;
        long[] chunk = chunkOf(index);
        int at = (index & CHUNK - 1) * FIELDS;
        long before = (long) LONGS.getOpaque(chunk, at);
        if (before == BEING_WRITTEN || !LONGS.compareAndSet(chunk, at, before, BEING_WRITTEN)) {
            return;
        }
        chunk[at + ASKED] = askedNanos;
        chunk[at + GRANTED] = grantedNanos;
        chunk[at + RETURNED] = returnedNanos;
        chunk[at + HOLDER] = holder;
        if (timeline != null) {
            timeline.copyLease(returnedNanos - grantedNanos, chunk, at + STATES);
        } else {
            for (int state = 0; state < FIELDS - STATES; state++) {
                chunk[at + STATES + state] = 0;
            }
        }
        LONGS.setRelease(chunk, at, number + 1);
    }

    /** The same where nothing is known but the times, or where the borrower has no number yet. */
    void add(long askedNanos, long grantedNanos, long returnedNanos, @Nullable LeaseWork work) {
        int holder = work == null ? HolderNames.UNKNOWN : holders.idOf(work);
        add(askedNanos, grantedNanos, returnedNanos, holder, work == null ? null : work.timeline());
    }

    private long[] chunkOf(int index) {
        long[] chunk = (long[]) CHUNKS.getAcquire(chunks, index / CHUNK);
        if (chunk == null) {
            long[] made = new long[CHUNK * FIELDS];
            long[] before = (long[]) CHUNKS.compareAndExchange(chunks, index / CHUNK, null, made);
            chunk = before == null ? made : before;
        }
        return chunk;
    }

    /** Who held connections, by the ids that records have. */
    public HolderNames holders() {
        return holders;
    }

    /** Leases that ended since start. */
    public long count() {
        return cursor.get();
    }

    /** Shows the leases kept that ended after a moment, in about the order in which they ended. Called by the agent's thread. */
    public void since(long nanos, Visitor visitor) {
        Entry entry = new Entry();
        long end = cursor.get();
        for (long number = Math.max(0, end - CAPACITY); number < end; number++) {
            if (entry.read(number) && entry.returnedNanos - nanos > 0) {
                visitor.lease(entry);
            }
        }
    }

    /** Sees leases. */
    @FunctionalInterface
    public interface Visitor {
        /** @param lease reused for the next one */
        void lease(Entry lease);
    }

    /** One lease. */
    public final class Entry {
        private long askedNanos;
        private long grantedNanos;
        private long returnedNanos;
        private int holder;
        private final long[] states = new long[FIELDS - STATES];

        private Entry() {}

        private boolean read(long number) {
            int index = (int) number & CAPACITY - 1;
            long[] chunk = (long[]) CHUNKS.getAcquire(chunks, index / CHUNK);
            int at = (index & CHUNK - 1) * FIELDS;
            if (chunk == null || (long) LONGS.getAcquire(chunk, at) != number + 1) {
                return false;
            }
            askedNanos = chunk[at + ASKED];
            grantedNanos = chunk[at + GRANTED];
            returnedNanos = chunk[at + RETURNED];
            holder = (int) chunk[at + HOLDER];
            System.arraycopy(chunk, at + STATES, states, 0, states.length);
            VarHandle.loadLoadFence();
            return (long) LONGS.getOpaque(chunk, at) == number + 1;
        }

        public long askedNanos() {
            return askedNanos;
        }

        public long grantedNanos() {
            return grantedNanos;
        }

        public long returnedNanos() {
            return returnedNanos;
        }

        public long holdNanos() {
            return returnedNanos - grantedNanos;
        }

        /** Id in {@link LeaseLog#holders()}. */
        public int holder() {
            return holder;
        }

        /** How long it was in a state: together as long as it was out, or 0 for all of them where that is not known. */
        public long nanosIn(HolderState state) {
            return states[state.ordinal()];
        }

        /** How long it did nothing for the database. */
        public long idleNanos() {
            return nanosIn(HolderState.IDLE_BEFORE_FIRST)
                    + nanosIn(HolderState.IDLE_IN_TRANSACTION)
                    + nanosIn(HolderState.IDLE);
        }
    }
}
