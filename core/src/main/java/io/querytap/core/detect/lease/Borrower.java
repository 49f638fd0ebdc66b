package io.querytap.core.detect.lease;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import io.querytap.core.work.TraceContext;
import io.querytap.core.work.UnitKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who had a connection, and from where: what findings of leases have in common. Immutable. */
final class Borrower {
    /** Causes of one kind that are followed, as many as findings are kept. */
    static final int MAX_CAUSES = 500;

    private final DatabaseIdentity database;
    private final @Nullable String poolName;
    private final UnitKind unitKind;
    private final String unitName;
    private final @Nullable TraceContext trace;

    Borrower(FinishedUnit unit, LeaseUse lease) {
        database = lease.database();
        poolName = lease.poolName();
        unitKind = unit.kind();
        unitName = unit.name();
        trace = unit.trace();
    }

    DatabaseIdentity database() {
        return database;
    }

    @Nullable
    String poolName() {
        return poolName;
    }

    String unitName() {
        return unitName;
    }

    /** Tells the work on one database from other work. */
    String key() {
        return database + "\n" + (poolName == null ? "" : poolName) + '\n' + unitName;
    }

    /** Who it is, in a sentence. */
    String who() {
        return unitKind == UnitKind.LEASE || unitKind == UnitKind.BURST ? "the application" : unitName;
    }

    /** What it was borrowed from, in a sentence. */
    String from() {
        return poolName == null ? database.displayName() : poolName;
    }

    /** Begins a finding that was last seen with this one. */
    Finding.Builder finding(
            Finding.Kind kind, String pattern, String statement, @Nullable CallSite site, Instant lastSeen) {
        Finding.Builder finding = Finding.of(kind, database, pattern, statement)
                .callSite(site == null ? null : site.site(), site == null ? List.of() : site.stack())
                .unit(new Finding.Unit(unitKind.id(), unitName))
                .trace(trace)
                .seen(lastSeen, lastSeen);
        if (poolName != null) {
            finding.evidence("pool", poolName);
        }
        return finding;
    }
}
