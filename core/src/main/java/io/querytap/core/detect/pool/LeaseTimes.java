package io.querytap.core.detect.pool;

import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.LeaseLog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long connections are held as a rule, by the leases that have ended. */
final class LeaseTimes {
    /** Leases of one line of code without which all those of the pool say more. */
    static final int MIN_LEASES = 20;

    /** Far enough back for any lease, and near enough for differences of times. */
    private static final long EVER_NANOS = 1L << 62;

    private static final double P999 = 0.999;

    private LeaseTimes() {}

    /**
     * The 99.9th percentile of the leases kept that were borrowed in that line, or, where those are too few, of all; 0 without any.
     *
     * @param site null where it is not known
     */
    static long p999Nanos(LeaseLog leases, @Nullable String site, long nowNanos) {
        Times ofSite = new Times();
        Times ofAll = new Times();
        Map<Integer, Boolean> isOfSite = new HashMap<>();
        HolderNames names = leases.holders();
        leases.since(nowNanos - EVER_NANOS, lease -> {
            ofAll.add(lease.holdNanos());
            if (site != null
                    && isOfSite.computeIfAbsent(
                            lease.holder(), it -> site.equals(names.of(it).site()))) {
                ofSite.add(lease.holdNanos());
            }
        });
        return (ofSite.count >= MIN_LEASES ? ofSite : ofAll).p999();
    }

    private static final class Times {
        private long[] nanos = new long[64];
        private int count;

        void add(long hold) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count); // as many as the log keeps, which are bounded
            }
            nanos[count++] = hold;
        }

        long p999() {
            if (count == 0) {
                return 0;
            }
            Arrays.sort(nanos, 0, count);
            return nanos[(int) Math.ceil(P999 * count) - 1];
        }
    }
}
