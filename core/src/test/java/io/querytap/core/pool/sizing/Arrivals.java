package io.querytap.core.pool.sizing;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Made-up arrivals at a pool. */
final class Arrivals {
    static final long NANOS_PER_SECOND = 1_000_000_000L;
    static final long NANOS_PER_MILLI = 1_000_000L;

    private Arrivals() {}

    /** Arrivals at random, leases of exponential length, all idle for the same share of their time; nobody ever waited. */
    static Stretch poisson(int count, double perSecond, double meanSeconds, double idleShare, long seed) {
        return random(count, perSecond, idleShare, seed, random -> -meanSeconds * Math.log(1 - random));
    }

    /** The same with leases whose length is the function of a random number from 0 to 1. */
    static Stretch random(int count, double perSecond, double idleShare, long seed, DoubleUnaryOperator seconds) {
        Random random = new Random(seed);
        Stretch.Builder stretch = Stretch.builder(count);
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += -Math.log(1 - random.nextDouble()) / perSecond;
            long asked = Math.round(at * NANOS_PER_SECOND);
            long held = Math.round(seconds.applyAsDouble(random.nextDouble()) * NANOS_PER_SECOND);
            stretch.lease(asked, asked, asked + held, Math.round(held * (1 - idleShare)), /* holder= */ 1);
        }
        return stretch.build(0, Math.round(at * NANOS_PER_SECOND));
    }
}
