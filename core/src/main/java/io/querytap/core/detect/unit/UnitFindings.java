package io.querytap.core.detect.unit;

import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.UnitDetector;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.Units;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for everything that concerns the statements of one unit, in an order in which each statement is told once: what is an N+1 is
 * not redundant as well, what is a write loop is not chatter as well.
 */
public final class UnitFindings implements UnitDetector {
    private final FindingRules rules;
    private final NPlusOne nPlusOne;
    private final RedundantQuery redundant;
    private final WriteLoop writeLoop;
    private final AutocommitChatter chatter;
    private final ProtocolOverhead overhead;
    private final RoundTrips roundTrips = new RoundTrips();

    /** @param units asked for more evidence where some is missing, and for the counts of all units; null: there are none */
    public UnitFindings(FindingRules rules, @Nullable Units units) {
        this.rules = rules;
        nPlusOne = new NPlusOne(rules, units);
        redundant = new RedundantQuery(rules);
        writeLoop = new WriteLoop(rules, roundTrips);
        chatter = new AutocommitChatter(rules);
        overhead = new ProtocolOverhead(rules, units == null ? null : units.traffic());
    }

    @Override
    public boolean examine(FinishedUnit unit, Instant now) {
        roundTrips.learn(unit);
        Set<PatternStats> found = Collections.newSetFromMap(new IdentityHashMap<>(8));
        if (rules.isOn(Kind.N_PLUS_ONE)) {
            nPlusOne.examine(unit, found, now);
        }
        if (rules.isOn(Kind.REDUNDANT_QUERY)) {
            redundant.examine(unit, found, now);
        }
        if (rules.isOn(Kind.WRITE_LOOP)) {
            writeLoop.examine(unit, found, now);
        }
        boolean chats = false;
        if (rules.isOn(Kind.AUTOCOMMIT_CHATTER)) {
            overhead.examine(unit);
            chats = chatter.examine(unit, found, now);
        }
        return chats || !found.isEmpty();
    }

    @Override
    public void report(Findings findings, Instant now) {
        nPlusOne.report(findings);
        redundant.report(findings);
        writeLoop.report(findings);
        if (rules.isOn(Kind.AUTOCOMMIT_CHATTER)) {
            chatter.report(findings);
            overhead.report(findings, now);
        }
    }

    /** Repeated queries that were not told, because nothing more than their number speaks for a finding. */
    public long suspects() {
        return nPlusOne.suspects();
    }
}
