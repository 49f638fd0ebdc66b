package io.querytap.core.detect.pool;

/** When the JVM stood still, as for a garbage collection. Asked by the agent's thread; times are {@link System#nanoTime()}. */
@FunctionalInterface
public interface Stalls {
    /** Knows of none. */
    Stalls NONE = new Stalls() { // no lambda: this is made in premain
                @Override
                public void within(long fromNanos, long toNanos, Visitor visitor) {
                    // it never stood still
                }
            };

    /** Shows the standstills of a period, which may reach beyond it and may overlap, in no order. */
    void within(long fromNanos, long toNanos, Visitor visitor);

    /** Sees standstills. */
    @FunctionalInterface
    interface Visitor {
        void stall(long fromNanos, long toNanos);
    }
}
