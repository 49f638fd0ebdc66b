package io.querytap.core;

import io.querytap.core.detect.Detection;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.pool.StallMeter;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.timeline.Timeline;
import io.querytap.core.timeline.TimelineSnapshot;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.UnitQueue;
import io.querytap.core.work.Units;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What this JVM has been seen doing: written by the probes, read through {@link #snapshot()}. Thread-safe. */
public final class Observations {
    private final Instant startedAt = Instant.now();
    private final PatternRegistry patterns;
    private final PoolRegistry pools = new PoolRegistry();
    private final UnitPolicy unitPolicy;
    private final UnitQueue finishedUnits = new UnitQueue();
    private final Units units;
    private final OpenConnections connections = new OpenConnections();
    private final StallMeter stalls = new StallMeter();
    private final Detection detection;
    private final long startNanos = System.nanoTime();
    private volatile @Nullable Timeline timeline;

    /** Keeps normalized texts only. */
    public Observations(int maxPatterns, UnitPolicy unitPolicy) {
        this(new PatternRegistry(maxPatterns), unitPolicy);
    }

    /** Looks for no findings. */
    public Observations(PatternRegistry patterns, UnitPolicy unitPolicy) {
        this(patterns, unitPolicy, /* rules= */ null);
    }

    /** @param rules which findings are looked for; null: none */
    public Observations(PatternRegistry patterns, UnitPolicy unitPolicy, @Nullable FindingRules rules) {
        this.patterns = patterns;
        this.unitPolicy = unitPolicy;
        this.units = new Units(unitPolicy, finishedUnits);
        Detection.Builder detectors = Detection.of(patterns);
        if (rules != null) {
            Detectors.add(rules, detectors, units, connections, pools, stalls);
        }
        this.detection = detectors.build();
    }

    public PatternRegistry patterns() {
        return patterns;
    }

    public PoolRegistry pools() {
        return pools;
    }

    /** Which units of work are worth handing over when they end. */
    public UnitPolicy unitPolicy() {
        return unitPolicy;
    }

    /** Begins and ends units of work. */
    public Units units() {
        return units;
    }

    /** The connections that are open. */
    public OpenConnections connections() {
        return connections;
    }

    /** Units of work that have ended and wait for the control plane. */
    public UnitQueue finishedUnits() {
        return finishedUnits;
    }

    /** Whether a connection was ever made; where none was, there is nothing to say. */
    public boolean hasSeenAnything() {
        return !patterns.isEmpty();
    }

    /** To be told by the agent's thread when it ran late. */
    public StallMeter stalls() {
        return stalls;
    }

    /** Looks for findings; all of it is to be called off the application's threads. */
    public Detection detection() {
        return detection;
    }

    /** From now on it is kept what happened when, for a report or a console: memory that nobody else should pay for. */
    public void keepTimeline() {
        timeline = new Timeline(patterns, pools, startNanos);
    }

    /** What happened when; null where that is not kept. */
    public @Nullable Timeline timeline() {
        return timeline;
    }

    /** A consistent copy of everything; takes milliseconds, to be called off the application's threads. */
    public Snapshot snapshot() {
        Instant now = Instant.now();
        detection.lookAtUrgent(System.nanoTime(), now); // so that all waiting that is counted is also laid to somebody
        detection.run(now);
        Timeline kept = timeline;
        TimelineSnapshot over = kept == null ? null : kept.snapshot(System.nanoTime());
        return new Snapshot(
                startedAt,
                now,
                patterns.patternSnapshots(),
                pools.snapshots(),
                patterns.transactionSnapshots(),
                detection.findings().all(),
                detection.findings().omitted(),
                Diagnostics.selfErrors(),
                over);
    }
}
