package io.querytap.core.detect.watch;

/** How often the stack of a thread of the application is looked at: each look stops that thread for some microseconds. */
public final class StackBudget {
    /** Looks in one period. */
    public static final int MAX_LOOKS = 3;

    /** After which there may be as many again. */
    public static final long PERIOD_NANOS = 10_000_000_000L;

    private long periodStartNanos;
    private int looks = MAX_LOOKS;
    private boolean begun;

    /** Whether there may be a look now; counts it. */
    public boolean take(long nowNanos) {
        if (!begun || nowNanos - periodStartNanos >= PERIOD_NANOS) {
            begun = true;
            periodStartNanos = nowNanos;
            looks = MAX_LOOKS;
        }
        return looks-- > 0;
    }
}
