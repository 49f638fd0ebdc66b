package io.querytap.cache.shared;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Generations, fences and entries that several JVMs share. Thread-safe. Never throws; nothing waits longer than the budget given, a
 * thread that is interrupted keeps its flag and gets {@link SharedLook.Outcome#UNAVAILABLE}.
 */
public interface SharedTier extends AutoCloseable {
    /**
     * In one round trip and at one moment: the generations of the tables, whether one is fenced, and the entry if one is asked for.
     *
     * @param key null: generations only
     */
    SharedLook look(TableSet tables, @Nullable EntryKey key, long budgetNanos);

    /**
     * Whether the tier has told of no write to these tables, and the connection that would have told stood all the time, since
     * {@code sinceNanos} ({@link System#nanoTime}). Sends nothing. Only ever shortens staleness; false is always right.
     */
    boolean isQuiet(TableSet tables, long sinceNanos);

    /**
     * Stores an entry unless one of its tables was written since the stamp, or is being written. Returns at once; what does not fit the
     * queue is dropped and counted.
     *
     * @param readNanos when the statement was sent, {@link System#nanoTime}: the time to live counts from there
     */
    void put(EntryKey key, SharedStamp stamp, byte[] payload, long readNanos, Duration timeToLive);

    /**
     * Before a write becomes visible: marks the tables and changes their generations. Where the tier cannot be reached within the budget the
     * write goes on, is noted in the journal of unsent invalidations, and replayed.
     */
    SharedFence raise(TableSet tables, long budgetNanos);

    /** Changes the generations of tables for everybody; as {@link #raise} where the tier cannot be reached. */
    void bump(TableSet tables, long budgetNanos);

    /** Drops all entries, by a new epoch. */
    void clear();

    /** One JVM among all is to ask the database for this entry; for the others it is worth waiting a little. True where nobody knows. */
    boolean lease(EntryKey key, Duration duration, long budgetNanos);

    /** What there is to say of it. */
    SharedStatus status();

    /** Ends within a second. */
    @Override
    void close();

    /** Around a write. */
    interface SharedFence {
        /** The write is visible, or gone, or its outcome is unknown: changes the generations again and removes the mark. */
        void lower(long budgetNanos);
    }
}
