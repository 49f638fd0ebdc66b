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

/**
 * Tells of transactions that stay open for long: when they reach the limit, each time their age has doubled, and with their whole
 * duration when they have ended.
 *
 * <p>Evidence: {@code longestSeconds}, {@code exact} (the whole duration of one that has ended, else at least so long),
 * {@code openNow} (how many are open still), {@code wrote}, {@code tablesWritten}, {@code idleSeconds} since its last call at the
 * last look, {@code pool}, {@code holder} (what its thread did when it was looked at). Occurrences are transactions.
 */
final class LongTransactions {
    private final Causes causes = new Causes();
    private final long limitNanos;
    private final long highNanos;

    LongTransactions(FindingRules limits) {
        this.limitNanos = limits.limit(Threshold.LONG_TRANSACTION_TIME);
        this.highNanos = limits.limit(Threshold.LONG_TRANSACTION_HIGH_TIME);
    }

    /** Two looks have seen the transaction. */
    void judge(OpenTransaction transaction, Sighting sighting) {
        long age = sighting.nowNanos - transaction.view().startNanos();
        Told told = transaction.toldLong;
        if (age < limitNanos || told != null && age < transaction.tellAgainNanos) {
            return;
        }
        if (told == null) {
            told = causes.of(transaction, /* perStatement= */ false);
            if (told == null || !transaction.isUnchanged()) {
                return; // another look will tell
            }
            told.begins();
            transaction.toldLong = told;
            ThreadLook look = sighting.holder(transaction);
            if (look != null) {
                told.seenAt(look.site(), look.doing());
            }
        }
        transaction.tellAgainNanos = age < highNanos ? Math.min(2 * age, highNanos) : 2 * age;
        told.lasted(age, /* known= */ false);
        tell(transaction, told, sighting);
    }

    /** The transaction is not open any more. */
    void ended(OpenTransaction transaction, Sighting sighting) {
        long ended =
                transaction.connection().endOfTransaction(transaction.view().serial());
        boolean exact = ended != 0;
        long end = exact ? ended : transaction.lookedNanos();
        long duration = end - transaction.view().startNanos();
        Told told = transaction.toldLong;
        if (told == null) {
            if (!exact || duration < limitNanos || !transaction.isCertain()) {
                return;
            }
            told = causes.of(transaction, /* perStatement= */ false);
            if (told == null) {
                return;
            }
            told.begins();
        }
        told.ends();
        told.lasted(duration, exact);
        tell(transaction, told, sighting);
    }

    private void tell(OpenTransaction transaction, Told told, Sighting sighting) {
        boolean wrote = transaction.view().wrote();
        Finding.Builder finding = TransactionFinding.begin(Kind.LONG_TRANSACTION, transaction, told, sighting.now)
                .confidence(Confidence.CONFIRMED)
                .severity(told.longestNanos() >= highNanos ? Severity.HIGH : Severity.WARNING)
                .evidence("longestSeconds", Words.seconds(told.longestNanos()))
                .evidence("exact", told.isExact())
                .evidence("openNow", told.ongoing())
                .evidence("wrote", wrote);
        if (transaction.view().callStartNanos() == 0) {
            long idle =
                    Math.max(0, transaction.lookedNanos() - transaction.view().lastEndNanos());
            finding.evidence("idleSeconds", Words.seconds(idle));
        }
        sighting.findings.raise(TransactionFinding.end(finding, transaction, told)
                .what(what(transaction, told))
                .advice((wrote
                                ? "Its locks and old row versions are kept until it ends: "
                                : "The server keeps old row versions for it until it ends: ")
                        + "commit in smaller steps, and do what needs no database (calls to other services, files, waiting) before or"
                        + " after it. A job that is meant to run so long can be named in"
                        + " querytap.findings.long-transaction.except.")
                .build());
    }

    private static String what(OpenTransaction transaction, Told told) {
        String who = Words.count(told.occurrences(), "transaction", "transactions");
        String lasted = told.isExact() ? "lasted " : "was open for at least ";
        return who + " of " + TransactionFinding.work(transaction) + ": the longest " + lasted
                + Words.time(told.longestNanos())
                + (told.ongoing() > 0 ? ", and " + told.ongoing() + " open at the last look." : ".")
                + TransactionFinding.holder(told);
    }
}
