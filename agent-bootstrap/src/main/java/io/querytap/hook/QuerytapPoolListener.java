package io.querytap.hook;

/** What {@link QuerytapPoolHooks} hands on; the counterpart of {@link QuerytapListener} for one connection pool library. */
public abstract class QuerytapPoolListener {
    private static volatile QuerytapPoolListener installed;

    /** Installs the one listener; must happen before {@link QuerytapPoolHooks} is initialised, which woven code does. */
    public static void install(QuerytapPoolListener listener) {
        installed = listener;
    }

    static QuerytapPoolListener installed() {
        return installed;
    }

    protected abstract void poolCreated(QuerytapState pool, Object config);

    protected abstract void entryCreated(QuerytapState entry, Object pool, Object physicalConnection);

    protected abstract void keepsStatements(QuerytapState connection);

    protected abstract void handedOut(QuerytapState proxy, Object entry);

    protected abstract void handedOutOnce(QuerytapState proxy, Object entry);

    protected abstract void handedOutInTransaction(QuerytapState proxy, Object entry);

    protected abstract void standsFor(QuerytapState helper, Object other);

    protected abstract long opening(Object source);

    protected abstract void opened(Object source, long startNanos, Throwable thrown);

    protected abstract long acquiring(QuerytapState pool);

    protected abstract void acquired(QuerytapState pool, long startNanos, Object proxy, Throwable thrown);

    protected abstract void closing(QuerytapState proxy);

    protected abstract void tidying(QuerytapState entry);

    protected abstract void returning(QuerytapState entry);

    protected abstract void asking(Object pool, long poolsNanos);

    protected abstract void lent(Object entry, long askedNanos, long poolsNanos);

    protected abstract void returned(Object entry, long poolsNanos);

    protected abstract long creating(QuerytapState pool);

    protected abstract void createdConnection(QuerytapState pool, long startNanos, Throwable thrown);

    protected abstract void poolClosed(QuerytapState pool);

    protected abstract void failed(Throwable failure);
}
