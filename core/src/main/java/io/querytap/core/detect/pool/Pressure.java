package io.querytap.core.detect.pool;

import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.Wait;
import io.querytap.core.pool.blame.Laid;
import java.util.ArrayList;
import java.util.List;

/** Waits of one pool in up to a minute that belong together, and what they are laid to. For one thread. */
final class Pressure {
    /** Long waits, one after the other, from which on a machine that is short of something is more than a hiccup. */
    private static final int AGAIN_AND_AGAIN = 3;

    /** Batches of waits that are kept apart, at some batches a second: more than there are in a minute. */
    private static final int MAX_HELD_PARTS = 512;

    private final long fromNanos;
    private final Laid laid = new Laid();
    private long waits;
    private long timeouts;
    private long failures;
    private long waitedNanos;
    private long inVainNanos;
    private long timedOutNanos;
    private double starvedNanos;
    private final List<HeldPart> heldParts = new ArrayList<>();
    private WaitFigures figures = WaitFigures.NONE;
    private boolean isLong;
    private boolean isLongByReason;
    private boolean comesAgain;
    private int longOnes;
    private long longOneEndNanos;
    private boolean wasAnyLong;
    private long firstLongNanos;
    private long lastLongNanos;
    private boolean lackedConnections;

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
     * @param beganNanos when the first of them began
     * @param endedNanos when the last of them ended
     */
    void add(List<Wait> ended, Laid laidTo, long beganNanos, long endedNanos) {
        if (heldParts.size() < MAX_HELD_PARTS) {
            heldParts.add(new HeldPart(beganNanos, endedNanos, laidTo.heldNanos()));
        }
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
        lackedConnections |= other.lackedConnections;
    }

    /** Asks anew how far holders had no processor: what is known of that comes later than the waits do, if processors are short. */
    void weigh(CpuStarvation starvation, PoolStats pool) {
        double sum = 0;
        for (HeldPart part : heldParts) {
            sum += part.heldNanos * starvation.ofHolders(pool, part.fromNanos, part.toNanos);
        }
        starvedNanos = sum;
    }

    /** One of these waits was long, and came after the one before had ended if it counts as another one. */
    void wasLong(Wait wait) {
        if (longOnes == 0 || wait.askedNanos() - longOneEndNanos >= 0) {
            longOnes++;
            longOneEndNanos = wait.endNanos();
            comesAgain |= longOnes >= AGAIN_AND_AGAIN;
        }
        if (wait.outcome() == Wait.Outcome.GRANTED) {
            firstLongNanos = wasAnyLong ? earlier(firstLongNanos, wait.askedNanos()) : wait.askedNanos();
            lastLongNanos = wasAnyLong && lastLongNanos - wait.endNanos() > 0 ? lastLongNanos : wait.endNanos();
            wasAnyLong = true;
        }
    }

    private static long earlier(long oneNanos, long otherNanos) {
        return oneNanos - otherNanos < 0 ? oneNanos : otherNanos;
    }

    /** Whether attempts waited for long, without their own creations and checks, that got a connection in the end. */
    boolean wasAnyLong() {
        return wasAnyLong;
    }

    /** When the first of them began, if there is one. */
    long firstLongNanos() {
        return firstLongNanos;
    }

    /** When the last of them ended, if there is one. */
    long lastLongNanos() {
        return lastLongNanos;
    }

    /** While those waited connections could not be made, or only slowly. That stays known when the attempts are forgotten. */
    void lacksConnections() {
        lackedConnections = true;
    }

    boolean lackedConnections() {
        return lackedConnections;
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
        if (cause == WaitCause.CANNOT_CREATE && !lackedConnections) {
            return false; // those who got a connection waited for something else, whoever timed out
        }
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

    /** What was laid to holders in one batch of waits. */
    private static final class HeldPart {
        private final long fromNanos;
        private final long toNanos;
        private final double heldNanos;

        HeldPart(long fromNanos, long toNanos, double heldNanos) {
            this.fromNanos = fromNanos;
            this.toNanos = toNanos;
            this.heldNanos = heldNanos;
        }
    }
}
