package io.querytap.core.work;

import io.querytap.core.stats.PatternStats;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Points to what was recorded of a statement's last execution, so that what its result brings can be added; one for each statement
 * object, used again. It does not keep the unit alive: pools keep statements by the thousand. What comes after the unit has ended is ignored. Used by the thread that uses the statement.
 */
public final class RecordedExecution {
    private @Nullable WeakReference<UnitOfWork> unit;
    private @Nullable PatternStats pattern;
    private long serial;
    private int record = UnitOfWork.NOT_RECORDED;
    private boolean sampled;

    void isOf(UnitOfWork recordedIn, PatternStats executed, int number) {
        if (unit != recordedIn.weak()) {
            unit = recordedIn.weak();
        }
        pattern = executed;
        serial = recordedIn.serial();
        record = number;
        sampled = number != UnitOfWork.NOT_RECORDED && recordedIn.isSampled();
    }

    private @Nullable UnitOfWork unit() {
        WeakReference<UnitOfWork> reference = unit;
        return reference == null ? null : reference.get();
    }

    /** Points to nothing any more. */
    public void clear() {
        unit = null;
        pattern = null;
        record = UnitOfWork.NOT_RECORDED;
        sampled = false;
    }

    /** Whether {@link #valueRead} and {@link #parametersBound} want to be told; the cost of a field read. */
    public boolean isSampled() {
        return sampled;
    }

    /** A result was read to its end, or as far as it will be. */
    public void resultRead(long rows) {
        UnitOfWork of = unit();
        PatternStats executed = pattern;
        if (of != null && executed != null && of.serial() == serial) {
            of.resultRead(executed, record, rows);
        }
    }

    /**
     * A value of the result was read; only where {@link #isSampled}.
     *
     * @param row from 0
     * @param column from 1
     */
    public void valueRead(int row, int column, long valueHash) {
        UnitOfWork of = unit();
        if (of != null && of.serial() == serial) {
            of.valueRead(record, row, column, valueHash);
        }
    }

    /** The parameters that it was executed with, in order; only where {@link #isSampled}. The array is copied. */
    public void parametersBound(long[] hashes, int count) {
        UnitOfWork of = unit();
        if (of != null && of.serial() == serial) {
            of.parametersBound(record, hashes, count);
        }
    }
}
