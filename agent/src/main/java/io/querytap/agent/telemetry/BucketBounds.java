package io.querytap.agent.telemetry;

import java.util.List;

/** Upper bounds of the explicit buckets of histograms, in the unit of their metric. */
final class BucketBounds {
    static final double[] NONE = {};
    /** Advised for operation durations. */
    static final double[] ADVISED = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10};
    /** For what rightly takes longer than an operation. */
    static final double[] LONG = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300};

    /** From what taking a free connection costs to the usual time-out; the conventions advise nothing for pools. */
    static final double[] WAIT = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30};

    /** From a local socket to a server that does not answer. */
    static final double[] CREATION = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30};

    /** Every other bound of the classes in which ages are counted, so each class is whole in one bucket. */
    static final double[] AGES = {
        0.001, 0.004, 0.016, 0.064, 0.256, 1.024, 4.096, 16.384, 65.536, 262.144, 1048.576, 4194.304
    };

    static final double[] ROWS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};

    static List<Double> asList(double[] bounds) {
        Double[] boxed = new Double[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            boxed[i] = bounds[i];
        }
        return List.of(boxed);
    }
}
