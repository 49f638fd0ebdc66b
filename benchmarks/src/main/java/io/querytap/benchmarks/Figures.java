package io.querytap.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One quantity, measured once per round. */
final class Figures {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int size() {
        return values.size();
    }

    double get(int round) {
        return values.get(round);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** What is added to {@code baseline}, round by round: rounds differ more than what is measured within one. */
    Figures minus(Figures baseline) {
        Figures added = new Figures();
        for (int round = 0; round < size(); round++) {
            added.add(get(round) - baseline.get(round));
        }
        return added;
    }

    /** What it is of {@code other}, round by round. */
    Figures dividedBy(Figures other) {
        Figures ratios = new Figures();
        for (int round = 0; round < size(); round++) {
            ratios.add(get(round) / other.get(round));
        }
        return ratios;
    }

    /** Median and, in parentheses, the smallest and the largest. */
    String withSpread() {
        return withSpread("%.0f (%.0f–%.0f)");
    }

    /** The same with one digit behind the point. */
    String withTenths() {
        return withSpread("%.1f (%.1f–%.1f)");
    }

    /** The same with two digits behind the point. */
    String withFineSpread() {
        return withSpread("%.2f (%.2f–%.2f)");
    }

    private String withSpread(String format) {
        return String.format(Locale.ROOT, format, median(), Collections.min(values), Collections.max(values));
    }

    String rounded() {
        return String.format(Locale.ROOT, "%.0f", median());
    }
}
