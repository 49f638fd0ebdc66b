package io.querytap.core.work;

import io.querytap.core.stats.PatternStats;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of one connection: since when it is open and whether it has written. Written by the thread that uses the connection,
 * in plain fields; the watchdog reads. Times are {@link System#nanoTime()}.
 */
final class TransactionUse {
    private boolean autoCommit = true;
    private long startNanos; // 0 outside transactions
    private long serial;
    private boolean wrote;
    private @Nullable PatternStats lastWrite;
    private long endedSerial;
    private long endedNanos;

    /** @param firstSerial what no transaction of another connection has for a serial, nor any number that counting up from it reaches */
    TransactionUse(long firstSerial) {
        serial = firstSerial;
    }

    void autoCommit(boolean value) {
        autoCommit = value;
    }

    boolean isAutoCommit() {
        return autoCommit;
    }

    void begins(long nowNanos) {
        startNanos = nowNanos;
        serial++;
        wrote = false;
        lastWrite = null;
    }

    void ends(long nowNanos) {
        endedSerial = 0; // the watchdog is not to take the end of one for that of another
        VarHandle.storeStoreFence();
        endedNanos = nowNanos;
        VarHandle.storeStoreFence();
        endedSerial = serial;
        startNanos = 0;
        serial++;
        wrote = false;
    }

    void executed(PatternStats pattern) {
        if (pattern.writes()) {
            lastWrite = pattern;
            if (startNanos != 0) {
                wrote = true;
            }
        }
    }

    /** The connection is back in its pool; what was open is over, and nobody said how it ended. */
    void forget() {
        startNanos = 0;
        wrote = false;
        lastWrite = null;
    }

    boolean isOpen() {
        return startNanos != 0;
    }

    /** Writes of it would be lost if it ended now. */
    boolean isUncommitted() {
        return wrote && startNanos != 0;
    }

    boolean hasWritten() {
        return wrote;
    }

    long startNanos() {
        return startNanos;
    }

    long serial() {
        return serial;
    }

    @Nullable
    PatternStats lastWrite() {
        return lastWrite;
    }

    /** See {@link ConnectionWork#endOfTransaction}. */
    long endOf(long of) {
        if (endedSerial != of) {
            return 0;
        }
        VarHandle.loadLoadFence();
        long end = endedNanos;
        VarHandle.loadLoadFence();
        return endedSerial == of ? end : 0;
    }
}
