package io.querytap.hook;

/** What woven pool code calls; see {@link QuerytapHooks} for the rules. */
public final class QuerytapPoolHooks {
    private static final QuerytapPoolListener LISTENER = QuerytapPoolListener.installed();

    private QuerytapPoolHooks() {}

    public static void poolCreated(QuerytapState pool, Object config) {
        try {
            LISTENER.poolCreated(pool, config);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The pool made an entry for a physical connection. */
    public static void entryCreated(QuerytapState entry, Object pool, Object physicalConnection) {
        try {
            LISTENER.entryCreated(entry, pool, physicalConnection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The pool keeps statements of that physical connection open, to lend them again. */
    public static void keepsStatements(QuerytapState connection) {
        try {
            LISTENER.keepsStatements(connection);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The pool made the proxy that the application gets for an entry. */
    public static void handedOut(QuerytapState proxy, Object entry) {
        try {
            LISTENER.handedOut(proxy, entry);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The same where each borrower gets a new proxy, which is what is returned and has no other proxy around it. */
    public static void handedOutOnce(QuerytapState proxy, Object entry) {
        try {
            LISTENER.handedOutOnce(proxy, entry);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /**
     * The pool made a proxy for an entry that is bound to a transaction: closing the proxy does not give the entry back, and the same
     * transaction may be given more of them.
     */
    public static void handedOutInTransaction(QuerytapState proxy, Object entry) {
        try {
            LISTENER.handedOutInTransaction(proxy, entry);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A helper object of the pool stands for what the other object stands for: a pool, an entry, a physical connection. */
    public static void standsFor(QuerytapState helper, Object other) {
        try {
            LISTENER.standsFor(helper, other);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A borrower asks a data source that has no pool yet and makes it now, or waits until somebody else has made it. */
    public static long opening(Object source) {
        try {
            return LISTENER.opening(source);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    /** The borrower has got a connection from it, or none. */
    public static void opened(Object source, long startNanos, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.opened(source, startNanos, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static long acquiring(QuerytapState pool) {
        try {
            return LISTENER.acquiring(pool);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    public static void acquired(QuerytapState pool, long startNanos, Object proxy, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.acquired(pool, startNanos, proxy, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The borrower closes the proxy; the pool has not tidied up yet. */
    public static void closing(QuerytapState proxy) {
        try {
            LISTENER.closing(proxy);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The same as {@link #closing} where a pool has no proxy of its own class for each borrower: told by the entry that comes back. */
    public static void tidying(QuerytapState entry) {
        try {
            LISTENER.tidying(entry);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void returning(QuerytapState entry) {
        try {
            LISTENER.returning(entry);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A pool is asked, after {@link #acquiring}, and has read its clock: what that said, which is {@link System#nanoTime()} or not. */
    public static void asking(long poolsNanos, Object pool) {
        try {
            LISTENER.asking(pool, poolsNanos);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** It has chosen an entry for the borrower and read its clock; {@code askedNanos} is what {@link #asking} was told, or 0. */
    public static void lent(long poolsNanos, long askedNanos, Object entry) {
        try {
            LISTENER.lent(entry, askedNanos, poolsNanos);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The pool is taking an entry back, after {@link #returning}, and has read its clock. */
    public static void returned(long poolsNanos, Object entry) {
        try {
            LISTENER.returned(entry, poolsNanos);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static long creating(QuerytapState pool) {
        try {
            return LISTENER.creating(pool);
        } catch (Throwable failure) {
            failed(failure);
            return 0;
        }
    }

    public static void createdConnection(QuerytapState pool, long startNanos, Throwable thrown) {
        if (startNanos == 0) {
            return;
        }
        try {
            LISTENER.createdConnection(pool, startNanos, thrown);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void poolClosed(QuerytapState pool) {
        try {
            LISTENER.poolClosed(pool);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private static void failed(Throwable failure) {
        try {
            LISTENER.failed(failure);
        } catch (Throwable nothingMoreToDo) {
            // The host must not learn of a failure to report a failure.
        }
    }
}
