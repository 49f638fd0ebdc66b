package io.querytap.agent.report;

import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few things worth doing first. Findings of one pool, of one line or of one statement are one thing, told by the gravest of them;
 * suspicions are none. What saves next to nothing is not worth doing, and then there may be no action at all.
 */
final class Actions {
    /** More than three first things are none. */
    static final int MAX_ACTIONS = 3;

    /** Share of the time in the database that must be saved, where that is what is saved. */
    private static final double MIN_SAVED_SHARE = 0.001;

    /** The same for what is only worth a remark. */
    private static final double MIN_SAVED_SHARE_OF_INFO = 0.01;

    /** Other kinds of findings of the same cause that are named; the page shows all. */
    private static final int MAX_NAMED_KINDS = 3;

    private final Snapshot snapshot;
    private final long slowQueryNanos;
    private final long databaseNanos;

    private Actions(Snapshot snapshot, long slowQueryNanos) {
        this.snapshot = snapshot;
        this.slowQueryNanos = slowQueryNanos;
        long all = 0;
        for (PatternSnapshot pattern : snapshot.patterns()) {
            all += pattern.duration().sum();
        }
        this.databaseNanos = all;
    }

    /** At most {@link #MAX_ACTIONS}, the most worthwhile first. */
    static List<Action> of(Snapshot snapshot, long slowQueryNanos) {
        return new Actions(snapshot, slowQueryNanos).choose();
    }

    private List<Action> choose() {
        List<Group> groups = new ArrayList<>(groups().values());
        for (PoolSnapshot pool : snapshot.pools()) {
            Group alone = new Group(pool);
            if (isTooSmall(pool) && groups.stream().noneMatch(group -> group.pool == pool)) {
                groups.add(alone);
            }
        }
        groups.sort(Comparator.comparing(Group::severity)
                .thenComparingLong(Group::atStakeNanos)
                .thenComparing(Group::confidence)
                .reversed());
        List<Action> actions = new ArrayList<>();
        for (Group group : groups) {
            if (actions.size() < MAX_ACTIONS && isWorthDoing(group)) {
                actions.add(action(group));
            }
        }
        return actions;
    }

    /** By cause; findings come the most important first, so the first of a group leads it. */
    private Map<String, Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        List<Finding> findings = snapshot.findings();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.confidence() != Confidence.SUSPECT) {
                groups.computeIfAbsent(cause(finding), cause -> new Group(pool(finding)))
                        .add(i, finding);
            }
        }
        return groups;
    }

    private static String cause(Finding finding) {
        Object pool = finding.evidence().get("pool");
        if (pool != null && ActionText.isOfPool(finding)) {
            return "pool " + pool;
        }
        if (finding.callSite() != null) {
            return "line " + finding.callSite();
        }
        return finding.pattern().isEmpty()
                ? "kind " + finding.kind() + ' ' + finding.database()
                : "pattern " + finding.pattern() + ' ' + finding.database();
    }

    private @Nullable PoolSnapshot pool(Finding finding) {
        Object name = finding.evidence().get("pool");
        if (name != null && ActionText.isOfPool(finding)) {
            for (PoolSnapshot pool : snapshot.pools()) {
                if (pool.name().equals(name)) {
                    return pool;
                }
            }
        }
        return null;
    }

    /** Whether borrowers would be served noticeably sooner with more connections, though nothing was found. */
    private static boolean isTooSmall(PoolSnapshot pool) {
        PoolSizing sizing = pool.sizing();
        return sizing != null && ActionText.withMore(sizing) != null;
    }

    private boolean isWorthDoing(Group group) {
        Finding lead = group.lead();
        if (lead == null || group.severity() == Severity.HIGH) {
            return true;
        }
        boolean isInfo = group.severity() == Severity.INFO;
        OptionalLong saved = group.savedNanos();
        if (saved.isEmpty()) {
            return !isInfo;
        }
        double least = isInfo ? MIN_SAVED_SHARE_OF_INFO : MIN_SAVED_SHARE;
        return saved.getAsLong() >= least * databaseNanos;
    }

    private Action action(Group group) {
        Finding lead = group.lead();
        PoolSnapshot pool = group.pool;
        if (lead == null) {
            return larger(pool);
        }
        Finding telling = group.telling();
        return new Action(
                ActionText.title(lead, pool),
                lead.what() + alsoFound(group, lead),
                group.savedNanos(),
                ActionText.gain(telling, pool, databaseNanos, slowQueryNanos),
                group.indexes,
                pool == null ? null : pool.name());
    }

    private static Action larger(@Nullable PoolSnapshot pool) {
        PoolSizing sizing = pool == null ? null : pool.sizing();
        String gain = sizing == null ? null : ActionText.withMore(sizing);
        return new Action(
                ActionText.largerPool(pool),
                sizing == null ? "" : sizing.sentences().get(0),
                OptionalLong.empty(),
                gain == null ? "" : gain,
                List.of(),
                pool == null ? null : pool.name());
    }

    private static String alsoFound(Group group, Finding lead) {
        Set<String> kinds = new LinkedHashSet<>();
        for (Finding finding : group.findings) {
            if (finding.kind() != lead.kind() && kinds.size() < MAX_NAMED_KINDS) {
                kinds.add(KindText.of(finding.kind()).title());
            }
        }
        return kinds.isEmpty() ? "" : " Also found: " + String.join(", ", kinds) + '.';
    }

    /** Findings of one cause; those that led to it come in order of importance. */
    private static final class Group {
        private final @Nullable PoolSnapshot pool;
        private final List<Integer> indexes = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();

        Group(@Nullable PoolSnapshot pool) {
            this.pool = pool;
        }

        void add(int index, Finding finding) {
            indexes.add(index);
            findings.add(finding);
        }

        /** The gravest; null where nothing was found and only the pool could be larger. */
        @Nullable
        Finding lead() {
            return findings.isEmpty() ? null : findings.get(0);
        }

        /** The one whose gain is the largest that is predicted; else the gravest. Savings of several overlap, and are no sum. */
        Finding telling() {
            Finding best = findings.get(0);
            for (Finding finding : findings) {
                if (ActionText.predicts(finding)
                        && (!ActionText.predicts(best)
                                || finding.impactNanos().orElse(0)
                                        > best.impactNanos().orElse(0))) {
                    best = finding;
                }
            }
            return best;
        }

        OptionalLong savedNanos() {
            Finding best = telling();
            return ActionText.predicts(best) ? best.impactNanos() : OptionalLong.empty();
        }

        Severity severity() {
            Finding lead = lead();
            return lead == null ? Severity.WARNING : lead.severity();
        }

        Confidence confidence() {
            Finding lead = lead();
            return lead == null ? Confidence.PROBABLE : lead.confidence();
        }

        /** Time that has to do with it, saved or only perhaps: what comes first is decided by it, and nothing is told of it. */
        long atStakeNanos() {
            long most = findings.isEmpty() && pool != null ? pool.waitTime().sum() : 0;
            for (Finding finding : findings) {
                most = Math.max(most, finding.impactNanos().orElse(0));
            }
            return most;
        }
    }

    /** One thing to do. Immutable. */
    static final class Action {
        private final String title;
        private final String why;
        private final OptionalLong savedNanos;
        private final String gain;
        private final List<Integer> findings;
        private final @Nullable String pool;

        Action(
                String title,
                String why,
                OptionalLong savedNanos,
                String gain,
                List<Integer> findings,
                @Nullable String pool) {
            this.title = title;
            this.why = why;
            this.savedNanos = savedNanos;
            this.gain = gain;
            this.findings = List.copyOf(findings);
            this.pool = pool;
        }

        String title() {
            return title;
        }

        /** What was seen, in a sentence or two. */
        String why() {
            return why;
        }

        /** Time of the application that would have been saved since the start; empty where that cannot be said. */
        OptionalLong savedNanos() {
            return savedNanos;
        }

        /** What is gained, in words. */
        String gain() {
            return gain;
        }

        /** Indexes of the findings that it answers, in the snapshot. */
        List<Integer> findings() {
            return findings;
        }

        /** The pool that it is about; null if about none. */
        @Nullable
        String pool() {
            return pool;
        }
    }
}
