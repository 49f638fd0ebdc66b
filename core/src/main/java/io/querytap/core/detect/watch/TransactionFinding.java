package io.querytap.core.detect.watch;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Words;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import java.util.List;

/** What findings of transactions have in common. */
final class TransactionFinding {
    /** Stands for a statement where none has ended yet. */
    private static final String NO_STATEMENT = "(transaction)";

    private TransactionFinding() {}

    static Finding.Builder begin(Finding.Kind kind, OpenTransaction transaction, Told told, Instant now) {
        PatternStats pattern = told.pattern();
        CallSite site = told.site();
        return Finding.of(
                        kind,
                        transaction.connection().database(),
                        pattern == null ? "" : pattern.pattern().hexId(),
                        pattern == null ? NO_STATEMENT : Words.name(pattern.pattern()))
                .cause(told.cause())
                .unit(transaction.unit())
                .trace(transaction.trace())
                .callSite(site == null ? null : site.site(), site == null ? List.of() : site.stack())
                .occurrences(told.occurrences())
                .seen(now, now);
    }

    static Finding.Builder end(Finding.Builder finding, OpenTransaction transaction, Told told) {
        if (!transaction.tablesWritten().isEmpty()) {
            finding.evidence("tablesWritten", String.join(", ", transaction.tablesWritten()));
        }
        String pool = transaction.connection().poolName();
        if (pool != null) {
            finding.evidence("pool", pool);
        }
        if (!told.doing().isEmpty()) {
            finding.evidence("holder", told.doing());
        }
        return finding;
    }

    /** Who it belongs to, in a sentence. */
    static String work(OpenTransaction transaction) {
        return transaction.isNamed()
                ? transaction.unitName()
                : transaction.connection().database().displayName();
    }

    /** A sentence on what the holder did; empty where that is not known. */
    static String holder(Told told) {
        if (told.doing().isEmpty()) {
            return "";
        }
        CallSite site = told.site();
        return " Its thread " + told.doing() + (site == null ? "." : " at " + site.site() + '.');
    }
}
