package io.querytap.agent.compare;

/**
 * How a statement's times went over the run, slot by slot and to a factor of two: from it, how much less its executions tell than as many
 * independent ones. The sum over the slots is judged with what neighbouring slots have in common (Newey and West, Econometrica 55, 1987; to first
 * order the same as drawing blocks of slots anew, Künsch, Annals of Statistics 17, 1989, and without its dice). Immutable.
 */
final class SlotSeries {
    /** Times from 2^b to 2^(b+1) nanoseconds are in bucket b. */
    static final int BUCKETS = 63;

    /** With fewer slots in use, what the slots have in common cannot be told. */
    static final int LEAST_SLOTS = 8;

    /** Degrees of freedom of a variance with Bartlett's weights: so many times the slots in their reach (Priestley 1981, section 6.2). */
    private static final double DEGREES_OF_BARTLETT = 1.5;

    private final long[][] countsBySlot;
    private final long count;
    private final int slotsInUse;

    /** @param countsBySlot per slot, {@link #BUCKETS} counts */
    SlotSeries(long[][] countsBySlot) {
        this.countsBySlot = countsBySlot;
        long all = 0;
        int inUse = 0;
        for (long[] slot : countsBySlot) {
            long inSlot = 0;
            for (long inBucket : slot) {
                inSlot += inBucket;
            }
            all += inSlot;
            inUse += inSlot > 0 ? 1 : 0;
        }
        this.count = all;
        this.slotsInUse = inUse;
    }

    /** Whether there is enough of it to be asked. */
    boolean tells() {
        return slotsInUse >= LEAST_SLOTS;
    }

    /**
     * What the sum of a score over the executions scatters more than if they were independent; never less.
     *
     * @param variance of the score of one execution, from the histogram, which is finer than the buckets
     */
    Widening widened(Score score, double variance) {
        double[] scores = new double[BUCKETS];
        double sum = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            scores[bucket] = score.of(bucket);
            for (long[] slot : countsBySlot) {
                sum += slot[bucket] * scores[bucket];
            }
        }
        double mean = sum / count;
        double[] deviations = new double[countsBySlot.length];
        double independent = 0;
        for (int slot = 0; slot < countsBySlot.length; slot++) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                double deviation = scores[bucket] - mean;
                deviations[slot] += countsBySlot[slot][bucket] * deviation;
                independent += countsBySlot[slot][bucket] * deviation * deviation;
            }
        }
        int reach = (int) Math.ceil(Math.cbrt(slotsInUse));
        double shared = longRun(deviations, reach) - independent;
        double times = variance <= 0 ? 1 : Math.max(1, 1 + shared / (count * variance));
        return new Widening(times, DEGREES_OF_BARTLETT * slotsInUse / (reach + 1));
    }

    private double longRun(double[] deviations, int reach) {
        double all = 0;
        for (int lag = 0; lag <= reach && lag < deviations.length; lag++) {
            double together = 0;
            for (int slot = lag; slot < deviations.length; slot++) {
                together += deviations[slot] * deviations[slot - lag];
            }
            all += (lag == 0 ? 1 : 2 * (1 - lag / (reach + 1.0))) * together;
        }
        return all * slotsInUse / (slotsInUse - reach); // the mean was taken from the same slots
    }

    /** What an execution of a bucket adds to the sum that is judged. */
    @FunctionalInterface
    interface Score {
        double of(int bucket);
    }
}
