package io.querytap.core.detect.pool;

import io.querytap.core.pool.Wait;
import io.querytap.core.pool.blame.Laid;
import java.util.List;

/** Waits of one pool in up to a minute that belong together, and what they are laid to. For one thread. */
final class Pressure {
    private final long fromNanos;
    private final Laid laid = new Laid();
    private long waits;
    private long timeouts;
    private long failures;
    private long waitedNanos;
    private long inVainNanos;
    private double starvedNanos;
    private WaitFigures figures = WaitFigures.NONE;
    private boolean isLong;

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
     * @param starved which share of their time the JVM had no processor
     */
    void add(List<Wait> ended, Laid laidTo, double starved) {
        for (Wait wait : ended) {
            waits++;
            waitedNanos += wait.nanos();
            starvedNanos += starved * wait.nanos();
            if (wait.outcome() != Wait.Outcome.GRANTED) {
                inVainNanos += wait.nanos();
            }
            timeouts += wait.outcome() == Wait.Outcome.TIMED_OUT ? 1 : 0;
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
        starvedNanos += other.starvedNanos;
        laid.add(other.laid);
        figures = figures.worse(other.figures);
        isLong |= other.isLong;
    }

    /** How it looks over the last minute; the worst sight is kept. */
    void seen(WaitFigures lastMinute, boolean overLimit) {
        figures = figures.worse(lastMinute);
        isLong |= overLimit;
    }

    /** Waits were long enough to be told. */
    boolean isLong() {
        return isLong;
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

    /** Of all, the time for which the JVM had no processor. */
    double starvedNanos() {
        return starvedNanos;
    }

    WaitFigures figures() {
        return figures;
    }
}
