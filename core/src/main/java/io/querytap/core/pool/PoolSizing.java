package io.querytap.core.pool;

import io.querytap.core.pool.sizing.DatabaseBottleneck;
import io.querytap.core.pool.sizing.Replay;
import io.querytap.core.pool.sizing.SizeBound;
import io.querytap.core.pool.sizing.SizingStudy;
import io.querytap.core.pool.sizing.SizingText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a pool should be, by the stretch of at most a minute since start in which the most connections were wanted at once. Advice: no pool is ever
 * resized. Immutable.
 */
public final class PoolSizing {
    private final Instant from;
    private final Instant to;
    private final int leases;
    private final int timeouts;
    private final double offeredLoad;
    private final double busiestOfferedLoad;
    private final int wantedAtOnceP99;
    private final double idleShare;
    private final double peakUtilisation;
    private final int currentMax;
    private final int recommendedMax;
    private final List<SizeBound> bounds;
    private final List<WhatIf> whatIf;
    private final @Nullable DatabaseBottleneck databaseBottleneck;
    private final List<String> sentences;

    private PoolSizing(Builder from) {
        this.from = from.from;
        this.to = from.to;
        this.leases = from.leases;
        this.timeouts = from.timeouts;
        this.offeredLoad = from.offeredLoad;
        this.busiestOfferedLoad = from.busiestOfferedLoad;
        this.wantedAtOnceP99 = from.wantedAtOnceP99;
        this.idleShare = from.idleShare;
        this.peakUtilisation = from.peakUtilisation;
        this.currentMax = from.currentMax;
        this.recommendedMax = from.recommendedMax;
        this.bounds = List.copyOf(from.bounds);
        this.whatIf = List.copyOf(from.whatIf);
        this.databaseBottleneck = from.databaseBottleneck;
        this.sentences = List.copyOf(from.sentences);
    }

    /**
     * What a study says.
     *
     * @param from when its stretch began
     * @param peakUtilisation of the busiest minute since start; -1 if not known
     */
    static PoolSizing of(SizingStudy study, Instant from, double peakUtilisation) {
        Builder builder = new Builder(from, from.plusNanos(study.stretch().nanos()));
        builder.leases = study.stretch().arrivals() - study.stretch().timeouts();
        builder.timeouts = study.stretch().timeouts();
        builder.offeredLoad = study.demand().offeredLoad();
        builder.busiestOfferedLoad = study.demand().busiestOfferedLoad();
        builder.wantedAtOnceP99 = study.demand().p99();
        builder.idleShare = study.stretch().idleShare();
        builder.peakUtilisation = peakUtilisation;
        builder.currentMax = study.currentMax();
        builder.recommendedMax = study.recommended().size();
        builder.bounds = study.recommended().bounds();
        for (SizingStudy.Row row : study.rows()) {
            Replay.Waits less = row.withoutIdle();
            WhatIf withoutIdle = less == null ? null : new WhatIf(row.size(), less, /* withoutIdle= */ null);
            builder.whatIf.add(new WhatIf(row.size(), row.asHeld(), withoutIdle));
        }
        builder.databaseBottleneck = study.bottleneck();
        builder.sentences = SizingText.of(study, peakUtilisation);
        return new PoolSizing(builder);
    }

    /** When the stretch began that all of this but {@link #peakUtilisation} is about. */
    public Instant from() {
        return from;
    }

    /** When it ended. */
    public Instant to() {
        return to;
    }

    /** Leases asked for in it. */
    public int leases() {
        return leases;
    }

    /** Attempts in it that ended in a time-out. */
    public int timeouts() {
        return timeouts;
    }

    /** Connections wanted at once on the average (Erlang): arrivals a second times the mean time that a lease lasts. */
    public double offeredLoad() {
        return offeredLoad;
    }

    /** The same for the busiest in a hundred of its seconds. */
    public double busiestOfferedLoad() {
        return busiestOfferedLoad;
    }

    /** With this many connections 99 in 100 borrowers would have found one free, had nobody ever waited. */
    public int wantedAtOnceP99() {
        return wantedAtOnceP99;
    }

    /** How much of the leases' time the database had nothing to do for them, from 0 to 1; -1 if that is not known. */
    public double idleShare() {
        return idleShare;
    }

    /** Connections in use as a share of {@link #currentMax}, on the average of the busiest minute since start; -1 if not known. */
    public double peakUtilisation() {
        return peakUtilisation;
    }

    /** How many connections the pool may have; -1 if that is not known. */
    public int currentMax() {
        return currentMax;
    }

    /** Connections with which one in a hundred borrowers would have to wait, within the {@link #bounds}. */
    public int recommendedMax() {
        return recommendedMax;
    }

    /** What made it another size than the load alone asks for; empty if nothing did. */
    public List<SizeBound> bounds() {
        return bounds;
    }

    /** What borrowers would have waited, by size of the pool, the smallest first. */
    public List<WhatIf> whatIf() {
        return whatIf;
    }

    /** The row of a size; null if there is none. */
    public @Nullable WhatIf whatIf(int max) {
        for (WhatIf row : whatIf) {
            if (row.max == max) {
                return row;
            }
        }
        return null;
    }

    /** Not null if a larger pool would rather make things worse. */
    public @Nullable DatabaseBottleneck databaseBottleneck() {
        return databaseBottleneck;
    }

    /** The same for people, the most important first; at least one sentence. */
    public List<String> sentences() {
        return sentences;
    }

    /** What the leases recorded would have met in a pool of another size, times in nanoseconds. Immutable. */
    public static final class WhatIf {
        private final int max;
        private final long waitP50Nanos;
        private final long waitP99Nanos;
        private final double probabilityOfWait;
        private final int timeouts;
        private final @Nullable WhatIf withoutIdle;

        private WhatIf(int max, Replay.Waits waits, @Nullable WhatIf withoutIdle) {
            this.max = max;
            this.waitP50Nanos = waits.p50Nanos();
            this.waitP99Nanos = waits.p99Nanos();
            this.probabilityOfWait = waits.probability();
            this.timeouts = waits.timeouts();
            this.withoutIdle = withoutIdle;
        }

        public int max() {
            return max;
        }

        /** Of all borrowers, also of those who find a connection at once. */
        public long waitP50Nanos() {
            return waitP50Nanos;
        }

        public long waitP99Nanos() {
            return waitP99Nanos;
        }

        /** From 0 to 1. */
        public double probabilityOfWait() {
            return probabilityOfWait;
        }

        /** How many borrowers would have given up. */
        public int timeouts() {
            return timeouts;
        }

        /** The same if connections were held only while the database works; null if it is not known how long that was. */
        public @Nullable WhatIf withoutIdle() {
            return withoutIdle;
        }
    }

    /** For one use by one thread. */
    private static final class Builder {
        private final Instant from;
        private final Instant to;
        private int leases;
        private int timeouts;
        private double offeredLoad;
        private double busiestOfferedLoad;
        private int wantedAtOnceP99;
        private double idleShare;
        private double peakUtilisation;
        private int currentMax;
        private int recommendedMax;
        private List<SizeBound> bounds = List.of();
        private final List<WhatIf> whatIf = new ArrayList<>();
        private @Nullable DatabaseBottleneck databaseBottleneck;
        private List<String> sentences = List.of();

        Builder(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }
    }
}
