package io.querytap.core.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
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

    /** In the field of the holder: the connection was never touched, its states are not written. */
    private static final long UNTOUCHED = 1L << Integer.SIZE;

    private static final int ASKED = 1;
    private static final int GRANTED = 2;
    private static final int RETURNED = 3;
    private static final int HOLDER = 4;
    /** What {@link #checkOf} gives: a record may be written where another thread is still writing an older one. */
    private static final int CHECK = 5;

    private static final int STATES = 6;
    private static final int FIELDS = STATES + HolderState.values().length;

    /** An odd number with many bits, so that each field moves all bits of the check. */
    private static final long MIXER = 0x9E3779B97F4A7C15L;

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
        long[] chunk = chunkOf(number);
        int at = placeOf(number);
        if (!claim(chunk, at)) {
            return;
        }
        if (timeline != null) {
            timeline.copyLease(returnedNanos - grantedNanos, chunk, at + STATES);
        } else {
            for (int state = 0; state < FIELDS - STATES; state++) {
                chunk[at + STATES + state] = 0;
            }
        }
        publish(chunk, at, number, askedNanos, grantedNanos, returnedNanos, Integer.toUnsignedLong(holder));
    }

    /** A lease has ended in which the connection was idle all the time. */
    void addUntouched(long askedNanos, long grantedNanos, long returnedNanos, int holder) {
        long number = cursor.getAndIncrement();
        long[] chunk = chunkOf(number);
        int at = placeOf(number);
        long borrower = Integer.toUnsignedLong(holder) | UNTOUCHED;
        // No compare-and-set, which would wait for the line to come into the cache; what two threads wrote at once
        // fails the check.
        LONGS.setOpaque(chunk, at, BEING_WRITTEN);
        VarHandle.storeStoreFence();
        publish(chunk, at, number, askedNanos, grantedNanos, returnedNanos, borrower);
    }

    /** Unlike what any mixture of two records has, but for one chance in very many. */
    private static long checkOf(long number, long askedNanos, long grantedNanos, long returnedNanos, long borrower) {
        long sum = number * MIXER + askedNanos;
        sum = sum * MIXER + grantedNanos;
        sum = sum * MIXER + returnedNanos;
        return sum * MIXER + borrower;
    }

    private static boolean claim(long[] chunk, int at) {
        long before = (long) LONGS.getOpaque(chunk, at);
        return before != BEING_WRITTEN && LONGS.compareAndSet(chunk, at, before, BEING_WRITTEN);
    }

    private static void publish(
            long[] chunk, int at, long number, long askedNanos, long grantedNanos, long returnedNanos, long holder) {
        chunk[at + ASKED] = askedNanos;
        chunk[at + GRANTED] = grantedNanos;
        chunk[at + RETURNED] = returnedNanos;
        chunk[at + HOLDER] = holder;
        chunk[at + CHECK] = checkOf(number, askedNanos, grantedNanos, returnedNanos, holder);
        LONGS.setRelease(chunk, at, number + 1);
    }

    /** The same where nothing is known but the times, or where the borrower has no number yet. */
    void add(long askedNanos, long grantedNanos, long returnedNanos, @Nullable LeaseWork work) {
        int holder = work == null ? HolderNames.UNKNOWN : holders.idOf(work);
        add(askedNanos, grantedNanos, returnedNanos, holder, work == null ? null : work.timeline());
    }

    private long[] chunkOf(long number) {
        int index = indexOf(number) / CHUNK;
        long[] chunk = (long[]) CHUNKS.getAcquire(chunks, index);
        return chunk == null ? makeChunk(index) : chunk;
    }

    private long[] makeChunk(int index) {
        long[] made = new long[CHUNK * FIELDS];
        long[] before = (long[]) CHUNKS.compareAndExchange(chunks, index, null, made);
        return before == null ? made : before;
    }

    private static int indexOf(long number) {
        return (int) number & CAPACITY - 1;
    }

    private static int placeOf(long number) {
        return (indexOf(number) & CHUNK - 1) * FIELDS;
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
            long[] chunk = (long[]) CHUNKS.getAcquire(chunks, indexOf(number) / CHUNK);
            int at = placeOf(number);
            if (chunk == null || (long) LONGS.getAcquire(chunk, at) != number + 1) {
                return false;
            }
            askedNanos = chunk[at + ASKED];
            grantedNanos = chunk[at + GRANTED];
            returnedNanos = chunk[at + RETURNED];
            long borrower = chunk[at + HOLDER];
            holder = (int) borrower;
            if ((borrower & UNTOUCHED) == 0) {
                System.arraycopy(chunk, at + STATES, states, 0, states.length);
            } else {
                Arrays.fill(states, 0);
                states[HolderState.IDLE_BEFORE_FIRST.ordinal()] = returnedNanos - grantedNanos;
            }
            long check = chunk[at + CHECK];
            VarHandle.loadLoadFence();
            return check == checkOf(number, askedNanos, grantedNanos, returnedNanos, borrower)
                    && (long) LONGS.getOpaque(chunk, at) == number + 1;
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
