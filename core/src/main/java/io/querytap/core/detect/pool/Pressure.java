package io.querytap.core.detect.pool;

import io.querytap.core.pool.Wait;
import io.querytap.core.pool.blame.Laid;
import java.util.List;

/** Waits of one pool in up to a minute that belong together, and what they are laid to. For one thread. */
final class Pressure {
    /** Long waits, one after the other, from which on a machine that is short of something is more than a hiccup. */
    private static final int AGAIN_AND_AGAIN = 3;

    private final long fromNanos;
    private final Laid laid = new Laid();
    private long waits;
    private long timeouts;
    private long failures;
    private long waitedNanos;
    private long inVainNanos;
    private long timedOutNanos;
    private double starvedNanos;
    private WaitFigures figures = WaitFigures.NONE;
    private boolean isLong;
    private boolean isLongByReason;
    private boolean comesAgain;
    private int longOnes;
    private long longOneEndNanos;

    Pressure(long fromNanos) {
        this.fromNanos = fromNanos;
    }

    /** When it began. */
    long fromNanos() {
        return fromNanos;
    }

    /**
     * More waits have ended.
     *
     * @param starved of what is laid to holders: for how long those wanted a processor and had none
     */
    void add(List<Wait> ended, Laid laidTo, double starved) {
        starvedNanos += starved;
        for (Wait wait : ended) {
            waits++;
            waitedNanos += wait.nanos();
            if (wait.outcome() != Wait.Outcome.GRANTED) {
                inVainNanos += wait.nanos();
            }
            if (wait.outcome() == Wait.Outcome.TIMED_OUT) {
                timeouts++;
                timedOutNanos += wait.nanos();
            }
            failures += wait.outcome() == Wait.Outcome.FAILED ? 1 : 0;
        }
        laid.add(laidTo);
    }

    /** Adds what was waited at another time for the same reason. */
    void add(Pressure other) {
        waits += other.waits;
        timeouts += other.timeouts;
        failures += other.failures;
        waitedNanos += other.waitedNanos;
        inVainNanos += other.inVainNanos;
        timedOutNanos += other.timedOutNanos;
        starvedNanos += other.starvedNanos;
        laid.add(other.laid);
        figures = figures.worse(other.figures);
        isLong |= other.isLong;
        isLongByReason |= other.isLongByReason;
        comesAgain |= other.comesAgain;
    }

    /** One of these waits was long, and came after the one before had ended if it counts as another one. */
    void wasLong(Wait wait) {
        if (longOnes == 0 || wait.askedNanos() - longOneEndNanos >= 0) {
            longOnes++;
            longOneEndNanos = wait.endNanos();
            comesAgain |= longOnes >= AGAIN_AND_AGAIN;
        }
    }

    /**
     * How it looks over the last minute; the worst sight is kept.
     *
     * @param overLimit whether waits are long
     * @param overLimitByReason whether they still are without what is laid to a standstill of the JVM or to nothing
     */
    void seen(WaitFigures lastMinute, boolean overLimit, boolean overLimitByReason) {
        figures = figures.worse(lastMinute);
        isLong |= overLimit;
        isLongByReason |= overLimitByReason;
    }

    /** Waits were long enough to be looked into. */
    boolean isLong() {
        return isLong;
    }

    /** Waits were long enough to be told, if that is their cause. */
    boolean isLong(WaitCause cause) {
        return cause.needsRepetition() ? isLong && comesAgain : isLongByReason;
    }

    Laid laid() {
        return laid;
    }

    /** Attempts that waited, however they ended. */
    long waits() {
        return waits;
    }

    long timeouts() {
        return timeouts;
    }

    /** Attempts that failed otherwise. */
    long failures() {
        return failures;
    }

    /** Time waited in all. */
    long waitedNanos() {
        return waitedNanos;
    }

    /** Of that, the time after which there was no connection. */
    long inVainNanos() {
        return inVainNanos;
    }

    /** Time waited by attempts that timed out. */
    long timedOutNanos() {
        return timedOutNanos;
    }

    /** Of what is laid to holders: for how long those wanted a processor and had none. */
    double starvedNanos() {
        return starvedNanos;
    }

    WaitFigures figures() {
        return figures;
    }
}
