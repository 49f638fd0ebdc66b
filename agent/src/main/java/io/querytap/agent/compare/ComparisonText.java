package io.querytap.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.agent.compare.PatternComparison.Verdict;
import io.querytap.agent.report.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A comparison in few lines for a terminal or the log of a build: what was shown, each with what it costs. */
final class ComparisonText {
    /** Statements named of each kind; the page has all. */
    private static final int MOST_OF_A_KIND = 10;

    /** Characters of a statement in a line. */
    private static final int MOST_CHARACTERS = 80;

    private final Comparison comparison;
    private final List<String> lines = new ArrayList<>();

    private ComparisonText(Comparison comparison) {
        this.comparison = comparison;
    }

    static List<String> of(Comparison comparison) {
        ComparisonText text = new ComparisonText(comparison);
        text.sayRuns();
        text.sayStatements("Slower", Verdict.SLOWER);
        text.sayStatements("Slower and faster: typical executions one way, slow ones the other", Verdict.MIXED);
        text.sayStatements("Faster", Verdict.FASTER);
        text.sayFetched();
        text.sayErrors();
        text.sayStatements("New", Verdict.NEW);
        text.sayStatements("Gone", Verdict.GONE);
        text.sayRest();
        text.sayFindings();
        text.sayTimeouts();
        Notes.of(comparison).forEach(note -> text.lines.add("Note: " + note));
        return text.lines;
    }

    private void sayRuns() {
        lines.add("Before: " + run(comparison.before()));
        lines.add("After:  " + run(comparison.after()));
    }

    private static String run(Recording recording) {
        JsonNode health = recording.document().path("health");
        String score = health.path("score").isNumber()
                ? "health " + health.path("score").asInt() + " ("
                        + health.path("grade").asText() + ")"
                : "no health score";
        return String.format(
                Locale.ROOT,
                "%s, %s, %,d executions, %s in the database, %s",
                recording.fileName(),
                duration(recording.uptimeSeconds()),
                recording.executions(),
                duration(recording.databaseSeconds()),
                score);
    }

    private void sayStatements(String title, Verdict verdict) {
        List<PatternComparison> all = comparison.patterns(verdict);
        say(title, all.stream().map(ComparisonText::line).collect(Collectors.toList()));
    }

    private void say(String title, List<String> all) {
        if (all.isEmpty()) {
            return;
        }
        lines.add(title + " (" + all.size() + ")");
        all.stream().limit(MOST_OF_A_KIND).forEach(line -> lines.add("  " + line));
        if (all.size() > MOST_OF_A_KIND) {
            lines.add("  and " + (all.size() - MOST_OF_A_KIND) + " more");
        }
    }

    private static String line(PatternComparison compared) {
        TimesComparison duration = compared.duration();
        String figures = duration == null ? "" : "  " + figures(duration);
        return signed(compared.impactSeconds()) + figures + "  "
                + shortened(compared.pattern().name());
    }

    private static String figures(TimesComparison times) {
        Judgement judgement = times.judgement();
        String ratio = judgement == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.2f times as long (%.2f to %.2f)%s, ",
                        judgement.ratio(),
                        judgement.lowestRatio(),
                        judgement.highestRatio(),
                        tail(judgement));
        return ratio + "p50 " + fromTo(times, "p50") + ", p95 " + fromTo(times, "p95");
    }

    private static String tail(Judgement judgement) {
        return judgement.tail().isShown()
                ? String.format(
                        Locale.ROOT,
                        ", slow executions %.1f %% -> %.1f %%",
                        100 * judgement.tailBefore(),
                        100 * judgement.tailAfter())
                : "";
    }

    private static String fromTo(TimesComparison times, String percentile) {
        return duration(times.before().at(percentile)) + " -> "
                + duration(times.after().at(percentile));
    }

    private void sayFetched() {
        List<String> fetched = new ArrayList<>();
        for (PatternComparison compared : comparison.patterns()) {
            TimesComparison fetch = compared.fetch();
            if (fetch != null && fetch.change().isShown()) {
                fetched.add(signed(fetch.impactSeconds()) + "  " + figures(fetch) + "  "
                        + shortened(compared.pattern().name()));
            }
        }
        say("Reading results took longer or shorter", fetched);
    }

    private void sayErrors() {
        List<String> changed = new ArrayList<>();
        for (PatternComparison compared : comparison.patterns()) {
            ErrorShare.Result errors = compared.errors();
            if (errors != null && !errors.change().equals("not_shown")) {
                changed.add(share(compared.before()) + " -> " + share(compared.after()) + " failed  "
                        + shortened(compared.pattern().name()));
            }
        }
        say("More or fewer errors", changed);
    }

    private static String share(@Nullable RecordedPattern pattern) {
        return pattern == null || pattern.count() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f %%", 100.0 * pattern.errors() / pattern.count());
    }

    private void sayRest() {
        int notShown = comparison.patterns(Verdict.NOT_SHOWN).size();
        int tooFew = comparison.patterns(Verdict.TOO_FEW).size();
        int percentilesOnly = comparison.patterns(Verdict.PERCENTILES_ONLY).size();
        lines.add("No change shown: " + notShown + "; too few executions: " + tooFew
                + (percentilesOnly > 0 ? "; compared by percentiles only: " + percentilesOnly : ""));
    }

    private void sayFindings() {
        long kept = comparison.findings().stream()
                .filter(it -> it.state().equals("kept"))
                .count();
        say("New findings", findings("new"));
        say("Findings that are gone", findings("gone"));
        if (kept > 0) {
            lines.add("Findings in both: " + kept);
        }
    }

    private List<String> findings(String state) {
        return comparison.findings().stream()
                .filter(it -> it.state().equals(state))
                .map(FindingComparison::finding)
                .map(it ->
                        it.path("severity").asText() + "  " + it.path("title").asText() + "  "
                                + shortened(it.path("statement").asText()))
                .collect(Collectors.toList());
    }

    private void sayTimeouts() {
        for (JsonNode pool : comparison.after().document().path("pools")) {
            for (JsonNode same : comparison.before().document().path("pools")) {
                if (same.path("name").equals(pool.path("name"))
                        && same.path("timeouts").asLong()
                                != pool.path("timeouts").asLong()) {
                    lines.add("Pool " + shortened(pool.path("name").asText()) + ": "
                            + same.path("timeouts").asLong() + " -> "
                            + pool.path("timeouts").asLong() + " time-outs");
                }
            }
        }
    }

    /** One line, and nothing in it that a terminal obeys. */
    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    private static String signed(double seconds) {
        return (seconds < 0 ? "-" : "+") + duration(Math.abs(seconds));
    }

    static String duration(double seconds) {
        return Durations.format(Math.round(seconds * 1e9));
    }
}
