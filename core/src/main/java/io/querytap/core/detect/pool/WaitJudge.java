package io.querytap.core.detect.pool;

import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.blame.Laid;
import io.querytap.core.pool.blame.Sweep;
import org.jspecify.annotations.Nullable;

/** Decides why threads waited for connections of a pool, by what their waiting was laid to. For one thread. */
final class WaitJudge {
    /** From this share of the waiting on something outside the holders is its cause. */
    private static final double MOST = 0.5;

    /** From this share on holders that wait themselves are: without them the others had waited for the rest only. */
    private static final double NESTED = 0.25;

    /** From this share on lost connections are: one of ten that is gone for good is worth more than who uses the other nine. */
    private static final double LEAKED = 0.1;

    /** To make a connection takes milliseconds; from here on it is a cause for waiting even though it succeeds. */
    private static final long SLOW_CREATION_NANOS = 1_000_000_000L;

    private final Leaks leaks;
    private final long slowNanos;

    /** @param slowNanos from where on a connection is held for long by who is busy with it */
    WaitJudge(Leaks leaks, long slowNanos) {
        this.leaks = leaks;
        this.slowNanos = slowNanos;
    }

    /**
     * The cause; null if all that was waited for were connections being made in good time, as when an application starts.
     *
     * @param sizing what is known of the size that the pool should have
     */
    @Nullable
    WaitCause of(PoolStats pool, Pressure pressure, long nowNanos, @Nullable PoolSizing sizing) {
        Laid laid = pressure.laid();
        double total = laid.totalNanos();
        double creating = laid.of(Account.CREATING);
        if (creating >= MOST * total) {
            boolean fails = pressure.timeouts() > 0 || isCreationFailing(pool, pressure.fromNanos(), nowNanos);
            return fails ? WaitCause.CANNOT_CREATE : null;
        }
        if (laid.nestedNanos() >= NESTED * total) {
            return WaitCause.NESTED_ACQUISITION;
        }
        if (leakedNanos(pressure) >= LEAKED * total) {
            return WaitCause.CONNECTION_LEAK;
        }
        if (Math.max(laid.of(Account.STALLED), pressure.starvedNanos()) >= MOST * total) {
            return WaitCause.CPU_STARVATION;
        }
        double held = laid.heldNanos();
        if (held < laid.of(Account.UNEXPLAINED)) {
            return WaitCause.UNEXPLAINED;
        }
        return ofHolders(laid, held, sizing);
    }

    private WaitCause ofHolders(Laid laid, double held, @Nullable PoolSizing sizing) {
        if (laid.idleNanos() >= MOST * held) {
            return WaitCause.HELD_IDLE;
        }
        if (laid.meanHoldNanos() >= slowNanos) {
            return WaitCause.HELD_BUSY;
        }
        return isSaturated(sizing) ? WaitCause.DATABASE_SATURATED : WaitCause.TOO_SMALL;
    }

    private static boolean isSaturated(@Nullable PoolSizing sizing) {
        return sizing != null && sizing.databaseBottleneck() != null;
    }

    /** What is laid to connections that nobody will give back. */
    double leakedNanos(Pressure pressure) {
        return pressure.laid().openNanos(leaks::isLeaking);
    }

    private static boolean isCreationFailing(PoolStats pool, long fromNanos, long nowNanos) {
        boolean[] failing = {false};
        pool.attempts().within(fromNanos - Sweep.JUST_FAILED_NANOS, nowNanos, nowNanos, (from, to, failed) -> {
            failing[0] |= failed || to - from >= SLOW_CREATION_NANOS;
        });
        return failing[0];
    }
}
