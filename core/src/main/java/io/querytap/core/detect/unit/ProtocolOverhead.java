package io.querytap.core.detect.unit;

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
import io.querytap.core.work.Traffic;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of the application that spend many round trips on anything but statements: commits, changes of the session, checks of
 * the connection. Goes by the counts of all units of a name; the units seen only tell on which database that is. The finding is named
 * after the statement that such a unit runs most often.
 *
 * <p>Evidence, in this order: {@code units}, {@code statements}, {@code otherTrips}, {@code share} of the other trips in all, {@code
 * emptyTransactions}. For one thread; bounded.
 */
final class ProtocolOverhead {
    /** As many names as are counted apart. */
    private static final int MAX_NAMES = 2_000;

    private static final double DIGITS = 1_000;

    private static final String ADVICE =
            "See what makes the trips: a transaction around a single read (drop @Transactional or make it"
                    + " readOnly where one statement is all), autocommit or isolation switched back and forth, a check of the connection at"
                    + " every checkout (connection test query), transactions without a statement.";

    private final FindingRules rules;
    private final @Nullable Traffic traffic;
    private final Map<String, PatternStats> typical = new HashMap<>();
    private final Map<String, Finding.Unit> units = new HashMap<>();
    private final Map<String, Finding> raised = new HashMap<>();

    /** @param traffic null: nothing is counted */
    ProtocolOverhead(FindingRules rules, @Nullable Traffic traffic) {
        this.rules = rules;
        this.traffic = traffic;
    }

    void examine(FinishedUnit unit) {
        if (traffic == null || typical.containsKey(unit.name()) || typical.size() >= MAX_NAMES) {
            return;
        }
        KeyUse most = null;
        for (KeyUse key : unit.keys()) {
            if (most == null || key.count() > most.count()) {
                most = key;
            }
        }
        if (most != null) {
            typical.put(unit.name(), most.pattern());
            units.put(unit.name(), new Finding.Unit(unit.kind().id(), unit.name()));
        }
    }

    void report(Findings findings, Instant now) {
        if (traffic == null) {
            return;
        }
        for (Map.Entry<String, PatternStats> entry : typical.entrySet()) {
            Traffic.Counts counts = traffic.byName().get(entry.getKey());
            if (counts != null && counts.units() >= rules.limit(Threshold.AUTOCOMMIT_CHATTER_UNITS)) {
                judge(entry.getKey(), entry.getValue(), counts, findings, now);
            }
        }
    }

    private void judge(String name, PatternStats pattern, Traffic.Counts counts, Findings findings, Instant now) {
        long other = counts.protocolTrips();
        long statements = counts.executions();
        double share = other == 0 ? 0 : (double) other / (other + statements);
        if (share < rules.share(Threshold.AUTOCOMMIT_CHATTER_SHARE)) {
            Finding before = raised.remove(name);
            if (before != null) {
                findings.retract(before.cause());
            }
            return;
        }
        Finding finding = Finding.of(
                        Kind.AUTOCOMMIT_CHATTER,
                        pattern.database(),
                        pattern.pattern().hexId(),
                        Statement.name(pattern))
                .cause("trips of " + name)
                .confidence(Confidence.CONFIRMED)
                .severity(Severity.INFO)
                .unit(units.get(name))
                .occurrences(counts.units())
                .seen(now, now)
                .evidence("units", counts.units())
                .evidence("statements", statements)
                .evidence("otherTrips", other)
                .evidence("share", Math.round(share * DIGITS) / DIGITS)
                .evidence("emptyTransactions", counts.emptyTransactions())
                .what(String.format(
                        Locale.ROOT,
                        "In %,d units of work named '%s', %.0f %% of the round trips to the database carried no statement (%,d of"
                                + " %,d).",
                        counts.units(),
                        name,
                        100 * share,
                        other,
                        other + statements))
                .advice(ADVICE)
                .build();
        raised.put(name, finding);
        findings.raise(finding);
    }
}
