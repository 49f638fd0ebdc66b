package io.querytap.core.work;

import io.querytap.core.stats.PatternStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work that has ended, with what it did on all its threads; read by the control plane only. The lists are unmodifiable.
 * Times are {@link System#nanoTime()}.
 */
public final class FinishedUnit {
    private final UnitKind kind;
    private final String name;
    private final @Nullable TraceContext trace;
    private final boolean forSpans;
    private final long startNanos;
    private final long endNanos;
    private final List<Execution> executions;
    private final List<KeyUse> keys;
    private final List<LeaseUse> leases;
    private final List<Evidence> evidence;
    private final long unrecordedExecutions;
    private final long executionsOfOtherPatterns;
    private final int leasesOfAll;
    private final long protocolTrips;

    FinishedUnit(Builder from) {
        kind = from.kind;
        name = from.name;
        trace = from.trace;
        forSpans = from.forSpans;
        startNanos = from.startNanos;
        endNanos = from.endNanos;
        from.executions.sort(Comparator.comparingLong(it -> it.startNanos() - from.startNanos));
        executions = List.copyOf(from.executions);
        keys = List.copyOf(from.keys);
        leases = List.copyOf(from.leases);
        evidence = List.copyOf(from.evidence);
        unrecordedExecutions = from.unrecorded;
        executionsOfOtherPatterns = from.ofOtherPatterns;
        leasesOfAll = from.leasesOfAll;
        protocolTrips = from.protocolTrips;
    }

    /** How the unit was delimited. */
    public UnitKind kind() {
        return kind;
    }

    /** What the unit is called in spans and findings. */
    public String name() {
        return name;
    }

    /** The application's span that it ran under, or the caller's; null where none is known. */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** Whether it is wanted as a trace, findings apart. */
    public boolean isForSpans() {
        return forSpans;
    }

    public long startNanos() {
        return startNanos;
    }

    public long endNanos() {
        return endNanos;
    }

    /** The first executions, in order of their start. */
    public List<Execution> executions() {
        return executions;
    }

    /** What it did with each pattern, all executions counted. */
    public List<KeyUse> keys() {
        return keys;
    }

    /** The checkouts that ended in it; only the first few of many. */
    public List<LeaseUse> leases() {
        return leases;
    }

    /** Hashes of values read and bound, one for each of its threads; empty unless it was sampled. */
    public List<Evidence> evidence() {
        return evidence;
    }

    /** Executions past the unit's bound: counted in the statistics and in {@link #keys}, without a record here. */
    public long unrecordedExecutions() {
        return unrecordedExecutions;
    }

    /** Executions of patterns that are not among {@link #keys}, because the unit had too many. */
    public long executionsOfOtherPatterns() {
        return executionsOfOtherPatterns;
    }

    /** Checkouts that ended in it, also those that are not among {@link #leases}. */
    public int leaseCount() {
        return leasesOfAll;
    }

    /** Trips to the server without a statement. */
    public long protocolTrips() {
        return protocolTrips;
    }

    /** Values followed on one thread, with the executions that they belong to. */
    public static final class Evidence {
        private final ValueTrail trail;
        private final List<Execution> executions;

        Evidence(ValueTrail trail, List<Execution> executions) {
            this.trail = trail;
            this.executions = executions;
        }

        public ValueTrail trail() {
            return trail;
        }

        /** The execution of a number that the trail names. */
        public Execution execution(int record) {
            return executions.get(record);
        }
    }

    /** Collects a unit and its parts; for one use by one thread. */
    static final class Builder {
        /** Checkouts told of one unit, over all its threads or all pieces of a trace. */
        private static final int MAX_LEASES = 256;

        /** Threads, or pieces of a trace, whose values can be followed. At 70 KiB at most each. */
        private static final int MAX_EVIDENCE = 64;

        private final UnitKind kind;
        private final String name;
        private @Nullable TraceContext trace;
        private boolean forSpans;
        private long startNanos;
        private long endNanos;
        private final List<Execution> executions = new ArrayList<>();
        private final List<KeyUse> keys = new ArrayList<>();
        private final Map<PatternStats, KeyUse> byPattern = new IdentityHashMap<>();
        private final List<LeaseUse> leases = new ArrayList<>();
        private final List<Evidence> evidence = new ArrayList<>();
        private long unrecorded;
        private long ofOtherPatterns;
        private int leasesOfAll;
        private long protocolTrips;

        Builder(UnitOfWork first) {
            kind = first.kind();
            name = first.name();
            trace = first.trace();
            startNanos = first.startNanos();
            endNanos = first.endNanos();
            add(first);
        }

        /** Adds another part; the unit lasts as long as the longest. */
        void add(UnitOfWork part) {
            forSpans |= part.isForSpans();
            if (trace == null) {
                trace = part.trace();
            }
            startNanos = startNanos - part.startNanos() <= 0 ? startNanos : part.startNanos();
            endNanos = endNanos - part.endNanos() >= 0 ? endNanos : part.endNanos();
            ExecutionLog log = part.log();
            List<Execution> ofPart = new ArrayList<>(log.size());
            for (int i = 0; i < log.size(); i++) {
                ofPart.add(log.at(i));
            }
            long left = ExecutionLog.MAX_EXECUTIONS - executions.size();
            executions.addAll(ofPart.subList(0, (int) Math.min(left, ofPart.size())));
            unrecorded += part.unrecorded() + Math.max(0, ofPart.size() - left);
            KeyTable table = part.keys();
            for (int i = 0; i < table.count(); i++) {
                merge(table.at(i));
            }
            ofOtherPatterns += table.others();
            for (int i = 0; i < part.leaseCount() && leases.size() < MAX_LEASES; i++) {
                leases.add(part.lease(i));
            }
            ValueTrail trail = part.valueTrail();
            if (trail != null && evidence.size() < MAX_EVIDENCE) {
                evidence.add(new Evidence(trail, ofPart));
            }
            leasesOfAll += part.leasesOfAll();
            protocolTrips += part.protocolTrips();
        }

        private void merge(KeyUse use) {
            KeyUse known = byPattern.get(use.pattern());
            if (known != null) {
                known.merge(use);
            } else if (keys.size() < KeyTable.MAX_KEYS) {
                keys.add(use);
                byPattern.put(use.pattern(), use);
            } else {
                ofOtherPatterns += use.count();
            }
        }

        FinishedUnit build() {
            return new FinishedUnit(this);
        }
    }
}
