package io.querytap.agent;

import io.querytap.agent.config.ConfigurationLoader;
import io.querytap.agent.context.ApplicationTraces;
import io.querytap.core.Observations;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.sizing.SizeLimits;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.FindingSettings;
import io.querytap.core.settings.OtlpTargets;
import io.querytap.core.settings.Settings;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.work.UnitPolicy;
import io.querytap.instrumentation.entry.EntryInstrumentation;
import io.querytap.instrumentation.entry.NamedMethods;
import io.querytap.instrumentation.hikari.HikariInstrumentation;
import io.querytap.instrumentation.jdbc.JdbcInstrumentation;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.pools.Pools;
import io.querytap.instrumentation.servlet.ServletInstrumentation;
import io.querytap.instrumentation.task.TaskCarrier;
import io.querytap.instrumentation.task.TaskInstrumentation;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the agent: settings, observations, control plane, weaver. Everything that can wait for the first class of a driver
 * waits: hooks, probes, Byte Buddy and the control plane's thread.
 */
public final class Agent {
    private Agent() {}

    /**
     * Called once, by reflection, from premain.
     *
     * @param arguments what stands behind {@code =} in {@code -javaagent}, or null
     * @param defineHooks defines the hook classes; run before the first class is woven, may be run again
     * @param constants is given the constants of class files that are looked for
     * @param namedClasses is given internal names of classes that are candidates whatever they mention
     * @return what to hand candidate classes to; null if the agent is switched off
     */
    public static @Nullable ClassFileTransformer start(
            @Nullable String arguments,
            Instrumentation instrumentation,
            Runnable defineHooks,
            List<String> constants,
            List<String> namedClasses) {
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
        ApplicationTraces applicationTraces = new ApplicationTraces();
        applicationTraces.watch(instrumentation);
        observations.units().tracesFrom(applicationTraces);
        Caching caching = new Caching(configuration);
        ControlPlane controlPlane = new ControlPlane(configuration, observations, live, applicationTraces, caching);
        controlPlane.runAtExit();
        if (FindingsVerdict.isWanted(configuration)) {
            defineHooks.run();
            FindingsVerdict.prepare(instrumentation, mainThread());
        }
        List<TypeInstrumentation> instrumentations =
                instrumentations(configuration, observations, caching.isWanted(), namedClasses);
        for (int i = 0; i < instrumentations.size(); i++) {
            constants.addAll(instrumentations.get(i).constants());
        }
        return new Weaver(instrumentations, new Runnable() {
            @Override
            public void run() {
                defineHooks.run();
                TaskCarrier tasks = new TaskCarrier(observations.units());
                Runnable sweep = Listeners.install(observations, live, tasks, caching);
                Runnable weaveTasks = new Runnable() {
                    @Override
                    public void run() {
                        TaskInstrumentation.weave(instrumentation, tasks, observations.units());
                    }
                };
                controlPlane.start(weaveTasks, sweep);
            }
        });
    }

    /** Where several weave one method the first is the outermost: the name that the user gives counts. */
    private static List<TypeInstrumentation> instrumentations(
            Configuration configuration, Observations observations, boolean caches, List<String> namedClasses) {
        List<TypeInstrumentation> all = new ArrayList<>();
        boolean unitsAreWanted = observations.unitPolicy().recordsUnits();
        List<String> named = configuration.find(Settings.ENTRY_METHODS);
        if (unitsAreWanted && named != null) {
            NamedMethods methods = new NamedMethods(named);
            namedClasses.addAll(methods.classes());
            all.add(methods);
        }
        all.add(new JdbcInstrumentation(caches));
        all.add(new HikariInstrumentation());
        all.addAll(Pools.instrumentations());
        if (unitsAreWanted) {
            boolean tests = configuration.get(Settings.FINDINGS.profile) == FindingRules.Profile.TEST;
            all.add(new ServletInstrumentation());
            all.add(new EntryInstrumentation(tests));
        }
        return all;
    }

    /** The launcher runs the agents and then the main method on one thread. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static long mainThread() {
        return Thread.currentThread().getId();
    }

    private static SizeLimits sizeLimits(Configuration configuration) {
        Integer connections = configuration.find(Settings.POOL_DATABASE_CONNECTIONS);
        Integer cores = configuration.find(Settings.POOL_DATABASE_CORES);
        return new SizeLimits(
                configuration.get(Settings.POOL_INSTANCES),
                connections == null ? SizeLimits.NONE : connections,
                cores == null ? SizeLimits.NONE : cores);
    }

    private static Observations observations(Configuration configuration) {
        boolean rawTexts = configuration.get(Settings.SQL_TEXT) == Settings.SqlText.RAW;
        FindingRules rules = FindingSettings.rules(configuration);
        PatternRegistry patterns = new PatternRegistry(
                configuration.get(Settings.PATTERNS_MAX),
                rawTexts,
                rules != null && rules.isOn(Finding.Kind.UNPARAMETERIZED_SQL)
                        ? (int) rules.limit(Threshold.UNPARAMETERIZED_SQL_TEXTS)
                        : PatternRegistry.TEXTS_NOT_COUNTED);
        Observations observations = new Observations(patterns, unitPolicy(configuration, rules), rules);
        observations.pools().limits(sizeLimits(configuration));
        if (configuration.find(Settings.REPORT) != null || configuration.find(Settings.CONSOLE) != null) {
            observations.keepTimeline();
        }
        return observations;
    }

    /** Units of work are only recorded where their spans can go somewhere, or findings are looked for in them. */
    private static UnitPolicy unitPolicy(Configuration configuration, @Nullable FindingRules rules) {
        boolean exported = OtlpTargets.ofTraces(configuration) != null;
        UnitPolicy policy = new UnitPolicy(
                exported ? configuration.get(Settings.TRACES) : UnitPolicy.Traces.OFF,
                configuration.get(Settings.SLOW_QUERY).toNanos(),
                configuration.get(Settings.POOL_WAIT_THRESHOLD).toNanos());
        return rules == null || !rules.needsUnits()
                ? policy
                : policy.detecting(
                        rules.repeats(),
                        (int) rules.limit(Threshold.EVIDENCE_EVERY),
                        rules.limit(Threshold.CONNECTION_HELD_IDLE_TIME));
    }
}
