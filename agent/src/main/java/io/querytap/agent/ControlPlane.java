package io.querytap.agent;

import io.querytap.agent.context.ApplicationTraces;
import io.querytap.core.Observations;
import io.querytap.core.detect.FindingListener;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Settings;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitAssembler;
import io.querytap.instrumentation.jdbc.LiveConnections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's one thread of its own: takes closed units of work from the queue, starts the export, looks for findings, writes reports
 * in between.
 * At the end of the JVM it brings everything out within a bounded time. Application threads never wait for it.
 */
final class ControlPlane implements Runnable {
    /** How often the queue of closed units is emptied, in milliseconds. */
    private static final long TICK_MILLIS = 500;

    /** How often findings are looked for: what concerns a detector is copied each time. */
    private static final long DETECTION_NANOS = 10_000_000_000L;

    private final Observations observations;
    private final LiveConnections live;
    private final UnitAssembler assembler;
    private final Export export;
    private final Reports reports;
    private final Duration exitTimeout;
    private final @Nullable Duration reportInterval;
    private volatile boolean exiting;

    ControlPlane(
            Configuration configuration,
            Observations observations,
            LiveConnections live,
            ApplicationTraces applicationTraces) {
        this.observations = observations;
        this.live = live;
        this.assembler = new UnitAssembler(observations.finishedUnits());
        this.export = new Export(configuration, observations, applicationTraces);
        FindingListener findingListener = export.findingListener();
        if (findingListener != null) {
            observations.detection().findings().listen(findingListener);
        }
        this.reports = new Reports(configuration, observations);
        this.exitTimeout = configuration.get(Settings.EXIT_TIMEOUT);
        this.reportInterval = reports.areWanted() ? configuration.find(Settings.REPORT_INTERVAL) : null;
    }

    /**
     * Starts the thread; called when the first driver class is woven.
     *
     * @param first what the thread does before all else
     */
    void start(Runnable first) {
        newThread(
                        new Runnable() {
                            @Override
                            public void run() {
                                first.run();
                                ControlPlane.this.run();
                            }
                        },
                        "querytap-control")
                .start();
    }

    /** Registers for the end of the JVM: normal exit, System.exit, SIGTERM. */
    void runAtExit() {
        try {
            Runtime.getRuntime().addShutdownHook(newThread(new AtExit(), "querytap-exit"));
        } catch (IllegalStateException shuttingDown) {
            Diagnostics.sayOnce("exit hook", "the JVM is already shutting down; there will be no report");
        }
    }

    /** A daemon thread that takes over nothing from the application's thread that happens to make it. */
    private static Thread newThread(Runnable task, String name) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread thread = new Thread(root, task, name, /* stackSize= */ 0, /* inheritThreadLocals= */ false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ControlPlane.class.getClassLoader());
        return thread;
    }

    @Override
    public void run() {
        long nextReportNanos = System.nanoTime() + intervalNanos();
        long nextDetectionNanos = System.nanoTime() + DETECTION_NANOS;
        while (!exiting) {
            try {
                Thread.sleep(TICK_MILLIS);
                tick();
                if (System.nanoTime() - nextDetectionNanos >= 0) {
                    nextDetectionNanos = System.nanoTime() + DETECTION_NANOS;
                    observations.detection().run(Instant.now());
                }
                if (reportInterval != null && System.nanoTime() - nextReportNanos >= 0) {
                    nextReportNanos += intervalNanos();
                    reports.write();
                }
            } catch (InterruptedException ignored) {
                // Nobody but the JVM's end stops this thread; an application that interrupts all threads does not.
            } catch (Throwable failure) {
                Diagnostics.failed("running its control thread", failure);
            }
        }
    }

    private long intervalNanos() {
        return reportInterval == null ? 0 : reportInterval.toNanos();
    }

    private synchronized void tick() throws InterruptedException {
        live.finishUnreachable();
        export.startIfWanted();
        units(assembler.next(/* timeoutNanos= */ 0));
    }

    private void units(List<FinishedUnit> units) {
        export.units(units, observations.detection().units(units, Instant.now()));
        export.findings();
    }

    /** Brings out what is there within the time that the user allows; what takes longer is cut off by the end of the JVM. */
    private final class AtExit implements Runnable {
        @Override
        public void run() {
            exiting = true;
            long endNanos = System.nanoTime() + exitTimeout.toNanos();
            Thread steps = newThread(() -> takeSteps(endNanos), "querytap-exit-steps");
            steps.start();
            try {
                steps.join(exitTimeout.toMillis());
            } catch (InterruptedException hurried) {
                // The JVM's end is hurried by the application: what is not written by now is not written.
            }
        }

        /** A step that fails does not keep the next from running. */
        private void takeSteps(long endNanos) {
            attempt("counting open results at exit", live::finishAll);
            observations.detection().ends();
            attempt("writing the report", reports::writeLast);
            attempt("exporting at exit", () -> exportLast(endNanos));
        }

        /** Leaves a tenth of the time, in which to say that not all could be sent. */
        private void exportLast(long endNanos) {
            if (observations.hasSeenAnything()) {
                lastTick();
            }
            long leftNanos = endNanos - System.nanoTime() - exitTimeout.toNanos() / 10;
            export.shutdown(Duration.ofNanos(Math.max(0, leftNanos)));
        }

        private void lastTick() {
            synchronized (ControlPlane.this) {
                export.startIfWanted();
                units(assembler.rest());
            }
        }

        private void attempt(String doing, Runnable step) {
            try {
                step.run();
            } catch (Throwable failure) {
                Diagnostics.failed(doing, failure);
            }
        }
    }
}
