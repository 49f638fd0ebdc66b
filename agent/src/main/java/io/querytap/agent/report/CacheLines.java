package io.querytap.agent.report;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.stats.RuleFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the summary says of the result cache: a line for each rule, the ones that need a look first. */
final class CacheLines {
    /** Lines at most, that of what is left out included. */
    static final int MAX_LINES = 5;

    private CacheLines() {}

    /**
     * The lines, without the line feeds.
     *
     * @param room lines at most, if fewer than {@link #MAX_LINES}
     */
    static List<String> of(CacheFigures cache, int room) {
        int most = Math.min(MAX_LINES, room);
        List<String> all = new ArrayList<>();
        SharedStatus shared = cache.shared();
        if (shared != null && (!shared.isReachable() || shared.unsentInvalidations() > 0)) {
            all.add(line(shared));
        }
        List<RuleFigures> rules = new ArrayList<>(cache.rules());
        rules.sort(Comparator.comparing((RuleFigures it) -> !it.isWithdrawn())
                .thenComparing(it -> -RuleState.hits(it) - it.misses())
                .thenComparing(RuleFigures::rule));
        rules.forEach(it -> all.add(line(it)));
        if (all.size() <= most) {
            return all;
        }
        int told = Math.max(0, most - 1);
        List<String> lines = new ArrayList<>(all.subList(0, told));
        if (most > 0) {
            lines.add("cache   " + grouped(all.size() - told) + " more are in the report");
        }
        return lines;
    }

    private static String line(SharedStatus shared) {
        return "cache   Redis " + (shared.isReachable() ? "answers" : "does not answer") + ", "
                + counted(shared.unsentInvalidations(), "write")
                + " of which the other JVMs do not know yet";
    }

    private static String line(RuleFigures rule) {
        StringBuilder line = new StringBuilder("cache   ")
                .append(rule.rule())
                .append("  ")
                .append(RuleState.of(rule).id())
                .append("  ");
        long hits = RuleState.hits(rule);
        long compared = rule.shadowHits() + rule.silentChanges();
        if (hits + rule.misses() + compared == 0) {
            line.append("never looked for an answer");
        } else if (RuleState.of(rule) == RuleState.SHADOW) {
            line.append(counted(compared, "comparison"))
                    .append(", ")
                    .append(grouped(rule.silentChanges()))
                    .append(" wrong");
        } else {
            line.append(counted(hits, "hit"))
                    .append(", ")
                    .append(grouped(rule.misses()))
                    .append(rule.misses() == 1 ? " miss" : " misses")
                    .append(", ")
                    .append(Durations.format(Math.round(rule.savedSeconds() * TimeUnit.SECONDS.toNanos(1))))
                    .append(" saved");
            if (rule.silentChanges() > 0) {
                line.append(", ").append(counted(rule.silentChanges(), "wrong entry", "wrong entries"));
            }
        }
        List<Map.Entry<Refusal, Long>> refusals = RuleState.refusals(rule);
        if (!refusals.isEmpty()) {
            Map.Entry<Refusal, Long> first = refusals.get(0);
            line.append("  refused mostly for ")
                    .append(first.getKey().label())
                    .append(", ")
                    .append(counted(first.getValue(), "time"));
        }
        return line.toString();
    }

    private static String counted(long count, String noun) {
        return counted(count, noun, noun + 's');
    }

    private static String counted(long count, String one, String several) {
        return grouped(count) + ' ' + (count == 1 ? one : several);
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
