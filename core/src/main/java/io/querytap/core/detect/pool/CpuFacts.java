package io.querytap.core.detect.pool;

/** What the operating system tells of the processors that this process got. Called by the agent's thread. */
interface CpuFacts {
    /** Not known. */
    long UNKNOWN = -1;

    /** @param ofThreads whether the costlier figures are wanted, {@link Reading#ranNanos} and {@link Reading#delayedNanos} */
    Reading read(boolean ofThreads);

    /** Figures since the process began; {@link #UNKNOWN} what cannot be had. Immutable. */
    final class Reading {
        private final long cpuNanos;
        private final long throttledNanos;
        private final long ranNanos;
        private final long delayedNanos;
        private final int processors;

        Reading(long cpuNanos, long throttledNanos, long ranNanos, long delayedNanos, int processors) {
            this.cpuNanos = cpuNanos;
            this.throttledNanos = throttledNanos;
            this.ranNanos = ranNanos;
            this.delayedNanos = delayedNanos;
            this.processors = processors;
        }

        /** Processor time of the process. */
        long cpuNanos() {
            return cpuNanos;
        }

        /** Time for which its container was held back for having used up its share. */
        long throttledNanos() {
            return throttledNanos;
        }

        /** Time for which its threads ran, as far as they are followed. */
        long ranNanos() {
            return ranNanos;
        }

        /** Time for which the same threads could have run and had no processor. */
        long delayedNanos() {
            return delayedNanos;
        }

        /** Processors that the JVM may use. */
        int processors() {
            return processors;
        }
    }
}
