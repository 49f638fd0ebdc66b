package io.querytap.core.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The last durations of something that one thread uses at a time, such as a pool entry, on their way to a {@link DurationRecorder}.
 *
 * <p><b>Why.</b> A recorder costs a compare-and-set and two histogram updates that miss the cache; here a duration costs two plain
 * stores, and the rest is paid for {@link #CAPACITY} of them at once. Nothing is lost: a full buffer is emptied by its writer, and whoever
 * reads the recorder calls {@link #drain} before.
 *
 * <p>One thread writes at a time and hands on to the next one as the entry is handed on. Should two write at once all the same,
 * durations may be lost, and nothing worse.
 */
public final class DurationBuffer {
    /** Durations kept; a power of two. */
    static final int CAPACITY = 32;

    /** Rounds of a reader that finds somebody emptying it: that takes less than a microsecond, unless the thread lost its processor. */
    private static final int MAX_ROUNDS = 1_000;

    private static final VarHandle ADDED;
    private static final VarHandle TAKEN;
    private static final VarHandle EMPTYING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ADDED = lookup.findVarHandle(DurationBuffer.class, "added", long.class);
            TAKEN = lookup.findVarHandle(DurationBuffer.class, "taken", long.class);
            EMPTYING = lookup.findVarHandle(DurationBuffer.class, "emptying", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final DurationRecorder recorder;
    private final StripeHint hint;
    private final long[] nanos = new long[CAPACITY];

    private long added; // durations since the start, counted by the writer
    private long taken; // of these, how many the recorder has; counted by whoever empties it

    @SuppressWarnings("unused") // through EMPTYING
    private int emptying;

    /** @param hint of the same writer */
    public DurationBuffer(DurationRecorder recorder, StripeHint hint) {
        this.recorder = recorder;
        this.hint = hint;
    }

    /** Adds one. For the writer. */
    public void record(long durationNanos) {
        long at = added;
        if (isFull(at) && !(tryDrain(hint) && !isFull(at))) {
            recorder.record(hint, durationNanos); // a reader is emptying it
            return;
        }
        nanos[(int) at & CAPACITY - 1] = durationNanos;
        ADDED.setRelease(this, at + 1);
    }

    /** Or broken: a writer that went on long after others, with an old number, counts as full too. */
    private boolean isFull(long at) {
        return Long.compareUnsigned(at - (long) TAKEN.getAcquire(this), CAPACITY) >= 0;
    }

    /**
     * Gives all to the recorder. For any thread, which may have to wait for a moment.
     *
     * @param readersHint of the calling thread
     */
    public void drain(StripeHint readersHint) {
        for (int round = 0; !tryDrain(readersHint) && round < MAX_ROUNDS; round++) {
            Thread.yield();
        }
    }

    /** False if another thread is doing that. */
    private boolean tryDrain(StripeHint by) {
        if (!EMPTYING.compareAndSet(this, 0, 1)) {
            return false;
        }
        try {
            long from = taken;
            long until = (long) ADDED.getAcquire(this);
            if (Long.compareUnsigned(until - from, CAPACITY) <= 0) {
                recorder.record(by, nanos, from, until);
            }
            TAKEN.setRelease(this, until);
        } finally {
            EMPTYING.setRelease(this, 0);
        }
        return true;
    }
}
