package io.querytap.core.detect.unit;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import io.querytap.core.work.UnitKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds units whose writes each commit by themselves. Writes that are told as a {@link WriteLoop} are not told again.
 *
 * <p>Evidence, in this order: {@code units}, {@code unitNames}, {@code executions} that were autocommitted writes; {@code statements},
 * how many different ones there were. For one thread; bounded.
 */
final class AutocommitChatter {
    private static final long WARNING_WRITES = 20;

    private static final String ADVICE =
            "Put what belongs together into one transaction (@Transactional, or setAutoCommit(false) and"
                    + " commit): the server then writes its log to the disk once, and a failure in between leaves nothing half done.";

    private final FindingRules rules;
    private final Causes<PatternStats, Cause> causes = new Causes<>();

    AutocommitChatter(FindingRules rules) {
        this.rules = rules;
    }

    /** Looks at a unit; what is in {@code found} is told in another way. */
    boolean examine(FinishedUnit unit, Set<PatternStats> found, Instant now) {
        if (unit.kind() == UnitKind.BURST) {
            return false; // nothing says that it belongs together
        }
        long writes = 0;
        int statements = 0;
        KeyUse first = null;
        CallSite site = null;
        for (KeyUse key : unit.keys()) {
            if (Statement.isDefinition(key.pattern())) {
                return false; // schema and sample data are being set up
            }
            if (key.autocommitted() == 0 || !Statement.isChange(key.pattern()) || found.contains(key.pattern())) {
                continue;
            }
            RepeatSites sites = RepeatSites.of(key);
            if (sites.isScript()) {
                return false;
            }
            writes += key.autocommitted();
            statements++;
            site = site == null ? sites.main() : site;
            if (first == null || key.firstStartNanos() - first.firstStartNanos() < 0) {
                first = key;
            }
        }
        if (first == null || writes < rules.limit(Threshold.AUTOCOMMIT_CHATTER_WRITES)) {
            return false;
        }
        Cause cause = causeOf(first.pattern());
        if (cause == null) {
            return false;
        }
        cause.site = cause.site == null ? site : cause.site;
        cause.statements = Math.max(cause.statements, statements);
        cause.changed = true;
        cause.tally.add(unit, writes, writes, /* saved= */ 0, now);
        return true;
    }

    private @Nullable Cause causeOf(PatternStats first) {
        List<Cause> known = causes.of(first);
        if (!known.isEmpty()) {
            return known.get(0);
        }
        if (causes.isFull()) {
            return null;
        }
        Cause added = new Cause(first);
        causes.add(first, added);
        return added;
    }

    void report(Findings findings) {
        for (Cause cause : causes.all()) {
            if (cause.changed) {
                cause.changed = false;
                findings.raise(cause.finding());
            }
        }
    }

    /** The units that begin with the same write. */
    private static final class Cause {
        private final PatternStats first;
        private final UnitTally tally = new UnitTally();
        private @Nullable CallSite site;
        private int statements;
        private boolean changed;

        Cause(PatternStats first) {
            this.first = first;
        }

        Finding finding() {
            CallSite at = site;
            return tally.describe(Finding.of(
                                    Kind.AUTOCOMMIT_CHATTER,
                                    first.database(),
                                    first.pattern().hexId(),
                                    Statement.name(first))
                            .confidence(Confidence.CONFIRMED)
                            .severity(tally.mostRepeats() >= WARNING_WRITES ? Severity.WARNING : Severity.INFO)
                            .cause("writes")
                            .repeats(tally.mostRepeats())
                            .callSite(at == null ? null : at.site(), at == null ? List.of() : at.stack()))
                    .evidence("statements", statements)
                    .what(String.format(
                            Locale.ROOT,
                            "Up to %,d writes of one unit of work were committed one by one; this statement was the first of them.",
                            tally.mostRepeats()))
                    .advice(ADVICE)
                    .build();
        }
    }
}
