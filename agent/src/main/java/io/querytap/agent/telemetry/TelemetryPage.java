package io.querytap.agent.telemetry;

import io.opentelemetry.sdk.metrics.InstrumentType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reference of all metrics, made from their declarations; lines end in a line feed on every system. */
public final class TelemetryPage {
    /** The one name whose conventions are stable. */
    private static final Metric STABLE = Metric.OPERATION_DURATION;

    private static final String OURS = "querytap.";

    private TelemetryPage() {}

    /** The tables of metrics and of groups of attributes that {@code docs/telemetry.md} holds. */
    public static String markdown() {
        StringBuilder page =
                new StringBuilder("| metric | instrument | unit | attributes | buckets | stability | what it says |\n"
                        + "| --- | --- | --- | --- | --- | --- | --- |\n");
        for (Metric metric : Metric.values()) {
            page.append("| `").append(metric.exportedName()).append("` | ");
            page.append(instrument(metric)).append(" | `");
            page.append(metric.unit()).append('`');
            appendCell(page, metric.series().text());
            appendCell(page, buckets(metric));
            appendCell(page, stability(metric));
            appendCell(page, metric.description());
            page.append(" |\n");
        }
        page.append("\nThe groups of attributes:\n\n| group | attributes |\n| --- | --- |\n");
        for (SeriesKind.Group group : SeriesKind.Group.values()) {
            page.append("| ").append(group.title());
            appendCell(page, group.attributes());
            page.append(" |\n");
        }
        return page.toString();
    }

    /** The same of metrics alone, to be read on a terminal. */
    public static String text() {
        StringBuilder page = new StringBuilder();
        for (Metric metric : Metric.values()) {
            String attributes = metric.series().text().replace("`", "");
            page.append(metric.exportedName()).append('\n');
            page.append("    ").append(metric.description()).append('\n');
            page.append("    ").append(instrument(metric)).append(" in ").append(metric.unit());
            page.append(attributes.isEmpty() ? "" : ", by " + attributes).append('\n');
        }
        return page.toString();
    }

    private static void appendCell(StringBuilder page, String text) {
        page.append(text.isEmpty() ? " |" : " | ").append(text);
    }

    private static String instrument(Metric metric) {
        if (metric.instrument() == InstrumentType.UP_DOWN_COUNTER) {
            return "up-down counter";
        }
        return metric.instrument().name().replace("OBSERVABLE_", "").toLowerCase(Locale.ROOT);
    }

    private static String buckets(Metric metric) {
        return metric.bounds().stream()
                .map(bound -> BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(", "));
    }

    private static String stability(Metric metric) {
        if (metric.exportedName().startsWith(OURS)) {
            return "ours";
        }
        return metric == STABLE ? "stable" : "development";
    }
}
