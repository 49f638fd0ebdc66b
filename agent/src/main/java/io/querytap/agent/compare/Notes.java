package io.querytap.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What a reader must know before believing a comparison: where the two runs are not alike, and what could not be judged. */
final class Notes {
    /** Runs whose lengths differ by more warm up for different shares of their time. */
    private static final double SIMILAR_LENGTH = 2;

    /** Statements that ran oftener or more seldom by more than that did not run under the same conditions. */
    private static final double SIMILAR_FREQUENCY = 1.25;

    private final Comparison comparison;
    private final Recording before;
    private final Recording after;
    private final List<String> notes = new ArrayList<>();

    private Notes(Comparison comparison) {
        this.comparison = comparison;
        this.before = comparison.before();
        this.after = comparison.after();
    }

    static List<String> of(Comparison comparison) {
        Notes notes = new Notes(comparison);
        notes.sayWhatDiffersBetweenRuns();
        notes.sayWhatIsCommon();
        notes.sayWhatWasNotJudged();
        return notes.notes;
    }

    private void sayWhatDiffersBetweenRuns() {
        if (isSame("startedAt") && isSame("writtenAt") && isSame("serviceName")) {
            notes.add("Both files hold the same recording.");
        } else if (before.agent("startedAt")
                        .asText()
                        .compareTo(after.agent("startedAt").asText())
                > 0) {
            notes.add("The first recording is the later one: what is called slower is so in the earlier run.");
        }
        sayIfDifferent("serviceName", "service");
        sayIfDifferent("jvm", "JVM");
        sayIfDifferent("version", "version of the agent");
        double lengths = after.uptimeSeconds() / before.uptimeSeconds();
        if (lengths > SIMILAR_LENGTH || lengths < 1 / SIMILAR_LENGTH) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The runs lasted %s and %s: warming up has not the same share in both.",
                    ComparisonText.duration(before.uptimeSeconds()),
                    ComparisonText.duration(after.uptimeSeconds())));
        }
        if (before.agent("selfErrors").asLong() + after.agent("selfErrors").asLong() > 0) {
            notes.add(
                    "The agent counted errors of its own in at least one run: its figures may lack as many executions.");
        }
    }

    private boolean isSame(String field) {
        return Objects.equals(before.agent(field), after.agent(field));
    }

    private void sayIfDifferent(String field, String what) {
        JsonNode one = before.agent(field);
        JsonNode other = after.agent(field);
        if (!one.equals(other)) {
            notes.add("Not the same " + what + ": " + named(one) + " before, " + named(other) + " after.");
        }
    }

    private static String named(JsonNode node) {
        return node.isTextual() ? node.textValue() : "none";
    }

    private void sayWhatIsCommon() {
        double frequency = comparison.commonFrequency();
        if (Math.abs(Math.log(frequency)) >= Math.log(SIMILAR_FREQUENCY)) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Statements ran %.2f times as often per second in the second run: load or machine were not the same, and some"
                            + " statements suffer more from that than others. Only large differences are called a change.",
                    frequency));
        }
        RunToRun typical = comparison.durations().typical();
        double ratio = Math.exp(typical.shift());
        if (Math.abs(typical.shift()) >= Math.log(Judge.LEAST_COMMON_RATIO)) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Statements took %.2f times as long in the second run, by the median of %d. That is laid to the run (machine,"
                            + " load, database) and taken out of what is said of each statement.",
                    ratio,
                    typical.statements()));
        }
        if (typical.statements() > 0 && typical.statements() < RunToRun.LEAST_FOR_SHIFT) {
            notes.add(
                    "Only " + typical.statements() + " statements could be judged: how much they differ from run to run"
                            + " without any change is mostly assumed.");
        }
    }

    private void sayWhatWasNotJudged() {
        int withoutHistogram =
                comparison.patterns(PatternComparison.Verdict.PERCENTILES_ONLY).size();
        if (withoutHistogram > 0) {
            notes.add(withoutHistogram
                    + " statements are compared by percentiles only, because a recording holds no histograms of"
                    + " them (older versions wrote none): nothing is said of whether they changed.");
        }
        long byCounts = comparison.patterns().stream()
                .filter(it -> it.duration() != null)
                .map(it -> Objects.requireNonNull(it.duration()).judgement())
                .filter(it -> it != null && !it.bySlots())
                .count();
        if (byCounts > 0) {
            notes.add(byCounts
                    + " statements are judged by counts only, without the course of the run: that their executions"
                    + " depend on each other is assumed, not measured.");
        }
        int lost = before.indistinguishable() + after.indistinguishable();
        if (lost > 0) {
            notes.add(lost + " statements were left out: another database of the same name has them too.");
        }
        if (before.overflow() + after.overflow() > 0) {
            notes.add(
                    "There were more statements than querytap.patterns.max in at least one run; those past it cannot be compared.");
        }
        if (before.agent("omittedFindings").asLong()
                        + after.agent("omittedFindings").asLong()
                > 0) {
            notes.add(
                    "At least one recording holds not all of its findings: one that is called new or gone may be among those left out.");
        }
    }
}
