package io.querytap.core.work;

import org.jspecify.annotations.Nullable;

/**
 * In what the present lease of a connection was borrowed, and whether that is over. Written by the borrower, in plain fields; read by
 * the watchdog. A unit's object serves one unit after another, so it is told by its serial, and is not used again while something that
 * was borrowed in it is out: its name is then still to be had.
 */
final class Borrowing {
    private @Nullable UnitOfWork unit;
    private long unitSerial;
    private @Nullable UnitOfWork whole;
    private long wholeSerial;
    private @Nullable ThreadWork thread;
    private long frame;

    /** The present thread borrows in that unit, which is open. */
    void begins(UnitOfWork in) {
        ends(); // nobody said so of the one before
        UnitOfWork all = in.whole();
        unit = in;
        unitSerial = in.serial();
        whole = all;
        wholeSerial = all.serial();
        thread = in.thread();
        frame = in.frame();
        in.lends();
        if (all != in) {
            all.lends();
        }
    }

    /** What was borrowed has come back. */
    void ends() {
        UnitOfWork in = unit;
        UnitOfWork all = whole;
        if (in != null && in.isOpenAs(unitSerial)) {
            in.takesBack();
        }
        if (all != null && all != in && all.isOpenAs(wholeSerial)) {
            all.takesBack();
        }
        unit = null;
        whole = null;
        thread = null;
    }

    /**
     * Whether the entry point or task has ended, and with it all of which it was a part. Without either never: neither the end of another
     * lease, nor a pause that cuts an endless task in two says anything about this one.
     */
    boolean isOver() {
        UnitOfWork in = unit;
        UnitOfWork all = whole;
        ThreadWork of = thread;
        return in != null
                && all != null
                && of != null
                && frame != ThreadWork.NO_FRAME
                && !of.isUnder(frame)
                && !in.isOpenAs(unitSerial)
                && !all.isOpenAs(wholeSerial);
    }

    /** Whether an entry point or task that it belongs to is known to go on. */
    boolean goesOn() {
        return unit != null && frame != ThreadWork.NO_FRAME && !isOver();
    }

    /** Whether the present thread's unit is that one, or a part of the same whole; {@code present} is null where there is none. */
    boolean isOf(@Nullable UnitOfWork present) {
        UnitOfWork all = whole;
        return present != null && all != null && all.isOpenAs(wholeSerial) && present.whole() == all;
    }

    /** The whole unit, open or ended; null while nothing is borrowed, and where the object has gone on to another unit. */
    @Nullable
    UnitOfWork whole() {
        UnitOfWork all = whole;
        return all != null && all.wasBegunAs(wholeSerial) ? all : null;
    }
}
