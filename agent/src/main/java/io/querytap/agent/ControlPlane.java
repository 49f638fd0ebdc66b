package io.querytap.agent;

import io.querytap.agent.context.ApplicationTraces;
import io.querytap.core.Observations;
import io.querytap.core.detect.FindingListener;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Settings;
import io.querytap.core.timeline.Timeline;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitAssembler;
import io.querytap.instrumentation.jdbc.LiveConnections;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which the agent does its work: takes units that have ended from the queue, looks for findings, starts the export, writes
 * reports in between.
 * At the end of the JVM it brings everything out within a bounded time. Application threads never wait for it.
 */
final class ControlPlane implements Runnable {
    /** How long the thread sleeps at most where nothing happens, in nanoseconds: traces that wait are put together no later. */
    private static final long TICK_NANOS = 500_000_000L;

    /** The least time between two looks at the queue: waking up for every single unit would cost more than the unit. */
    private static final long GAP_MILLIS = 50;

    /** How often connections in use are looked at. */
    private static final long WATCH_NANOS = 1_000_000_000L;

    /**
     * How long after a wait for a connection others are expected: meanwhile the thread does not wait for units, because what the holders
     * did is soon forgotten, and standstills of the JVM are looked for more closely.
     */
    private static final long URGENT_NANOS = 10_000_000_000L;

    /** How often findings are looked for in patterns: what concerns a detector is copied each time. */
    private static final long DETECTION_NANOS = 10_000_000_000L;

    private static final Runnable NOTHING = new Runnable() {
        @Override
        public void run() {
            // until there is something to sweep
        }
    };

    private final Observations observations;
    private final LiveConnections live;
    private final UnitAssembler assembler;
    private final Export export;
    private final Reports reports;
    private final LiveConsole console;
    private final Duration exitTimeout;
    private final @Nullable Duration reportInterval;
    private final @Nullable Timeline timeline;
    private volatile @Nullable Thread thread;
    private volatile Runnable sweep = NOTHING;
    private volatile boolean exiting;

    // Written by the control thread.
    private volatile long urgentUntilNanos;
    private volatile @Nullable StallWatch stallWatch;

    // Of the control thread alone.
    private long nextTickNanos;
    private long nextWatchNanos;
    private long nextDetectionNanos;
    private long nextReportNanos;

    ControlPlane(
            Configuration configuration,
            Observations observations,
            LiveConnections live,
            ApplicationTraces applicationTraces,
            Caching caching) {
        this.observations = observations;
        this.live = live;
        this.assembler = new UnitAssembler(observations.finishedUnits());
        this.export = new Export(configuration, observations, applicationTraces, caching);
        FindingListener findingListener = export.findingListener();
        if (findingListener != null) {
            observations.detection().findings().listen(findingListener);
        }
        this.reports = new Reports(configuration, observations, caching);
        this.console = new LiveConsole(configuration, reports, caching);
        this.exitTimeout = configuration.get(Settings.EXIT_TIMEOUT);
        this.timeline = observations.timeline();
        this.reportInterval = reports.areWanted() ? configuration.find(Settings.REPORT_INTERVAL) : null;
    }

    /**
     * Starts the thread; called when the first driver class is woven.
     *
     * @param first what the thread does before all else
     * @param often what it does twice a second
     */
    void start(Runnable first, Runnable often) {
        sweep = often;
        Runnable all = new Runnable() {
            @Override
            public void run() {
                first.run();
                console.startIfWanted();
                ControlPlane.this.run();
            }
        };
        Thread control = newThread(all, "querytap-control");
        thread = control;
        control.start();
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
    static Thread newThread(Runnable task, String name) {
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
        long now = System.nanoTime();
        nextReportNanos = now + intervalNanos();
        nextDetectionNanos = now + DETECTION_NANOS;
        nextTickNanos = now + TICK_NANOS;
        urgentUntilNanos = now;
        nextWatchNanos = now + WATCH_NANOS;
        while (!exiting) {
            try {
                Thread.sleep(GAP_MILLIS);
                round(ended(timeoutNanos(System.nanoTime())));
            } catch (InterruptedException ignored) {
                // Nobody but the JVM's end stops this thread; an application that interrupts all threads does not.
            } catch (Throwable failure) {
                Diagnostics.failed("running its control thread", failure);
            }
        }
    }

    private long timeoutNanos(long nowNanos) {
        long untilTick = nextTickNanos - nowNanos;
        long untilLook = timeline == null ? untilTick : timeline.nextLookNanos() - nowNanos;
        return isUrgent(nowNanos) ? 0 : Math.max(0, Math.min(untilTick, untilLook));
    }

    private boolean isUrgent(long nowNanos) {
        return urgentUntilNanos - nowNanos > 0;
    }

    /** Nobody but the borrowers of a pool waits in a way that a standstill has to be told from. */
    private void watchStalls() {
        if (stallWatch == null && !observations.pools().all().isEmpty()) {
            StallWatch watch = new StallWatch(observations.stalls(), () -> isUrgent(System.nanoTime()));
            stallWatch = watch;
            watch.start();
        }
    }

    private List<FinishedUnit> ended(long timeoutNanos) throws InterruptedException {
        synchronized (assembler) {
            return assembler.next(timeoutNanos);
        }
    }

    /** What is due; the units are those that have ended by now. */
    private void round(List<FinishedUnit> ended) {
        watchStalls();
        observations.stalls().awaitWaking(); // before anybody asks what borrowers waited for
        long now = System.nanoTime();
        if (timeline != null && now - timeline.nextLookNanos() >= 0) {
            timeline.look(now);
        }
        if (now - nextTickNanos >= 0) {
            nextTickNanos = now + TICK_NANOS;
            live.finishUnreachable();
            sweep.run();
            exportStarts();
        }
        units(ended);
        if (observations.detection().lookAtUrgent(now, Instant.now())) {
            urgentUntilNanos = now + URGENT_NANOS;
        }
        if (now - nextWatchNanos >= 0) {
            nextWatchNanos = now + WATCH_NANOS;
            observations.detection().look(now, Instant.now());
        }
        if (now - nextDetectionNanos >= 0) {
            nextDetectionNanos = now + DETECTION_NANOS;
            observations.pools().look(now, Instant.now());
            observations.detection().run(Instant.now());
        }
        findingsAreTold();
        if (reportInterval != null && now - nextReportNanos >= 0) {
            nextReportNanos += intervalNanos();
            reports.write();
        }
    }

    private long intervalNanos() {
        return reportInterval == null ? 0 : reportInterval.toNanos();
    }

    /** Findings are looked for before spans are made, so that they go together. */
    private synchronized void units(List<FinishedUnit> ended) {
        if (!ended.isEmpty()) {
            export.units(ended, observations.detection().units(ended, Instant.now()));
        }
        export.findings();
    }

    private synchronized void exportStarts() {
        export.startIfWanted();
    }

    private synchronized void findingsAreTold() {
        export.findings();
    }

    /** Brings out what is there within the time that the user allows; what takes longer is cut off by the end of the JVM. */
    private final class AtExit implements Runnable {
        @Override
        public void run() {
            exiting = true;
            StallWatch watch = stallWatch;
            if (watch != null) {
                watch.end();
            }
            long endNanos = System.nanoTime() + exitTimeout.toNanos();
            Thread steps = newThread(() -> takeSteps(endNanos), "querytap-exit-steps");
            steps.start();
            try {
                steps.join(exitTimeout.toMillis());
            } catch (InterruptedException hurried) {
                // The JVM's end is hurried by the application: what is not written by now is not written.
            }
            if (steps.isAlive()) {
                Diagnostics.say("the JVM ends before all was written or sent; " + Settings.EXIT_TIMEOUT.propertyName()
                        + " is how long that may take");
            }
        }

        /** A step that fails does not keep the next from running. */
        private void takeSteps(long endNanos) {
            attempt("closing the console", console::stop);
            attempt("counting open results at exit", live::finishAll);
            observations.detection().ends();
            if (observations.hasSeenAnything()) {
                attempt("starting the export at exit", ControlPlane.this::exportStarts);
                attempt("looking for findings at exit", () -> units(lastUnits()));
                attempt("looking for findings at exit", this::lastRound);
            }
            attempt("writing the report", reports::writeLast);
            attempt("exporting at exit", () -> exportLast(endNanos));
        }

        /** Also where there is no report: findings are exported as well. */
        private void lastRound() {
            observations.detection().look(System.nanoTime(), Instant.now());
            observations.pools().look(System.nanoTime(), Instant.now());
            observations.detection().run(Instant.now());
        }

        /** The control thread may be waiting for units; it is to stop anyway. */
        private List<FinishedUnit> lastUnits() {
            Thread control = thread;
            if (control != null) {
                control.interrupt();
            }
            synchronized (assembler) {
                return assembler.rest();
            }
        }

        /** Leaves a tenth of the time, in which to say that not all could be sent. */
        private void exportLast(long endNanos) {
            long leftNanos = endNanos - System.nanoTime() - exitTimeout.toNanos() / 10;
            export.shutdown(Duration.ofNanos(Math.max(0, leftNanos)));
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
