package io.querytap.core.detect.pool;

import io.querytap.core.pool.PoolStats;

/** How far threads that could have run had no processor. Asked by the agent's thread; times are {@link System#nanoTime()}. */
public interface CpuStarvation {
    /** There always was one. */
    CpuStarvation NONE = new CpuStarvation() { // no lambda: this is made in premain
                @Override
                public double ofThreads(long fromNanos, long toNanos) {
                    return 0;
                }

                @Override
                public double ofHolders(PoolStats pool, long fromNanos, long toNanos) {
                    return 0;
                }
            };

    /** Which share of the time for which threads of this JVM wanted a processor they had none, 0 to 1; 0 where that is not known. */
    double ofThreads(long fromNanos, long toNanos);

    /**
     * For which share of that time, 0 to 1, those who held connections of a pool wanted a processor and had none; not while they slept or
     * waited for somebody else. 0 where that is not known.
     */
    double ofHolders(PoolStats pool, long fromNanos, long toNanos);
}
