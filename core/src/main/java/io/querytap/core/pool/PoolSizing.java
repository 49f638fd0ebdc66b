package io.querytap.core.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How large a pool should be, by what was seen of its leases. Immutable. */
public final class PoolSizing {
    private final double offeredLoad;
    private final int recommendedMax;
    private final List<WhatIf> whatIf;

    PoolSizing(double offeredLoad, int recommendedMax, List<WhatIf> whatIf) {
        this.offeredLoad = offeredLoad;
        this.recommendedMax = recommendedMax;
        this.whatIf = List.copyOf(whatIf);
    }

    /** Computes it; null where too little was seen. */
    static @Nullable PoolSizing of(PoolStats pool, PoolGauges.Reading reading) {
        return null;
    }

    /** Connections wanted at once on the average (Erlang), in the busiest seconds. */
    public double offeredLoad() {
        return offeredLoad;
    }

    /** Connections with which one in a hundred borrowers would have to wait. */
    public int recommendedMax() {
        return recommendedMax;
    }

    /** What borrowers would have waited, by size of the pool. */
    public List<WhatIf> whatIf() {
        return whatIf;
    }

    /** One size of the pool. Immutable; times in nanoseconds. */
    public static final class WhatIf {
        private final int max;
        private final long waitP50Nanos;
        private final long waitP99Nanos;

        WhatIf(int max, long waitP50Nanos, long waitP99Nanos) {
            this.max = max;
            this.waitP50Nanos = waitP50Nanos;
            this.waitP99Nanos = waitP99Nanos;
        }

        public int max() {
            return max;
        }

        public long waitP50Nanos() {
            return waitP50Nanos;
        }

        public long waitP99Nanos() {
            return waitP99Nanos;
        }
    }
}
