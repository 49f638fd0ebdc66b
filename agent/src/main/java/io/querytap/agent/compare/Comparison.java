package io.querytap.agent.compare;

import io.querytap.agent.report.ReportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two recorded reports side by side. Immutable. */
public final class Comparison {
    private final Recording before;
    private final Recording after;
    private final Judge durations;
    private final Judge fetches;
    private final double commonFrequency;
    private final List<PatternComparison> patterns;
    private final List<FindingComparison> findings;

    private Comparison(Recording before, Recording after, boolean withShift) {
        this.before = before;
        this.after = after;
        List<String> keys = before.patterns().keySet().stream()
                .filter(after.patterns()::containsKey)
                .collect(Collectors.toList());
        List<RecordedPattern> first = keys.stream().map(before.patterns()::get).collect(Collectors.toList());
        List<RecordedPattern> second = keys.stream().map(after.patterns()::get).collect(Collectors.toList());
        commonFrequency = Frequency.commonRatio(before, after, first, second);
        Map<String, TimesComparison> byDuration = new HashMap<>();
        Map<String, TimesComparison> byFetch = new HashMap<>();
        durations = judge(keys, first, second, RecordedPattern::duration, withShift, byDuration);
        fetches = judge(keys, first, second, RecordedPattern::fetch, withShift, byFetch);
        List<ErrorShare.@Nullable Result> errors = ErrorShare.judge(first, second);
        patterns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            patterns.add(compared(first.get(i), second.get(i), byDuration.get(key), byFetch.get(key), errors.get(i)));
        }
        before.patterns().forEach((key, pattern) -> {
            if (!after.patterns().containsKey(key)) {
                patterns.add(compared(pattern, null, null, null, null));
            }
        });
        after.patterns().forEach((key, pattern) -> {
            if (!before.patterns().containsKey(key)) {
                patterns.add(compared(null, pattern, null, null, null));
            }
        });
        patterns.sort(Comparator.comparing(PatternComparison::verdict)
                .thenComparing(Comparator.comparingDouble((PatternComparison it) -> Math.abs(it.impactSeconds()))
                        .reversed())
                .thenComparing(it -> it.pattern().key()));
        findings = FindingComparison.of(before, after);
    }

    /**
     * Reads and compares two recorded reports.
     *
     * @param withShift whether what all statements have in common is laid to the run instead of the statements
     */
    public static Comparison of(Path before, Path after, boolean withShift) throws ReportException {
        return of(Recording.read(before), Recording.read(after), withShift);
    }

    static Comparison of(Recording before, Recording after, boolean withShift) {
        return new Comparison(before, after, withShift);
    }

    private PatternComparison compared(
            @Nullable RecordedPattern first,
            @Nullable RecordedPattern second,
            @Nullable TimesComparison duration,
            @Nullable TimesComparison fetch,
            ErrorShare.@Nullable Result errors) {
        return new PatternComparison(
                first, second, duration, fetch, errors, Frequency.of(before, after, first, second, commonFrequency));
    }

    /** Judges those that can be judged, and puts all of them where their keys find them. */
    private Judge judge(
            List<String> keys,
            List<RecordedPattern> first,
            List<RecordedPattern> second,
            Function<RecordedPattern, Times> which,
            boolean withShift,
            Map<String, TimesComparison> results) {
        boolean[] judged = new boolean[keys.size()];
        List<Sample> samplesBefore = new ArrayList<>();
        List<Sample> samplesAfter = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Sample one = which.apply(first.get(i)).sample();
            Sample other = which.apply(second.get(i)).sample();
            if (one != null && other != null && Judge.canJudge(one, other)) {
                judged[i] = true;
                samplesBefore.add(one);
                samplesAfter.add(other);
            }
        }
        Judge judge = Judge.of(samplesBefore, samplesAfter, commonFrequency, withShift);
        double commonRatio = Math.exp(judge.typical().shift());
        Iterator<Judgement> judgements = judge.judgements().iterator();
        for (int i = 0; i < keys.size(); i++) {
            Times one = which.apply(first.get(i));
            Times other = which.apply(second.get(i));
            Judgement judgement = judged[i] ? judgements.next() : null;
            Change change = judgement != null ? judgement.change() : whyNot(one, other);
            results.put(keys.get(i), new TimesComparison(one, other, change, judgement, commonRatio));
        }
        return judge;
    }

    private static Change whyNot(Times before, Times after) {
        boolean isMany = Math.min(before.count(), after.count()) >= Judge.LEAST_EXECUTIONS;
        return isMany ? Change.PERCENTILES_ONLY : Change.TOO_FEW;
    }

    /** Whether any statement was shown to take longer, executing or fetching. */
    public boolean isSlower() {
        return patterns.stream().anyMatch(PatternComparison::isSlower);
    }

    /** The comparison as JSON, UTF-8, in the form of docs/comparison.md. */
    public byte[] toJson() {
        return ComparisonJson.write(this);
    }

    /** The comparison in few lines for people. */
    public List<String> toText() {
        return ComparisonText.of(this);
    }

    Recording before() {
        return before;
    }

    Recording after() {
        return after;
    }

    /** What executions of all statements have in common. */
    Judge durations() {
        return durations;
    }

    Judge fetches() {
        return fetches;
    }

    /** How many times as often statements ran. */
    double commonFrequency() {
        return commonFrequency;
    }

    /** What was shown first, and of the same kind what costs most. */
    List<PatternComparison> patterns() {
        return patterns;
    }

    List<PatternComparison> patterns(PatternComparison.Verdict verdict) {
        return patterns.stream().filter(it -> it.verdict() == verdict).collect(Collectors.toList());
    }

    List<FindingComparison> findings() {
        return findings;
    }
}
