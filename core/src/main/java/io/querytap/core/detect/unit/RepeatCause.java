package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One loop of the application that makes queries one by one, over all units in which it was seen. The first query is the one that the
 * finding is named after, others are made in the same loop. For one thread; bounded.
 */
final class RepeatCause {
    /** Queries of one loop that are told. */
    static final int MAX_MEMBERS = 16;

    /** Units with the same number of repeats and the same parameters, after which these are taken for constants of the application. */
    static final int ALWAYS_THE_SAME = 5;

    private final long number;
    private final boolean understood;
    private final Map<PatternStats, Member> members = new LinkedHashMap<>();
    private final UnitTally tally = new UnitTally();
    private final Scaling scaling = new Scaling();
    private final String scalingUnit;

    private @Nullable PatternStats source;
    private Repeat.Proof proof = Repeat.Proof.NONE;
    private long sourceRows;
    private int sourceColumn;
    private boolean fresh = true;

    private long sameAs;
    private int unitsAlike;
    private boolean differs;

    private boolean changed;
    private @Nullable Finding raised;

    /** @param understood whether the text of the leading query could be read */
    RepeatCause(long number, boolean understood, String unitName) {
        this.number = number;
        this.understood = understood;
        this.scalingUnit = unitName;
    }

    /** Whether a repeat seen now belongs to it: the same query, from the same place and source as far as both are known. */
    boolean accepts(Repeat repeat) {
        Member member = members.get(repeat.pattern());
        if (member == null) {
            return false;
        }
        CallSite known = member.site;
        CallSite seen = repeat.site();
        if (known != null && seen != null && !Objects.equals(known.site(), seen.site())) {
            return false;
        }
        boolean bothProven = proof != Repeat.Proof.NONE && repeat.proof != Repeat.Proof.NONE;
        return !bothProven || source == repeat.source;
    }

    /**
     * It was seen in another unit.
     *
     * @param repeats the leading one first
     * @param parameters a hash over all parameters of the leading one
     */
    void add(FinishedUnit unit, List<Repeat> repeats, long parameters, Instant now) {
        long saved = 0;
        long executions = 0;
        long most = 0;
        for (Repeat repeat : repeats) {
            Member member = members.get(repeat.pattern());
            if (member == null) {
                if (members.size() == MAX_MEMBERS) {
                    continue;
                }
                member = new Member(repeat.pattern());
                members.put(repeat.pattern(), member);
            }
            member.add(repeat);
            saved += repeat.savedNanos();
            executions += repeat.count;
            most = Math.max(most, repeat.count);
            learn(repeat);
        }
        if (!fresh && sameAs != parameters) {
            differs = true;
        }
        sameAs = parameters;
        unitsAlike++;
        fresh = false;
        tally.add(unit, most, executions, saved, now);
        changed = true;
    }

    /** Keeps the better proof; of a query whose rows only fit, the first. */
    private void learn(Repeat repeat) {
        if (repeat.source == null
                || repeat.proof.compareTo(proof) < 0
                || repeat.proof == proof && source != null && source != repeat.source) {
            return;
        }
        source = repeat.source;
        proof = repeat.proof;
        sourceRows = repeat.sourceRows == 0 ? sourceRows : repeat.sourceRows;
        sourceColumn = repeat.sourceColumn;
    }

    /** A unit has run the leading query, however often: how that goes with the rows of the source. */
    void compare(FinishedUnit unit) {
        PatternStats from = source;
        PatternStats leading = leader().pattern;
        if (from == null || from == leading || !unit.name().equals(scalingUnit)) {
            return;
        }
        KeyUse repeated = null;
        KeyUse read = null;
        for (KeyUse key : unit.keys()) {
            if (key.pattern() == leading) {
                repeated = key;
            } else if (key.pattern() == from) {
                read = key;
            }
        }
        if (repeated != null && read != null && read.results() > 0 && read.results() == read.count()) {
            boolean before = scaling.isConstant();
            boolean grew = scaling.grows();
            scaling.add(read.rows(), repeated.count() - repeated.errors());
            changed |= before != scaling.isConstant() || grew != scaling.grows();
        }
    }

    Confidence confidence() {
        boolean constants = source == null && !differs && unitsAlike >= ALWAYS_THE_SAME;
        if (constants || scaling.isConstant()) {
            return Confidence.SUSPECT;
        }
        boolean proven = proof != Repeat.Proof.NONE || scaling.grows();
        return proven && understood && leader().site != null ? Confidence.CONFIRMED : Confidence.PROBABLE;
    }

    boolean isProven() {
        return (proof != Repeat.Proof.NONE || scaling.grows()) && !scaling.isConstant();
    }

    Member leader() {
        return members.values().iterator().next();
    }

    Map<PatternStats, Member> members() {
        return members;
    }

    UnitTally tally() {
        return tally;
    }

    Scaling scaling() {
        return scaling;
    }

    Repeat.Proof proof() {
        return proof;
    }

    @Nullable
    PatternStats source() {
        return source;
    }

    long sourceRows() {
        return sourceRows;
    }

    int sourceColumn() {
        return sourceColumn;
    }

    /** Causes are numbered in the order in which they are seen first. */
    long number() {
        return number;
    }

    /** Tells it from others of the same query. */
    String name() {
        return "loop " + number;
    }

    /** Whether anything was learnt since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    @Nullable
    Finding raised() {
        return raised;
    }

    void raised(@Nullable Finding finding) {
        raised = finding;
    }

    /** One query of the loop. */
    static final class Member {
        final PatternStats pattern;
        private @Nullable CallSite site;
        private double siteShare;
        private int siteLooks;
        private int distinct;
        private boolean distinctIsAtLeast;
        private long most;

        Member(PatternStats pattern) {
            this.pattern = pattern;
        }

        private void add(Repeat repeat) {
            if (site == null && repeat.site() != null) {
                site = repeat.site();
                siteShare = repeat.sites.share();
            }
            siteLooks += repeat.sites.looks();
            if (repeat.count > most) {
                most = repeat.count;
                distinct = repeat.key.distinctParameters();
                distinctIsAtLeast = repeat.key.distinctIsAtLeast();
            }
        }

        @Nullable
        CallSite site() {
            return site;
        }

        double siteShare() {
            return siteShare;
        }

        int siteLooks() {
            return siteLooks;
        }

        /** Distinct parameters in the unit with most repeats; at least, if {@link #distinctIsAtLeast}. */
        int distinct() {
            return distinct;
        }

        boolean distinctIsAtLeast() {
            return distinctIsAtLeast;
        }

        /** Most repeats in one unit. */
        long most() {
            return most;
        }
    }
}
