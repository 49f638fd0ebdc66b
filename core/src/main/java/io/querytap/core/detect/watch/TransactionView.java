package io.querytap.core.detect.watch;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.ConnectionWork;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction at one look. Its connection is written by another thread without any fence, so one look may mix two moments:
 * what is concluded rests on two looks that agree. Immutable.
 */
final class TransactionView {
    private final long serial;
    private final long startNanos;
    private final long callStartNanos;
    private final long lastEndNanos;
    private final boolean wrote;
    private final @Nullable PatternStats last;
    private final @Nullable PatternStats lastWrite;

    private TransactionView(ConnectionWork connection) {
        serial = connection.transactionSerial();
        startNanos = connection.transactionStartNanos();
        callStartNanos = connection.callStartNanos();
        lastEndNanos = connection.lastEndNanos();
        wrote = connection.hasWritten();
        last = connection.lastPattern();
        lastWrite = connection.lastWrite();
    }

    /** Null where no transaction is open, or where another one began while we looked. */
    static @Nullable TransactionView of(ConnectionWork connection) {
        TransactionView view = new TransactionView(connection);
        boolean same =
                connection.transactionSerial() == view.serial && connection.transactionStartNanos() == view.startNanos;
        return view.startNanos != 0 && same ? view : null;
    }

    /** Both are of one transaction. */
    boolean isOfSame(TransactionView other) {
        return serial == other.serial && startNanos == other.startNanos;
    }

    /** The transaction did nothing from the earlier look to this one. */
    boolean isStillIdleSince(TransactionView earlier) {
        return isOfSame(earlier) && isIdle() && earlier.isIdle() && lastEndNanos == earlier.lastEndNanos;
    }

    private boolean isIdle() {
        return callStartNanos == 0;
    }

    long serial() {
        return serial;
    }

    long startNanos() {
        return startNanos;
    }

    /** 0 outside calls. */
    long callStartNanos() {
        return callStartNanos;
    }

    long lastEndNanos() {
        return lastEndNanos;
    }

    boolean wrote() {
        return wrote;
    }

    /** The last statement of the transaction that has ended; null where none has. */
    @Nullable
    PatternStats last() {
        return lastEndNanos - startNanos > 0 ? last : null;
    }

    /** The last statement of the transaction that wrote. */
    @Nullable
    PatternStats lastWrite() {
        return wrote ? lastWrite : null;
    }
}
