package io.querytap.core.detect.pool;

/** How far threads that could have run had no processor. Asked by the agent's thread; times are {@link System#nanoTime()}. */
@FunctionalInterface
public interface CpuStarvation {
    /** There always was one. */
    CpuStarvation NONE = new CpuStarvation() { // no lambda: this is made in premain
                @Override
                public double shareOf(long fromNanos, long toNanos) {
                    return 0;
                }
            };

    /** Which share of that time, 0 to 1, threads were kept waiting for a processor; 0 where that is not known. */
    double shareOf(long fromNanos, long toNanos);
}
