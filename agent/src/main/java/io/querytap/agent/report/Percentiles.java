package io.querytap.agent.report;

import io.querytap.core.stats.DistributionSnapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a table or plot of percentiles needs of a distribution: of one snapshot as it is, or of several put together. */
interface Percentiles {
    long count();

    long sum();

    long min();

    long max();

    /** @param percentile 0 to 100 */
    long valueAt(double percentile);

    default double mean() {
        return count() == 0 ? 0 : (double) sum() / count();
    }

    static Percentiles of(DistributionSnapshot snapshot) {
        return new OfOne(snapshot);
    }

    /** Puts distributions of the same unit together; count, sum, minimum and maximum stay exact. */
    static Percentiles of(List<DistributionSnapshot> snapshots) {
        List<DistributionSnapshot> filled =
                snapshots.stream().filter(it -> !it.isEmpty()).collect(Collectors.toList());
        if (filled.isEmpty()) {
            return new OfOne(DistributionSnapshot.empty());
        }
        return filled.size() == 1 ? new OfOne(filled.get(0)) : new OfMany(filled);
    }

    /** The snapshot itself. */
    final class OfOne implements Percentiles {
        private final DistributionSnapshot snapshot;

        private OfOne(DistributionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public long count() {
            return snapshot.count();
        }

        @Override
        public long sum() {
            return snapshot.sum();
        }

        @Override
        public long min() {
            return snapshot.min();
        }

        @Override
        public long max() {
            return snapshot.max();
        }

        @Override
        public long valueAt(double percentile) {
            return snapshot.valueAtPercentile(percentile);
        }
    }

    /** The cells of all snapshots in one ascending list. */
    final class OfMany implements Percentiles {
        private final TreeMap<Long, Long> cells = new TreeMap<>();
        private long count;
        private long sum;
        private long min = Long.MAX_VALUE;
        private long max;

        private OfMany(List<DistributionSnapshot> snapshots) {
            for (DistributionSnapshot snapshot : snapshots) {
                snapshot.forEachCell((middle, cellCount) -> cells.merge(middle, cellCount, Long::sum));
                count += snapshot.count();
                sum += snapshot.sum();
                min = Math.min(min, snapshot.min());
                max = Math.max(max, snapshot.max());
            }
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public long sum() {
            return sum;
        }

        @Override
        public long min() {
            return min;
        }

        @Override
        public long max() {
            return max;
        }

        @Override
        public long valueAt(double percentile) {
            long rank = Math.max(1, (long) Math.ceil(percentile / 100 * count));
            long passed = 0;
            for (Map.Entry<Long, Long> cell : cells.entrySet()) {
                passed += cell.getValue();
                if (passed >= rank) {
                    return cell.getKey();
                }
            }
            return max;
        }
    }
}
