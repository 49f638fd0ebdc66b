package io.querytap.agent.compare;

import java.util.Random;
import org.HdrHistogram.Histogram;

/** Runs of statements whose truth is known: log-normal times, with or without something that executions near each other share. */
final class Simulated {
    static final int SLOTS = 60;

    private final Random random;

    Simulated(long seed) {
        random = new Random(seed);
    }

    /** A number between two, evenly on a logarithmic scale. */
    double between(double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    /** Normally distributed. */
    double normal(double deviation) {
        return deviation * random.nextGaussian();
    }

    /** Independent executions, of which no course is known. */
    Sample independent(int executions, double medianNanos, double spread) {
        Histogram histogram = histogram();
        for (int i = 0; i < executions; i++) {
            histogram.recordValue(nanos(medianNanos, spread));
        }
        return new Sample(Cells.of(histogram), null);
    }

    /** Independent executions, a share of which takes a number of times as long. */
    Sample mixed(int executions, double medianNanos, double spread, double share, double factor) {
        Histogram histogram = histogram();
        for (int i = 0; i < executions; i++) {
            histogram.recordValue(nanos(random.nextDouble() < share ? medianNanos * factor : medianNanos, spread));
        }
        return new Sample(Cells.of(histogram), null);
    }

    /**
     * Executions evenly over the slots, of which all in a slot are faster or slower together: by a state that forgets half of itself from slot
     * to slot.
     *
     * @param wave standard deviation of that state, on the logarithm
     */
    Sample waving(int executions, double medianNanos, double spread, double wave) {
        Histogram histogram = histogram();
        long[][] slots = new long[SLOTS][SlotSeries.BUCKETS];
        double state = normal(wave);
        for (int slot = 0; slot < SLOTS; slot++) {
            for (int i = 0; i < executions / SLOTS; i++) {
                long nanos = nanos(medianNanos * Math.exp(state), spread);
                histogram.recordValue(nanos);
                slots[slot][63 - Long.numberOfLeadingZeros(Math.max(1, nanos))]++;
            }
            state = state / 2 + normal(wave * Math.sqrt(0.75));
        }
        return new Sample(Cells.of(histogram), new SlotSeries(slots));
    }

    /** The executions of a sample without their course. */
    static Sample withoutSeries(Sample sample) {
        return new Sample(sample.cells(), null);
    }

    private long nanos(double medianNanos, double spread) {
        return Math.round(medianNanos * Math.exp(spread * random.nextGaussian()));
    }

    static Histogram histogram() {
        Histogram histogram = new Histogram(1_000, 2_000, 2);
        histogram.setAutoResize(true);
        return histogram;
    }
}
