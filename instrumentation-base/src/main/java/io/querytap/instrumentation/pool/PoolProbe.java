package io.querytap.instrumentation.pool;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.Leasable;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.hook.QuerytapPoolListener;
import io.querytap.hook.QuerytapState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives what woven code of pools tells and records it in the pool-neutral statistics. */
public final class PoolProbe extends QuerytapPoolListener {
    /** In place of the time at which somebody asked: the pool itself will tell it. */
    private static final long TOLD_LATER = Long.MIN_VALUE;

    private final PoolRegistry pools;
    private final List<PoolLibrary> libraries;
    private final Openings openings = new Openings();

    public PoolProbe(PoolRegistry pools, List<PoolLibrary> libraries) {
        this.pools = pools;
        this.libraries = List.copyOf(libraries);
    }

    @Override
    protected void poolCreated(QuerytapState pool, @Nullable Object config) {
        PoolState state = stateOf(pool);
        if (state != null) {
            Openings.Opening opening = openings.present();
            if (opening != null) { // another thread of the pool may have registered it
                opening.made(state);
            }
            state.configuredBy(pool, config);
        }
    }

    private @Nullable PoolState stateOf(@Nullable Object pool) {
        if (!(pool instanceof QuerytapState)) {
            return null;
        }
        Object state = ((QuerytapState) pool).querytap$state();
        return state instanceof PoolState ? (PoolState) state : register((QuerytapState) pool);
    }

    /** A pool's first connection may be made inside its constructor, so whichever comes first registers it. */
    private @Nullable PoolState register(QuerytapState pool) {
        for (int i = 0; i < libraries.size(); i++) {
            PoolLibrary library = libraries.get(i);
            if (library.owns(pool.getClass())) {
                return register(pool, library);
            }
        }
        return null;
    }

    private @Nullable PoolState register(QuerytapState pool, PoolLibrary library) {
        synchronized (pools) { // two threads may be the first
            Object other = pool.querytap$state();
            if (other instanceof PoolState) {
                return (PoolState) other;
            }
            Openings.Opening opening = openings.present();
            PoolState state = opening == null || opening.library != library ? null : opening.state();
            if (state == null) {
                state = registered(new PoolState(library, pool));
            } else { // the last one was given up, because it could not connect or was closed
                state.continuesAs(pool);
            }
            if (state != null) {
                pool.querytap$state(state);
                if (opening != null) {
                    opening.made(state);
                }
            }
            return state;
        }
    }

    private @Nullable PoolState registered(PoolState state) {
        PoolStats stats = pools.register(state.library().kind(), /* configuredName= */ null, state);
        if (stats == null) {
            Diagnostics.sayOnce(
                    "pools full", "more connection pools than are followed; the further ones are not measured");
            return null;
        }
        state.countsFor(stats);
        return state;
    }

    /** For a data source that could not even make its pool. */
    private @Nullable PoolState stateOfSource(Object source) {
        PoolLibrary library = libraryThatOpens(source);
        if (library == null) {
            return null;
        }
        synchronized (pools) {
            PoolState known = openings.sources().get(source);
            if (known != null) {
                return known;
            }
            PoolState state = registered(new PoolState(library, /* pool= */ null));
            if (state != null) {
                state.namedBy(source);
                openings.sources().put(source, state);
            }
            return state;
        }
    }

    private @Nullable PoolLibrary libraryThatOpens(Object source) {
        for (int i = 0; i < libraries.size(); i++) {
            if (libraries.get(i).opens(source.getClass())) {
                return libraries.get(i);
            }
        }
        return null;
    }

    @Override
    protected void entryCreated(QuerytapState entry, @Nullable Object pool, @Nullable Object physicalConnection) {
        PoolState state = stateOf(pool);
        if (state != null) {
            entry.querytap$state(state.stats().lease(leasableOf(physicalConnection)));
        }
    }

    private static @Nullable Leasable leasableOf(@Nullable Object connection) {
        if (!(connection instanceof QuerytapState)) {
            return null;
        }
        Object state = ((QuerytapState) connection).querytap$state();
        return state instanceof Leasable ? (Leasable) state : null;
    }

    @Override
    protected void keepsStatements(QuerytapState connection) {
        Leasable leasable = leasableOf(connection);
        if (leasable != null) {
            leasable.keepsStatements();
        }
    }

    @Override
    protected void handedOut(QuerytapState proxy, @Nullable Object entry) {
        if (entry instanceof QuerytapState) {
            proxy.querytap$state(((QuerytapState) entry).querytap$state());
        }
    }

    @Override
    protected void handedOutOnce(QuerytapState proxy, @Nullable Object entry) {
        Object state = entry instanceof QuerytapState ? ((QuerytapState) entry).querytap$state() : null;
        if (state instanceof Lease) {
            proxy.querytap$state(((Lease) state).handle());
        }
    }

    /** The proxy leads to the entry, not to the lease: its close is none. */
    @Override
    protected void handedOutInTransaction(QuerytapState proxy, @Nullable Object entry) {
        proxy.querytap$state(entry);
    }

    @Override
    protected void standsFor(QuerytapState helper, @Nullable Object other) {
        if (other instanceof QuerytapState) {
            helper.querytap$state(((QuerytapState) other).querytap$state());
        }
    }

    @Override
    protected long opening(Object source) {
        PoolLibrary library = libraryThatOpens(source);
        if (library == null) {
            return 0;
        }
        long now = now();
        return openings.begin(source, library, now) ? now : 0;
    }

    @Override
    protected void opened(Object source, long startNanos, @Nullable Throwable thrown) {
        if (!openings.end(source) && thrown != null) {
            PoolState state = stateOfSource(source);
            if (state != null) {
                gotNone(state, startNanos, thrown);
            }
        }
    }

    @Override
    protected long acquiring(QuerytapState pool) {
        PoolState state = stateOf(pool);
        if (state == null) {
            return 0;
        }
        if (state.tellsAsks() && !openings.areUnderWay()) {
            return TOLD_LATER;
        }
        long now = now();
        long asked = openings.since(state, now);
        if (!state.stats().asks(asked)) {
            return 0;
        }
        if (asked != now) {
            state.stats().wasMade(asked, now);
        }
        return asked;
    }

    @Override
    protected void asking(@Nullable Object pool, long poolsNanos) {
        PoolState state = stateOf(pool);
        if (state != null && state.tellsAsks()) {
            state.stats().asks(poolsNanos);
        }
    }

    @Override
    protected void acquired(QuerytapState pool, long startNanos, @Nullable Object given, @Nullable Throwable thrown) {
        PoolState state = stateOf(pool);
        if (state == null) {
            return;
        }
        try {
            Object lease = given instanceof QuerytapState ? ((QuerytapState) given).querytap$state() : null;
            if (lease instanceof Lease.Handle) {
                begin(state, ((Lease.Handle) lease), startNanos);
            } else if (lease instanceof Lease) {
                ((Lease) lease).begin(startNanos, now(), given);
            } else if (lease instanceof QuerytapState) {
                gotInTransaction((QuerytapState) lease, startNanos);
            } else if (thrown != null) {
                gotNone(state, startNanos == TOLD_LATER ? askedNanos(state) : startNanos, thrown);
            }
        } finally {
            state.stats().asksNoMore();
        }
    }

    private static void begin(PoolState state, Lease.Handle handle, long startNanos) {
        Lease lease = handle.lease();
        long asked = startNanos;
        if (startNanos == TOLD_LATER) {
            long told = lease.takeToldAskedNanos();
            asked = told == 0 ? askedNanos(state) : told;
        }
        lease.begin(asked, lease.grantedNow(asked), handle);
        if (startNanos != TOLD_LATER && lease.tellsAsks()) {
            state.tellAsks();
        }
    }

    /** Of a borrower who gets nothing there is nothing to be told when it asked but what was noted then. */
    private static long askedNanos(PoolState state) {
        long asked = state.stats().askingSinceNanos();
        return asked == 0 ? now() : asked; // refused before the pool had begun with it
    }

    /** The second time in one transaction it is the connection that the transaction has already, which nobody waited for. */
    private static void gotInTransaction(QuerytapState entry, long startNanos) {
        Object lease = entry.querytap$state();
        if (lease instanceof Lease && !((Lease) lease).isOut()) {
            ((Lease) lease)
                    .begin(startNanos, now(), /* given= */ null); // the transaction keeps it, whoever forgets the proxy
        }
    }

    private static void gotNone(PoolState state, long startNanos, Throwable thrown) {
        if (state.library().isTimeout(thrown)) {
            state.stats().recordTimeout(state.hint(), startNanos, now());
        } else {
            state.stats().recordFailure(startNanos, now());
        }
    }

    /** Where each checkout has a proxy of its own, that may be closed again when the entry already belongs to another borrower. */
    @Override
    protected void closing(QuerytapState proxy) {
        Object state = proxy.querytap$state();
        if (state instanceof Lease.Handle) {
            proxy.querytap$state(null);
            Lease lease = ((Lease.Handle) state).lease();
            if (!lease.closesLater()) {
                lease.closing(now());
            }
        } else if (state instanceof Lease) {
            proxy.querytap$state(null);
            ((Lease) state).closing(now());
        }
    }

    @Override
    protected void tidying(QuerytapState entry) {
        Object state = entry.querytap$state();
        if (state instanceof Lease && ((Lease) state).isOut()) { // not when the pool tries connections that nobody had
            ((Lease) state).closing(now());
        }
    }

    @Override
    protected void returning(QuerytapState entry) {
        Object state = entry.querytap$state();
        if (state instanceof Lease) {
            Lease lease = (Lease) state;
            if (!lease.endsLater()) {
                long closed = lease.untouchedSinceNanos();
                lease.end(closed == 0 ? now() : closed);
            }
        }
    }

    @Override
    protected void lent(@Nullable Object entry, long askedNanos, long poolsNanos) {
        Object state = entry instanceof QuerytapState ? ((QuerytapState) entry).querytap$state() : null;
        if (state instanceof Lease) {
            ((Lease) state).lent(askedNanos, poolsNanos);
        }
    }

    @Override
    protected void returned(@Nullable Object entry, long poolsNanos) {
        Object state = entry instanceof QuerytapState ? ((QuerytapState) entry).querytap$state() : null;
        if (state instanceof Lease) {
            ((Lease) state).returned(poolsNanos);
        }
    }

    @Override
    protected long creating(@Nullable QuerytapState pool) {
        if (pool == null) { // a data source tries whether it can connect before it makes a pool
            return openings.present() == null ? 0 : now();
        }
        PoolState state = stateOf(pool);
        if (state == null) {
            return 0;
        }
        long now = now();
        state.stats().creates(now);
        return now;
    }

    @Override
    protected void createdConnection(@Nullable QuerytapState pool, long startNanos, @Nullable Throwable thrown) {
        Openings.Opening opening = pool == null && thrown != null ? openings.present() : null;
        PoolState state = opening == null ? stateOf(pool) : stateOfSource(opening.source);
        if (state != null) {
            state.stats().created(state.hint(), startNanos, now(), thrown);
        }
    }

    @Override
    protected void poolClosed(QuerytapState pool) {
        PoolState state = stateOf(pool);
        if (state != null) {
            state.close();
        }
    }

    @Override
    protected void failed(Throwable failure) {
        Diagnostics.failed("recording a call of a connection pool", failure);
    }

    /** {@link System#nanoTime()}, never 0: hooks use 0 for "not measured". */
    private static long now() {
        long now = System.nanoTime();
        return now == 0 ? 1 : now;
    }
}
