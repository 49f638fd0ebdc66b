package io.querytap.core.detect.watch;

import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Words;
import io.querytap.core.detect.watch.TransactionWatch.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * Tells of transactions in which nothing happens, with what their thread does instead.
 *
 * <p>Evidence: {@code longestSeconds} without a call, {@code exact} (it has ended, and is known to the end; else at least so long),
 * {@code openNow} (how many idle still), {@code wrote}, {@code tablesWritten}, {@code pool}, {@code holder}. Occurrences are times of
 * idleness; the pattern is the statement before.
 */
final class IdleTransactions {
    private final Causes causes = new Causes();
    private final long writeNanos;
    private final long readNanos;
    private final long highNanos;

    IdleTransactions(FindingRules limits) {
        this.writeNanos = limits.limit(Threshold.IDLE_IN_TRANSACTION_WRITE_TIME);
        this.readNanos = limits.limit(Threshold.IDLE_IN_TRANSACTION_READ_TIME);
        this.highNanos = limits.limit(Threshold.LONG_TRANSACTION_HIGH_TIME);
    }

    /** Two looks have seen the transaction do nothing in between. */
    void judge(OpenTransaction transaction, Sighting sighting) {
        TransactionView view = transaction.view();
        long idle = sighting.nowNanos - view.lastEndNanos();
        Told told = transaction.toldIdle;
        if (idle - transaction.standstillNanos < (view.wrote() ? writeNanos : readNanos)
                || told != null && idle < transaction.tellIdleAgainNanos) {
            return;
        }
        if (told == null) {
            told = begin(transaction, sighting);
            if (told == null) {
                return;
            }
        }
        transaction.tellIdleAgainNanos = 2 * idle;
        told.lasted(idle, /* known= */ false);
        tell(transaction, told, sighting);
    }

    private @Nullable Told begin(OpenTransaction transaction, Sighting sighting) {
        ThreadLook look = sighting.holder(transaction);
        if (look != null && look.inDriver() || !transaction.isUnchanged()) {
            return null; // it is in a call of the driver that nobody counts, or has gone on
        }
        Told told = causes.of(transaction, /* perStatement= */ true);
        if (told == null) {
            return null;
        }
        told.begins();
        transaction.toldIdle = told;
        transaction.idleSinceNanos = transaction.view().lastEndNanos();
        if (look != null) {
            told.seenAt(look.site(), look.doing());
        }
        return told;
    }

    /**
     * The transaction does something again, or has ended.
     *
     * @param next how it was seen now; null where it is gone
     */
    void ended(OpenTransaction transaction, @Nullable TransactionView next, Sighting sighting) {
        Told told = transaction.toldIdle;
        transaction.standstillNanos = 0;
        if (told == null) {
            return;
        }
        transaction.toldIdle = null;
        told.ends();
        long callStart = next == null || next.lastEndNanos() != transaction.idleSinceNanos ? 0 : next.callStartNanos();
        boolean inFirstCall = callStart != 0;
        long end = inFirstCall ? callStart : transaction.lookedNanos();
        told.lasted(end - transaction.idleSinceNanos, inFirstCall);
        tell(transaction, told, sighting);
    }

    private void tell(OpenTransaction transaction, Told told, Sighting sighting) {
        boolean wrote = transaction.view().wrote();
        Finding.Builder finding = TransactionFinding.begin(Kind.IDLE_IN_TRANSACTION, transaction, told, sighting.now)
                .confidence(Confidence.CONFIRMED)
                .severity(wrote && told.longestNanos() >= highNanos ? Severity.HIGH : Severity.WARNING)
                .evidence("longestSeconds", Words.seconds(told.longestNanos()))
                .evidence("exact", told.isExact())
                .evidence("openNow", told.ongoing())
                .evidence("wrote", wrote);
        sighting.findings.raise(TransactionFinding.end(finding, transaction, told)
                .what(what(transaction, told, wrote))
                .advice((wrote
                                ? "What it wrote stays locked meanwhile, and others wait for it. "
                                : "It keeps a connection, and the server old row versions for it. ")
                        + "Commit before the work that needs no database, or do that work before the first statement"
                        + (told.doing().equals(ThreadLook.NETWORK)
                                ? "; a call to another service does not belong in a transaction, and needs a timeout."
                                : "."))
                .build());
    }

    private static String what(OpenTransaction transaction, Told told, boolean wrote) {
        return "A transaction of " + TransactionFinding.work(transaction)
                + (wrote ? " that had written" : " that had only read")
                + " did nothing for " + (told.isExact() ? "" : "at least ") + Words.time(told.longestNanos())
                + " after this statement"
                + (told.occurrences() > 1
                        ? ", the longest of " + Words.count(told.occurrences(), "time", "times") + '.'
                        : ".")
                + TransactionFinding.holder(told);
    }
}
