package io.querytap.agent;

import io.querytap.agent.config.ConfigurationLoader;
import io.querytap.core.Observations;
import io.querytap.core.detect.PatternDetector;
import io.querytap.core.detect.UnparameterizedSql;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.OtlpTargets;
import io.querytap.core.settings.Settings;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.work.UnitPolicy;
import io.querytap.instrumentation.hikari.HikariInstrumentation;
import io.querytap.instrumentation.jdbc.JdbcInstrumentation;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the agent: settings, observations, control plane, weaver. Everything that can wait for the first class of a driver
 * waits: hooks, probes, Byte Buddy and the control plane's thread.
 */
public final class Agent {
    /** Executions of one pattern in one unit that detectors want to see. */
    private static final int REPEATS = 5;

    /** Of so many units one keeps the costlier evidence. */
    private static final int SAMPLE_EVERY = 16;

    private static final long LONG_IDLE_NANOS = 100_000_000L;

    private Agent() {}

    /**
     * Called once, by reflection, from premain.
     *
     * @param arguments what stands behind {@code =} in {@code -javaagent}, or null
     * @param defineHooks defines the hook classes; run before the first class is woven, may be run again
     * @return what to hand candidate classes to; null if the agent is switched off
     */
    public static @Nullable ClassFileTransformer start(
            @Nullable String arguments, Instrumentation instrumentation, Runnable defineHooks) {
        Configuration configuration = ConfigurationLoader.load(arguments, System.getenv(), System.getProperties());
        for (String problem : configuration.problems()) {
            Diagnostics.say(problem);
        }
        if (!configuration.get(Settings.ENABLED)) {
            Diagnostics.say("switched off by querytap.enabled=false");
            return null;
        }
        Observations observations = observations(configuration);
        LiveConnections live = new LiveConnections();
        ControlPlane controlPlane = new ControlPlane(configuration, observations, live);
        controlPlane.runAtExit();
        if (FindingsVerdict.isWanted(configuration)) {
            defineHooks.run();
            FindingsVerdict.prepare(instrumentation, mainThread());
        }
        return new Weaver(List.of(new JdbcInstrumentation(), new HikariInstrumentation()), new Runnable() {
            @Override
            public void run() {
                defineHooks.run();
                Listeners.install(observations, live);
                controlPlane.start();
            }
        });
    }

    /** The launcher runs the agents and then the main method on one thread. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static long mainThread() {
        return Thread.currentThread().getId();
    }

    private static Observations observations(Configuration configuration) {
        boolean rawTexts = configuration.get(Settings.SQL_TEXT) == Settings.SqlText.RAW;
        boolean unparameterized = configuration.get(Settings.FINDINGS_UNPARAMETERIZED);
        int texts = configuration.get(Settings.FINDINGS_UNPARAMETERIZED_TEXTS);
        PatternRegistry patterns = new PatternRegistry(
                configuration.get(Settings.PATTERNS_MAX),
                rawTexts,
                unparameterized ? texts : PatternRegistry.TEXTS_NOT_COUNTED);
        List<PatternDetector> detectors = unparameterized ? List.of(new UnparameterizedSql(texts)) : List.of();
        return new Observations(patterns, unitPolicy(configuration), detectors);
    }

    /** Units of work are only recorded where their spans can go somewhere. */
    private static UnitPolicy unitPolicy(Configuration configuration) {
        boolean exported = OtlpTargets.ofTraces(configuration) != null;
        return new UnitPolicy(
                        exported ? configuration.get(Settings.TRACES) : UnitPolicy.Traces.OFF,
                        configuration.get(Settings.SLOW_QUERY).toNanos(),
                        configuration.get(Settings.POOL_WAIT_THRESHOLD).toNanos())
                .detecting(REPEATS, SAMPLE_EVERY, LONG_IDLE_NANOS);
    }
}
