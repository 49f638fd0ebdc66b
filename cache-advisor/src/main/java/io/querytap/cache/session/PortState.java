package io.querytap.cache.session;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.core.diagnostic.Diagnostics;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Whether results of one driver may be given back: not before its self-check has passed, and never again after it threw what drivers do not
 * throw. Thread-safe. Holds nothing of the driver, so that it can be kept beside it.
 */
final class PortState {
    private final String driver;
    private final AtomicBoolean checkBegun = new AtomicBoolean();
    private volatile @Nullable Refusal refusal = Refusal.SELF_CHECK_PENDING;
    private volatile String reason = "self-check not over yet";

    /** @param driver the port's id, or the class of connections that have none */
    PortState(String driver) {
        this.driver = driver;
    }

    /** Of connections without a port. */
    static PortState unknown(String driver, String reason) {
        PortState state = new PortState(driver);
        state.checkBegun.set(true);
        state.refuse(Refusal.DRIVER_UNKNOWN, reason);
        return state;
    }

    /** Why not; null if so. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /** True for the one caller who is to run the self-check. */
    boolean beginCheck() {
        return refusal == Refusal.SELF_CHECK_PENDING && checkBegun.compareAndSet(false, true);
    }

    /** The self-check could not be run, for want of a connection for instance; the next connection may try. */
    void checkNotRun(String why) {
        reason = "self-check not run: " + why;
        checkBegun.set(false);
    }

    void checkPassed() {
        if (refusal == Refusal.SELF_CHECK_PENDING) {
            reason = "results can be replayed";
            refusal = null;
            Diagnostics.sayOnce(
                    "cache self-check " + driver, "the result cache has tried " + driver + ": results can be replayed");
        }
    }

    void checkFailed(String firstDifference) {
        refuse(Refusal.SELF_CHECK_FAILED, firstDifference);
        Diagnostics.sayOnce(
                "cache self-check " + driver,
                "the result cache stands aside for " + driver + ": a replayed result was not like the live one ("
                        + firstDifference + ")");
    }

    /** The port threw: for good, unless it is what a broken connection throws. */
    void failed(String doing, Throwable failure) {
        if (failure instanceof SQLException) {
            return;
        }
        refuse(Refusal.INTERNAL, failure.getClass().getName() + " while " + doing);
        Diagnostics.failed(doing + " (" + driver + " is not cached any more)", failure);
    }

    /** A result could not be written for other JVMs: its values have no form outside, or the port is wrong. Said once, nothing else. */
    void encodingFailed(Throwable failure) {
        if (!(failure instanceof IOException)) {
            Diagnostics.failed("writing a result of " + driver + " for other JVMs", failure);
        }
    }

    private void refuse(Refusal why, String inWords) {
        reason = inWords;
        refusal = why;
    }

    @Override
    public String toString() {
        return driver + ": " + reason;
    }
}
