package io.querytap.core.detect;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pool.Leasable;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Plays what an application does with one connection, by a clock of its own; through the same calls as the probes. */
public final class LeaseScript {
    private static final long MILLIS = 1_000_000;

    public final OpenConnections open = new OpenConnections();
    private final UnitQueue queue = new UnitQueue();
    private final UnitAssembler assembler = new UnitAssembler(queue);
    public final Units units;
    public final ConnectionWork connection;
    private long nowNanos = System.nanoTime();
    private @Nullable Lease entry;

    public LeaseScript() {
        this(/* shared= */ null);
    }

    /** Another connection of the application whose units these are. */
    public LeaseScript(@Nullable Units shared) {
        units = shared != null
                ? shared
                : new Units(
                        new UnitPolicy(UnitPolicy.Traces.INTERESTING, 500 * MILLIS, 50 * MILLIS)
                                .detecting(/* repeatThreshold= */ 5, /* everyUnit= */ 1, 100 * MILLIS),
                        queue);
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

    /** The connection is an entry of that pool from now on. */
    public LeaseScript in(PoolStats pool) {
        entry = pool.lease(new Entry());
        return this;
    }

    /** The pool that it is {@link #in} hands it out. */
    public LeaseScript lease(long waitedMillis) {
        return lease(waitedMillis, /* handle= */ null);
    }

    /** The same; {@code handle} is what the borrower gets. */
    public LeaseScript lease(long waitedMillis, @Nullable Object handle) {
        entry().begin(nowNanos - waitedMillis * MILLIS, nowNanos, handle);
        return this;
    }

    public Lease entry() {
        return Objects.requireNonNull(entry);
    }

    /** The pool closes the connection. */
    public LeaseScript gone() {
        entry().gone(nowNanos);
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
        if (entry != null) {
            entry.closing(nowNanos);
            entry.end(nowNanos);
            return this;
        }
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

    /** What the probe of connections is to the probe of pools. */
    private final class Entry implements Leasable {
        @Override
        public DatabaseIdentity database() {
            return connection.database();
        }

        @Override
        public LeaseWork work() {
            return connection;
        }

        @Override
        public void belongsTo(Lease of) {
            // the script knows
        }

        @Override
        public void leased(PoolStats pool, long atNanos, long waitNanos) {
            connection.leased(pool.name(), atNanos, waitNanos);
        }

        @Override
        public void returning(long atNanos) {
            connection.returning(atNanos, /* openStatements= */ 0, /* openSite= */ null);
        }

        @Override
        public void returned(long atNanos) {
            connection.returned(atNanos);
        }
    }
}
