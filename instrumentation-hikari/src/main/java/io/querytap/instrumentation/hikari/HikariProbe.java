package io.querytap.instrumentation.hikari;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.Leasable;
import io.querytap.hook.QuerytapPoolListener;
import io.querytap.hook.QuerytapState;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Receives what woven HikariCP code tells and records it in the pool-neutral statistics. */
public final class HikariProbe extends QuerytapPoolListener {
    private static final String KIND = "hikari";

    private final PoolRegistry pools;

    public HikariProbe(PoolRegistry pools) {
        this.pools = pools;
    }

    @Override
    protected void poolCreated(QuerytapState pool, @Nullable Object config) {
        HikariGauges gauges = gaugesOf(pool);
        if (gauges != null && config != null) {
            gauges.configuredBy(config);
            gauges.stats().named(HikariGauges.configuredName(config));
        }
    }

    /** The pool's first connection is made inside its constructor, so whichever comes first registers it. */
    private @Nullable HikariGauges register(QuerytapState pool) {
        HikariGauges gauges = new HikariGauges(pool);
        PoolStats stats = pools.register(KIND, /* configuredName= */ null, gauges);
        if (stats == null) {
            Diagnostics.sayOnce(
                    "pools full", "more connection pools than are followed; the further ones are not measured");
            return null;
        }
        gauges.countsFor(stats);
        pool.querytap$state(gauges);
        return gauges;
    }

    private @Nullable HikariGauges gaugesOf(@Nullable Object pool) {
        if (!(pool instanceof QuerytapState)) {
            return null;
        }
        Object state = ((QuerytapState) pool).querytap$state();
        return state instanceof HikariGauges ? (HikariGauges) state : register((QuerytapState) pool);
    }

    @Override
    protected void entryCreated(QuerytapState entry, @Nullable Object pool, @Nullable Object physicalConnection) {
        HikariGauges gauges = gaugesOf(pool);
        if (gauges == null) {
            return;
        }
        Leasable leasable = leasableOf(physicalConnection);
        if (leasable != null) {
            gauges.stats().connectsTo(leasable.database());
        }
        entry.querytap$state(new Lease(gauges.stats(), leasable));
    }

    private static @Nullable Leasable leasableOf(@Nullable Object connection) {
        if (!(connection instanceof QuerytapState)) {
            return null;
        }
        Object state = ((QuerytapState) connection).querytap$state();
        return state instanceof Leasable ? (Leasable) state : null;
    }

    @Override
    protected void handedOut(QuerytapState proxy, @Nullable Object entry) {
        if (entry instanceof QuerytapState) {
            proxy.querytap$state(((QuerytapState) entry).querytap$state());
        }
    }

    @Override
    protected long acquiring(QuerytapState pool) {
        return now();
    }

    @Override
    protected void acquired(QuerytapState pool, long startNanos, @Nullable Object proxy, @Nullable Throwable thrown) {
        if (proxy instanceof QuerytapState) {
            Object state = ((QuerytapState) proxy).querytap$state();
            if (state instanceof Lease) {
                ((Lease) state).begin(startNanos, now());
            }
        } else if (thrown instanceof SQLTransientConnectionException) {
            recordTimeout(pool, startNanos);
        }
    }

    private void recordTimeout(QuerytapState pool, long startNanos) {
        HikariGauges gauges = gaugesOf(pool);
        if (gauges != null) {
            gauges.stats().recordTimeout(gauges.hint(), now() - startNanos);
        }
    }

    /** Each checkout has a proxy of its own, which may be closed again when the entry already belongs to another borrower. */
    @Override
    protected void closing(QuerytapState proxy) {
        Object state = proxy.querytap$state();
        if (state instanceof Lease) {
            proxy.querytap$state(null);
            ((Lease) state).closing(now());
        }
    }

    @Override
    protected void returning(QuerytapState entry) {
        Object state = entry.querytap$state();
        if (state instanceof Lease) {
            ((Lease) state).end(now());
        }
    }

    @Override
    protected long creating(QuerytapState pool) {
        return now();
    }

    @Override
    protected void createdConnection(QuerytapState pool, long startNanos, @Nullable Throwable thrown) {
        HikariGauges gauges = thrown == null ? gaugesOf(pool) : null;
        if (gauges != null) {
            gauges.stats().recordCreation(gauges.hint(), now() - startNanos);
        }
    }

    @Override
    protected void poolClosed(QuerytapState pool) {
        HikariGauges gauges = gaugesOf(pool);
        if (gauges != null) {
            gauges.close();
        }
    }

    @Override
    protected void failed(Throwable failure) {
        Diagnostics.failed("recording a HikariCP call", failure);
    }

    /** {@link System#nanoTime()}, never 0: hooks use 0 for "not measured". */
    private static long now() {
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }

    /** The use of one pool entry by one borrower after another; only the borrower's thread writes. */
    private static final class Lease {
        private final PoolStats pool;
        private final StripeHint hint = new StripeHint();
        private final @Nullable Leasable connection;
        private long borrowedNanos;

        Lease(PoolStats pool, @Nullable Leasable connection) {
            this.pool = pool;
            this.connection = connection;
        }

        void begin(long askedNanos, long nowNanos) {
            borrowedNanos = nowNanos;
            pool.recordWait(hint, nowNanos - askedNanos);
            if (connection != null) {
                connection.leased(pool, nowNanos, nowNanos - askedNanos);
            }
        }

        void closing(long nowNanos) {
            if (connection != null) {
                connection.returning(nowNanos);
            }
        }

        void end(long nowNanos) {
            if (borrowedNanos != 0) {
                pool.recordUse(hint, nowNanos - borrowedNanos);
                borrowedNanos = 0;
            }
            if (connection != null) {
                connection.returned(nowNanos);
            }
        }
    }
}
