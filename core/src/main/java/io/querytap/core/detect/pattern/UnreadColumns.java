package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.stats.ReadingSnapshot;
import io.querytap.core.stats.ReadingStats;
import io.querytap.core.stats.ReadingStats.Column;
import io.querytap.core.stats.SiteReason;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds columns that a query brings and nobody reads. Said when it is half of them, or one that may be large. A result of which no
 * column is read at all, as when rows are only counted, is not judged; nor is one too wide to be followed.
 *
 * <p>Evidence: {@code results} followed, {@code columns}, {@code unreadColumns}, {@code unread} (their labels, the first few),
 * {@code largeColumns} (those of them that may be large), {@code selectsAll} ({@code *} in the text).
 */
final class UnreadColumns implements PatternRule {
    /** Labels named; the rest is a number. */
    private static final int MAX_NAMED = 8;

    private static final Pattern STAR =
            Pattern.compile("(?i)\\bSELECT\\s+(?:DISTINCT\\s+|ALL\\s+)?\\*|[\\w\"`\\]]\\.\\*");

    private final long minResults;
    private final double minShare;

    UnreadColumns(FindingRules limits) {
        this.minResults = limits.limit(Threshold.UNREAD_COLUMNS_EXECUTIONS);
        this.minShare = limits.share(Threshold.UNREAD_COLUMNS_SHARE);
    }

    @Override
    public void examine(Sight sight) {
        ReadingSnapshot reading = sight.pattern().reading();
        List<Column> columns = reading.columns();
        if (reading.sampledResults() < minResults
                || columns.isEmpty()
                || columns.size() > ReadingStats.MAX_COLUMNS
                || reading.columnsRead() == 0) {
            return;
        }
        List<String> unread = new ArrayList<>();
        List<String> large = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if ((reading.columnsRead() & 1L << i) == 0) {
                unread.add(columns.get(i).label());
                if (mayBeLarge(columns.get(i).sqlType())) {
                    large.add(columns.get(i).label());
                }
            }
        }
        boolean half = unread.size() >= minShare * columns.size();
        if (unread.isEmpty() || !half && large.isEmpty()) {
            sight.retract(Kind.UNREAD_COLUMNS);
            return;
        }
        boolean star = STAR.matcher(sight.pattern().pattern().text()).find();
        sight.raise(sight.finding(Kind.UNREAD_COLUMNS, SiteReason.UNREAD_COLUMNS)
                .confidence(Confidence.CONFIRMED)
                .severity(large.isEmpty() ? Severity.INFO : Severity.WARNING)
                .occurrences(reading.sampledResults())
                .evidence("results", reading.sampledResults())
                .evidence("columns", columns.size())
                .evidence("unreadColumns", unread.size())
                .evidence("unread", named(unread))
                .evidence("largeColumns", named(large))
                .evidence("selectsAll", star)
                .what(what(reading.sampledResults(), columns.size(), unread, large))
                .advice(
                        star
                                ? "Name the columns that are read instead of *; the others then need not be fetched, and an index may hold all"
                                        + " that is left."
                                : "Leave these columns out of the query, or load them only where they are shown.")
                .build());
    }

    private static boolean mayBeLarge(int sqlType) {
        switch (sqlType) {
            case Types.BLOB:
            case Types.CLOB:
            case Types.NCLOB:
            case Types.LONGVARCHAR:
            case Types.LONGNVARCHAR:
            case Types.LONGVARBINARY:
            case Types.SQLXML:
                return true;
            default:
                return false;
        }
    }

    private static String named(List<String> labels) {
        List<String> first = labels.subList(0, Math.min(MAX_NAMED, labels.size()));
        return String.join(", ", first) + (first.size() < labels.size() ? ", …" : "");
    }

    private static String what(long results, int columns, List<String> unread, List<String> large) {
        String which = String.format(
                Locale.ROOT,
                "In %,d results that were followed, %d of %d columns were never read: %s.",
                results,
                unread.size(),
                columns,
                named(unread));
        return large.isEmpty() ? which : which + " Of these may be large: " + named(large) + '.';
    }
}
