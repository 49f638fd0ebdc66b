package io.querytap.agent;

import io.querytap.core.detect.pool.StallMeter;
import java.util.function.BooleanSupplier;

/**
 * A thread that does nothing but sleep, so that it is asleep whenever the JVM stands still and wakes late. The control thread is not fit
 * for that: a standstill that meets it at work, or waiting for units of which one comes, would be laid to those who hold connections.
 */
final class StallWatch implements Runnable {
    private static final String THREAD = "querytap-stalls";

    /** Between two questions of how closely to look. */
    private static final long NAP_MILLIS = 50;

    private final StallMeter meter;
    private final BooleanSupplier closely;
    private volatile boolean ending;

    /** @param closely whether short standstills matter now; asked by the thread */
    StallWatch(StallMeter meter, BooleanSupplier closely) {
        this.meter = meter;
        this.closely = closely;
    }

    void start() {
        ControlPlane.newThread(this, THREAD).start();
    }

    /** Within a nap. */
    void end() {
        ending = true;
    }

    @Override
    public void run() {
        while (!ending) {
            try {
                meter.nap(NAP_MILLIS, closely.getAsBoolean());
            } catch (InterruptedException ignored) {
                // An application that interrupts all threads does not stop this one.
            }
        }
    }
}
