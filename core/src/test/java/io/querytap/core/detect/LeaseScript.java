package io.querytap.core.detect;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.OpenConnections;
import io.querytap.core.work.RecordedExecution;
import io.querytap.core.work.Traits;
import io.querytap.core.work.UnitAssembler;
import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.UnitQueue;
import io.querytap.core.work.Units;
import java.util.List;

/** Plays what an application does with one connection, by a clock of its own; through the same calls as the probes. */
public final class LeaseScript {
    private static final long MILLIS = 1_000_000;

    public final OpenConnections open = new OpenConnections();
    private final UnitQueue queue = new UnitQueue();
    private final UnitAssembler assembler = new UnitAssembler(queue);
    public final Units units = new Units(
            new UnitPolicy(UnitPolicy.Traces.INTERESTING, 500 * MILLIS, 50 * MILLIS)
                    .detecting(/* repeatThreshold= */ 5, /* everyUnit= */ 1, 100 * MILLIS),
            queue);
    public final ConnectionWork connection;
    private long nowNanos = System.nanoTime();

    public LeaseScript() {
        connection = new ConnectionWork(Statements.SHOP, units, open, nowNanos);
    }

    public long nowNanos() {
        return nowNanos;
    }

    public LeaseScript entry(String name) {
        units.entryBegins(name, /* traceparent= */ null);
        return this;
    }

    public LeaseScript entryEnds() {
        units.entryEnds(/* name= */ null);
        return this;
    }

    public LeaseScript lease(String pool, long waitedMillis) {
        connection.leased(pool, nowNanos, waitedMillis * MILLIS);
        return this;
    }

    public LeaseScript idle(long millis) {
        nowNanos += millis * MILLIS;
        return this;
    }

    /** Executes for so long, in the open transaction if there is one. */
    public LeaseScript execute(PatternStats pattern, long millis) {
        long start = nowNanos;
        connection.callBegins(start);
        nowNanos += millis * MILLIS;
        connection.callEnds(start, nowNanos);
        connection.executed(
                pattern,
                start,
                millis * MILLIS,
                /* batchSize= */ -1,
                /* parameterHash= */ 0,
                /* errorType= */ null,
                connection.inTransaction() ? Traits.IN_TRANSACTION : Traits.NONE,
                new RecordedExecution());
        return this;
    }

    public LeaseScript callBegins() {
        connection.callBegins(nowNanos);
        return this;
    }

    public LeaseScript transaction() {
        connection.autoCommit(false);
        connection.transactionBegins(nowNanos);
        return this;
    }

    public LeaseScript commit() {
        connection.transactionEnds(nowNanos);
        return this;
    }

    public LeaseScript giveBack() {
        return giveBack(/* openStatements= */ 0, /* site= */ null);
    }

    public LeaseScript giveBack(int openStatements, CallSite site) {
        connection.returning(nowNanos, openStatements, site);
        connection.returned(nowNanos);
        return this;
    }

    public LeaseScript close() {
        connection.returning(nowNanos, /* openStatements= */ 0, /* openSite= */ null);
        connection.closed(nowNanos);
        return this;
    }

    /** The units that have ended and that somebody wants. */
    public List<FinishedUnit> finished() {
        return assembler.rest();
    }
}
