package io.querytap.core.pool;

/** Reads the present state of a pool, whichever library it is of. Called by the agent's own thread only. */
@FunctionalInterface
public interface PoolGauges {
    /** Value of a gauge that the pool does not tell. */
    int UNKNOWN = -1;

    /** Never throws; {@link Reading#NOTHING} if the pool is gone or does not answer. */
    Reading read();

    /** One reading; each value a number of connections (pending: of threads), or {@link #UNKNOWN}. Immutable. */
    final class Reading {
        public static final Reading NOTHING = new Reading(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

        private final int max;
        private final int minIdle;
        private final int maxIdle;
        private final int used;
        private final int idle;
        private final int pending;

        public Reading(int max, int minIdle, int maxIdle, int used, int idle, int pending) {
            this.max = max;
            this.minIdle = minIdle;
            this.maxIdle = maxIdle;
            this.used = used;
            this.idle = idle;
            this.pending = pending;
        }

        public int max() {
            return max;
        }

        public int minIdle() {
            return minIdle;
        }

        /** The most idle connections that the pool keeps. */
        public int maxIdle() {
            return maxIdle;
        }

        public int used() {
            return used;
        }

        public int idle() {
            return idle;
        }

        public int pending() {
            return pending;
        }
    }
}
