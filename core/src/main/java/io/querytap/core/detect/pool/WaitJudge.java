package io.querytap.core.detect.pool;

import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.blame.Laid;
import io.querytap.core.pool.blame.Sweep;
import org.jspecify.annotations.Nullable;

/** Decides why threads waited for connections of a pool, by what their waiting was laid to. For one thread. */
final class WaitJudge {
    /** From this share of the waiting on something outside the holders is its cause. */
    private static final double MOST = 0.5;

    /** From this share on holders that wait themselves are: without them the others had waited for the rest only. */
    private static final double NESTED_HOLDERS = 0.25;

    /** From this share on waiters that hold another connection are: had they asked for one at a time, most of the waiting had not been. */
    private static final double NESTED_WAITERS = 0.5;

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
     */
    @Nullable
    WaitCause of(PoolStats pool, Pressure pressure, long nowNanos) {
        Laid laid = pressure.laid();
        double total = laid.totalNanos();
        double held = laid.heldNanos();
        double creating = laid.of(Account.CREATING);
        double standing = laid.of(Account.STALLED) + pressure.starvedNanos();
        if (creating >= MOST * total || creating > Math.max(held, Math.max(standing, laid.of(Account.UNEXPLAINED)))) {
            lookAtCreations(pool, pressure);
            return pressure.timeouts() > 0 || pressure.lackedConnections() ? WaitCause.CANNOT_CREATE : null;
        }
        if (laid.nestedNanos() >= NESTED_HOLDERS * total || laid.nestedWaitNanos() >= NESTED_WAITERS * total) {
            return WaitCause.NESTED_ACQUISITION;
        }
        if (leakedNanos(pressure) >= LEAKED * total) {
            return WaitCause.CONNECTION_LEAK;
        }
        if (standing >= MOST * total || standing > held) {
            return WaitCause.CPU_STARVATION;
        }
        if (held < laid.of(Account.UNEXPLAINED)) {
            return WaitCause.UNEXPLAINED;
        }
        return ofHolders(pool, laid, held, nowNanos);
    }

    private WaitCause ofHolders(PoolStats pool, Laid laid, double held, long nowNanos) {
        if (laid.idleNanos() >= MOST * held) {
            return WaitCause.HELD_IDLE;
        }
        if (laid.meanHoldNanos() >= slowNanos) {
            return WaitCause.HELD_BUSY;
        }
        return pool.databaseBottleneck(nowNanos) == null ? WaitCause.TOO_SMALL : WaitCause.DATABASE_SATURATED;
    }

    /** What is laid to connections that nobody will give back. */
    double leakedNanos(Pressure pressure) {
        return pressure.laid().openNanos(leaks::isLeaking);
    }

    /**
     * Looks whether connections could not be made, or only slowly, while attempts waited for long that got one in the end. What fails after
     * the last of them is no reason for these: who is refused then is told of as a time-out or a failure.
     */
    private static void lookAtCreations(PoolStats pool, Pressure pressure) {
        if (pressure.wasAnyLong()
                && pool.attempts()
                        .isAnyFailingOrSlow(
                                pressure.firstLongNanos() - Sweep.JUST_FAILED_NANOS,
                                pressure.lastLongNanos(),
                                SLOW_CREATION_NANOS)) {
            pressure.lacksConnections();
        }
    }
}
