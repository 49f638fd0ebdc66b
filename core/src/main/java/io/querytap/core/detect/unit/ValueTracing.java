package io.querytap.core.detect.unit;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import io.querytap.core.work.ValueTrail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the hashes that a sampled unit kept whether the parameters of a repeated query are values that the unit had read before,
 * in one column of another result. For one unit and one thread.
 *
 * <p>Small numbers are alike everywhere: ids of 1 to 6 are found in any result that counts its rows. So it is not enough that the
 * parameters are among the values of a column. They have to be nearly all of its values, or a choice of them in the order in which
 * they were read, and a choice that is just the first few of them proves nothing.
 */
final class ValueTracing {
    /** Share of the parameters that have to come from the column. */
    static final double ENOUGH = 0.8;

    /** Distinct values without which there is nothing to compare. */
    static final int MIN_VALUES = 3;

    /** Share of values that follow each other in the order of the rows; a loop over a set is in none. */
    private static final double IN_ORDER = 0.9;

    private final FinishedUnit unit;
    private final long origin;
    private final Map<PatternStats, List<Read>> results = new IdentityHashMap<>();
    private final Map<PatternStats, List<Bound>> executions = new IdentityHashMap<>();

    ValueTracing(FinishedUnit unit) {
        this.unit = unit;
        origin = unit.startNanos();
        for (FinishedUnit.Evidence evidence : unit.evidence()) {
            ValueTrail trail = evidence.trail();
            for (int i = 0; i < trail.results(); i++) {
                Execution execution = evidence.execution(trail.recordOfResult(i));
                results.computeIfAbsent(execution.pattern(), it -> new ArrayList<>())
                        .add(new Read(trail, i, execution.startNanos() - origin));
            }
            for (int i = 0; i < trail.boundExecutions(); i++) {
                Execution execution = evidence.execution(trail.recordOfBound(i));
                if (execution.errorType() == null) {
                    executions
                            .computeIfAbsent(execution.pattern(), it -> new ArrayList<>())
                            .add(new Bound(trail, i, execution.startNanos() - origin));
                }
            }
        }
        for (List<Read> reads : results.values()) {
            reads.sort(Comparator.comparingLong(it -> it.startNanos));
        }
        for (List<Bound> bounds : executions.values()) {
            bounds.sort(Comparator.comparingLong(it -> it.startNanos));
        }
    }

    /** Whether it was seen what some executions were bound to. */
    boolean follows(PatternStats repeated) {
        return boundTo(repeated).size() >= MIN_VALUES;
    }

    /** Whether it would have been seen if the repeats had taken their parameters from results of {@code source}. */
    boolean wouldSee(PatternStats source, PatternStats repeated) {
        List<Bound> bounds = boundTo(repeated);
        if (bounds.size() < MIN_VALUES) {
            return false;
        }
        Bound bound = bounds.get(0);
        for (Read read : results.getOrDefault(source, List.of())) {
            int rows = read.trail.rows(read.result);
            for (int column = 1; column <= ValueTrail.MAX_COLUMNS; column++) {
                int seen = 0;
                for (int row = 0; row < rows; row++) {
                    boolean comparable = read.trail.wasRead(read.result, row, column)
                            && bound.canBe(read.trail.value(read.result, row, column));
                    seen += comparable ? 1 : 0;
                }
                if (seen >= 2 && seen >= ENOUGH * rows) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The parameters of each execution that was followed; -1 if they were not all of one number. */
    int parametersEach(PatternStats repeated) {
        int each = -1;
        for (Bound bound : boundTo(repeated)) {
            int count = bound.trail.parameters(bound.execution);
            if (each >= 0 && count != each) {
                return -1;
            }
            each = count;
        }
        return each;
    }

    private List<Bound> boundTo(PatternStats repeated) {
        return executions.getOrDefault(repeated, List.of());
    }

    /**
     * Where the parameters come from; null if that cannot be shown.
     *
     * @param alsoItself whether they may come from earlier results of the same query, as when a tree is walked
     */
    @Nullable
    Origin originOf(PatternStats repeated, boolean alsoItself) {
        List<Bound> bounds = boundTo(repeated);
        if (bounds.size() < MIN_VALUES) {
            return null;
        }
        Origin best = null;
        for (Map.Entry<PatternStats, List<Read>> candidate : results.entrySet()) {
            boolean itself = candidate.getKey() == repeated;
            boolean before = candidate.getValue().get(0).startNanos < bounds.get(0).startNanos;
            if (itself ? !alsoItself : !before) {
                continue;
            }
            for (int column = 1; column <= ValueTrail.MAX_COLUMNS; column++) {
                Values values = new Values(candidate.getValue(), column, wereAllFollowed(candidate));
                if (values.byHash.size() < MIN_VALUES) {
                    continue;
                }
                for (int position = 0; position < ValueTrail.MAX_PARAMETERS; position++) {
                    Origin found = compare(candidate.getKey(), values, bounds, position, itself);
                    if (found != null && (best == null || found.isBetterThan(best))) {
                        best = found;
                    }
                }
            }
        }
        return best;
    }

    /** Whether each execution of a query has a result that was followed; the place for results is limited. */
    private boolean wereAllFollowed(Map.Entry<PatternStats, List<Read>> query) {
        for (KeyUse key : unit.keys()) {
            if (key.pattern() == query.getKey()) {
                return key.count() <= query.getValue().size();
            }
        }
        return false;
    }

    private static @Nullable Origin compare(
            PatternStats source, Values values, List<Bound> bounds, int position, boolean itself) {
        int followed = 0;
        int matched = 0;
        int inOrder = 0;
        int lastPlace = -1;
        int highestPlace = -1;
        Set<Integer> places = new HashSet<>();
        for (Bound bound : bounds) {
            if (position >= bound.trail.parameters(bound.execution)) {
                continue;
            }
            Value value = values.byHash.get(bound.trail.parameter(bound.execution, position));
            if (value == null || value.startNanos >= bound.startNanos) {
                // What came after the last result that was followed may stem from one that was not.
                followed += values.isCut && bound.startNanos > values.lastStartNanos ? 0 : 1;
                continue;
            }
            followed++;
            matched++;
            inOrder += value.place >= lastPlace ? 1 : 0;
            lastPlace = value.place;
            highestPlace = Math.max(highestPlace, value.place);
            places.add(value.place);
        }
        if (places.size() < MIN_VALUES || matched < ENOUGH * followed) {
            return null;
        }
        boolean covers = places.size() >= ENOUGH * values.byHash.size();
        boolean chosen = inOrder >= IN_ORDER * matched && highestPlace + 1 > places.size();
        if (!covers && (!chosen || itself || values.isCut)) {
            return null;
        }
        return new Origin(source, values.column, (double) matched / followed, covers, values.lastStartNanos, itself);
    }

    /** Where parameters come from. Immutable. */
    static final class Origin {
        final PatternStats source;

        /** From 1. */
        final int column;

        /** Share of the followed executions whose parameter is a value of that column. */
        final double share;

        private final boolean covers;
        private final long startNanos;
        private final boolean itself;

        private Origin(PatternStats source, int column, double share, boolean covers, long startNanos, boolean itself) {
            this.source = source;
            this.column = column;
            this.share = share;
            this.covers = covers;
            this.startNanos = startNanos;
            this.itself = itself;
        }

        /** Another query before the same one, all values before some, the later result, the first column. */
        private boolean isBetterThan(Origin other) {
            if (itself != other.itself) {
                return other.itself;
            }
            if (covers != other.covers) {
                return covers;
            }
            if (startNanos != other.startNanos) {
                return startNanos > other.startNanos;
            }
            return share > other.share || share == other.share && column < other.column;
        }
    }

    private static final class Read {
        private final ValueTrail trail;
        private final int result;
        private final long startNanos;

        Read(ValueTrail trail, int result, long startNanos) {
            this.trail = trail;
            this.result = result;
            this.startNanos = startNanos;
        }
    }

    private static final class Bound {
        private final ValueTrail trail;
        private final int execution;
        private final long startNanos;

        Bound(ValueTrail trail, int execution, long startNanos) {
            this.trail = trail;
            this.execution = execution;
            this.startNanos = startNanos;
        }

        /** Whether one of the parameters is of the kind of the value. */
        boolean canBe(long valueHash) {
            for (int position = 0; position < trail.parameters(execution); position++) {
                if (ValueTrail.areOfOneKind(trail.parameter(execution, position), valueHash)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Value {
        private final int place;
        private final long startNanos;

        Value(int place, long startNanos) {
            this.place = place;
            this.startNanos = startNanos;
        }
    }

    /** The distinct values of one column over all results of one query, in the order in which they were read. */
    private static final class Values {
        private final int column;
        private final Map<Long, Value> byHash = new HashMap<>();
        private final long lastStartNanos;
        private final boolean isCut;

        Values(List<Read> reads, int column, boolean areAll) {
            this.column = column;
            boolean cut = !areAll && reads.get(0).trail.isFull();
            for (Read read : reads) {
                int rows = read.trail.rows(read.result);
                cut |= rows == ValueTrail.MAX_ROWS || !areAll && read.trail.isFull();
                for (int row = 0; row < rows; row++) {
                    if (read.trail.wasRead(read.result, row, column)) {
                        byHash.putIfAbsent(
                                read.trail.value(read.result, row, column), new Value(byHash.size(), read.startNanos));
                    }
                }
            }
            isCut = cut;
            lastStartNanos = reads.get(reads.size() - 1).startNanos;
        }
    }
}
