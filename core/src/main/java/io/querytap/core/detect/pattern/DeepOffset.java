package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.RankCorrelation;
import io.querytap.core.stats.ReadingSnapshot;
import io.querytap.core.stats.SiteReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds pages that lie so far behind that the server reads and drops thousands of rows before each: deep, and slower the deeper, or
 * so deep that it needs no proof.
 *
 * <p>Evidence: {@code maxOffset}; {@code pages} kept with their durations and {@code correlation} of offset and duration by ranks
 * where there are enough of them; {@code orderBy}, the columns of the text to page by.
 */
final class DeepOffset implements PatternRule {
    /** Pages without which the correlation says nothing. */
    static final int MIN_PAGES = 20;

    /** The correlation that counts as growing. */
    static final double MIN_CORRELATION = 0.5;

    private final long minOffset;
    private final long certainOffset;

    DeepOffset(FindingRules limits) {
        this.minOffset = limits.limit(Threshold.DEEP_OFFSET_ROWS);
        this.certainOffset = limits.limit(Threshold.DEEP_OFFSET_CERTAIN_ROWS);
    }

    @Override
    public void examine(Sight sight) {
        ReadingSnapshot reading = sight.pattern().reading();
        long max = reading.maxOffset();
        if (max < minOffset) {
            return;
        }
        long[] offsets = reading.offsets();
        double correlation = offsets.length < MIN_PAGES ? 0 : RankCorrelation.of(offsets, reading.offsetDurations());
        boolean grows = correlation >= MIN_CORRELATION && deepPages(offsets) > 0;
        if (grows || max >= certainOffset) {
            sight.raise(finding(sight, offsets, correlation, grows));
        }
    }

    private int deepPages(long[] offsets) {
        int deep = 0;
        for (long offset : offsets) {
            deep += offset >= minOffset ? 1 : 0;
        }
        return deep;
    }

    private Finding finding(Sight sight, long[] offsets, double correlation, boolean grows) {
        long max = sight.pattern().reading().maxOffset();
        String order = OrderColumns.of(sight.facts());
        Finding.Builder finding = sight.finding(Kind.DEEP_OFFSET, SiteReason.DEEP_OFFSET)
                .confidence(grows ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(Severity.WARNING)
                .occurrences(Math.max(1, deepPages(offsets)))
                .evidence("maxOffset", max);
        if (offsets.length >= MIN_PAGES) {
            finding.evidence("pages", offsets.length).evidence("correlation", Words.share(correlation));
        }
        if (order != null) {
            finding.evidence("orderBy", order);
        }
        return finding.what(what(max, offsets.length, correlation, grows))
                .advice(advice(order))
                .build();
    }

    private static String what(long max, int pages, double correlation, boolean grows) {
        String deep = String.format(Locale.ROOT, "Up to %,d rows were read by the server and passed over", max);
        return grows
                ? String.format(
                        Locale.ROOT,
                        "%s; it takes longer the deeper the page (rank correlation %.2f over the last %d).",
                        deep,
                        correlation,
                        pages)
                : deep + ".";
    }

    private static String advice(@Nullable String order) {
        String how = order == null
                ? "give it an ORDER BY that ends with a unique column (without one, pages may overlap), and"
                : "keep its ORDER BY " + order + " (with a unique column at the end), and";
        return "Page by key instead of by number: " + how
                + " begin each page behind the last row of the one before (WHERE "
                + (order == null ? "key > ?" : "with these columns compared to those of the last row")
                + "); with an index on these columns every page then costs the same.";
    }
}
