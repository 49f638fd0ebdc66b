package io.querytap.agent.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What differs from one run to the next though nothing was changed: a machine that was busier, a cache that was colder. One pair of runs cannot
 * tell that of one statement. It can of many, as long as most of them did not change: what they have in common is the shift, and how far they
 * scatter around it beyond their own chance is the spread (the empirical null of Efron, JASA 99, 2004, by medians). With few statements
 * the spread is mostly what is assumed, and there is no shift.
 */
final class RunToRun {
    /** Statements from which a shift can be called common: fewer than half of them may have changed. */
    static final int LEAST_FOR_SHIFT = 10;

    /** So many statements have the same say in the spread as the assumption has. */
    private static final int WEIGHT_OF_ASSUMPTION = 20;

    /** Half of a normal distribution lies nearer to its middle than so many standard deviations. */
    private static final double MEDIAN_OF_NORMAL = 0.674489750196;

    /** Rounds of shift and spread in turn; both settle within a few. */
    private static final int ROUNDS = 8;

    private static final int BISECTIONS = 40;

    /** A spread past it, on a logarithm, is three times as long or a third: no longer one experiment. */
    private static final double LARGEST_SPREAD = 1.1;

    private final int statements;
    private final double shift;
    private final double spread;

    private RunToRun(int statements, double shift, double spread) {
        this.statements = statements;
        this.shift = shift;
        this.spread = spread;
    }

    /** Nothing known of this pair of runs. */
    static RunToRun assumed(double spread) {
        return new RunToRun(0, 0, spread);
    }

    /**
     * @param assumedSpread standard deviation from run to run, where there is little to tell it from
     * @param withShift false: nothing is common, whatever differs is laid to the statement
     */
    static RunToRun of(List<Estimate> differences, double assumedSpread, boolean withShift) {
        int statements = differences.size();
        boolean hasShift = statements >= LEAST_FOR_SHIFT;
        double shift = 0;
        double spread = assumedSpread;
        for (int round = 0; round < ROUNDS; round++) {
            shift = hasShift ? weightedMedian(differences, spread) : 0;
            double seen = seenSpread(differences, shift);
            spread = Math.sqrt((statements * seen * seen + WEIGHT_OF_ASSUMPTION * assumedSpread * assumedSpread)
                    / (statements + WEIGHT_OF_ASSUMPTION));
        }
        return new RunToRun(statements, withShift ? shift : 0, spread);
    }

    private static double weightedMedian(List<Estimate> differences, double spread) {
        List<Estimate> ascending = differences.stream()
                .sorted(Comparator.comparingDouble(Estimate::value))
                .collect(Collectors.toList());
        double all = 0;
        for (Estimate one : ascending) {
            all += weight(one, spread);
        }
        double passed = 0;
        for (Estimate one : ascending) {
            passed += weight(one, spread);
            if (passed >= all / 2) {
                return one.value();
            }
        }
        return 0;
    }

    private static double weight(Estimate one, double spread) {
        return 1 / (one.variance() + spread * spread);
    }

    /** The spread with which half of the differences lie as near to the shift as half of a normal distribution does. */
    private static double seenSpread(List<Estimate> differences, double shift) {
        if (differences.isEmpty() || medianDistance(differences, shift, 0) <= MEDIAN_OF_NORMAL) {
            return 0;
        }
        double low = 0;
        double high = LARGEST_SPREAD;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            if (medianDistance(differences, shift, middle) > MEDIAN_OF_NORMAL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double medianDistance(List<Estimate> differences, double shift, double spread) {
        double[] distances = differences.stream()
                .mapToDouble(it -> Math.abs(it.value() - shift) / Math.sqrt(it.variance() + spread * spread))
                .sorted()
                .toArray();
        return distances[distances.length / 2];
    }

    /** What is left of a difference when what is common is taken out, with the chance of run to run added to its own. */
    Estimate judged(Estimate difference) {
        return difference.plus(-shift).with(spread * spread, WEIGHT_OF_ASSUMPTION + statements);
    }

    /** The same of something else that moves by so much when the times do. */
    Estimate alsoMoved(Estimate other, double sensitivity) {
        return other.with(spread * spread * sensitivity * sensitivity, WEIGHT_OF_ASSUMPTION + statements);
    }

    /** How many statements it was told from. */
    int statements() {
        return statements;
    }

    double shift() {
        return shift;
    }

    double spread() {
        return spread;
    }

    /**
     * Which of many differences are real where, of those called real, at most a share is wrong on the average (Benjamini and Hochberg, JRSS B 57,
     * 1995): for each probability the share at which it would just be called real.
     */
    static double[] adjusted(double[] probabilities) {
        Integer[] order = new Integer[probabilities.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        double[] adjusted = new double[probabilities.length];
        double least = 1;
        for (int rank = order.length; rank >= 1; rank--) {
            int index = order[rank - 1];
            least = Math.min(least, probabilities[index] * probabilities.length / rank);
            adjusted[index] = least;
        }
        return adjusted;
    }
}
