package io.querytap.agent.compare;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Whether one of two runs is slower by the order of the values alone: the rank test of Brunner and Munzel (Biometrical Journal 42, 2000),
 * which is that of Mann and Whitney without their assumption that both runs scatter alike. The histograms are laid over each other, cut at the
 * edges of both; what falls into one piece is a tie and counts half.
 */
final class RankTest {
    private final double[] before;
    private final double[] after;

    RankTest(Cells before, Cells after) {
        double[] edges = DoubleStream.concat(edges(before), edges(after))
                .sorted()
                .distinct()
                .toArray();
        this.before = spread(before, edges);
        this.after = spread(after, edges);
    }

    private static DoubleStream edges(Cells cells) {
        return DoubleStream.iterate(0, cell -> cell + 1)
                .limit(cells.size())
                .flatMap(cell -> DoubleStream.of(cells.lower((int) cell), cells.upper((int) cell)));
    }

    /** Counts between each edge and the next. */
    private static double[] spread(Cells cells, double[] edges) {
        double[] counts = new double[edges.length];
        for (int cell = 0; cell < cells.size(); cell++) {
            double width = cells.upper(cell) - cells.lower(cell);
            int piece = Arrays.binarySearch(edges, cells.lower(cell));
            for (; edges[piece] < cells.upper(cell); piece++) {
                counts[piece] += cells.countOf(cell) * (edges[piece + 1] - edges[piece]) / width;
            }
        }
        return counts;
    }

    /**
     * How probable it is that an execution after took longer than one before, ties half, less 1/2.
     *
     * @param widenedBefore how much less the executions of the first run tell than independent ones
     */
    Estimate moreThanHalf(Widening widenedBefore, Widening widenedAfter) {
        double countBefore = Arrays.stream(before).sum();
        double countAfter = Arrays.stream(after).sum();
        double[] placedAfter = placements(before, countBefore);
        double[] placedBefore = placements(after, countAfter);
        double probability = 0;
        for (int piece = 0; piece < after.length; piece++) {
            probability += after[piece] * placedAfter[piece] / countAfter;
        }
        double leastVariance = 1 / (4 * countBefore * countAfter); // runs that do not overlap at all scatter nowhere
        Estimate ofAfter = new Estimate(
                        probability - 0.5,
                        variance(after, placedAfter, countAfter) + leastVariance,
                        Math.max(1, countAfter - 1))
                .widened(widenedAfter);
        Estimate ofBefore = new Estimate(
                        0, variance(before, placedBefore, countBefore) + leastVariance, Math.max(1, countBefore - 1))
                .widened(widenedBefore);
        return Estimate.difference(ofAfter, ofBefore);
    }

    /** The share of the other run's values below each piece, ties half. */
    private static double[] placements(double[] other, double count) {
        double[] placements = new double[other.length];
        double below = 0;
        for (int piece = 0; piece < other.length; piece++) {
            placements[piece] = (below + other[piece] / 2) / count;
            below += other[piece];
        }
        return placements;
    }

    private static double variance(double[] counts, double[] placements, double count) {
        double mean = 0;
        for (int piece = 0; piece < counts.length; piece++) {
            mean += counts[piece] * placements[piece] / count;
        }
        double squares = 0;
        for (int piece = 0; piece < counts.length; piece++) {
            squares += counts[piece] * (placements[piece] - mean) * (placements[piece] - mean);
        }
        return squares / Math.max(1, count - 1) / count;
    }
}
