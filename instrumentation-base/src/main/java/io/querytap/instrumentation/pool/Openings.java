package io.querytap.instrumentation.pool;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Borrowers who ask a data source that makes its pool at the first call. They wait for that too, but there is no pool to ask before it is
 * made: what they wait is remembered here, and the pool's own method takes it over. Rare, and over soon; where there are none it costs
 * one read.
 */
final class Openings {
    private final AtomicInteger underWay = new AtomicInteger();
    private final SourceStates sources = new SourceStates();
    private final ThreadLocal<Opening> ofThread = new ThreadLocal<>();

    /** What is known of the data sources' pools. */
    SourceStates sources() {
        return sources;
    }

    /** One such call of the present thread. */
    final class Opening {
        final Object source;
        final PoolLibrary library;
        private final long startNanos;
        private final @Nullable Opening outer;
        private @Nullable PoolState made;
        private boolean isTold;

        Opening(Object source, PoolLibrary library, long startNanos, @Nullable Opening outer) {
            this.source = source;
            this.library = library;
            this.startNanos = startNanos;
            this.outer = outer;
        }

        /** What is known of its pool; null before there was one. */
        @Nullable
        PoolState state() {
            PoolState known = sources.get(source);
            return known == null ? made : known;
        }

        /** This thread has made a pool: it is the one of the data source, unless that has one or is of another library. */
        void made(PoolState pool) {
            if (pool.library() == library && made == null) {
                made = pool;
            }
        }

        /** Whether that is the pool of the data source; the first one that is asked is, if another thread has made it. */
        boolean isFor(PoolState pool) {
            PoolState known = state();
            return known == null ? pool.library() == library : known == pool;
        }
    }

    /** Whether any thread is in such a call. */
    boolean areUnderWay() {
        return underWay.get() != 0;
    }

    /** @return false if it is a part of another call of the same data source */
    boolean begin(Object source, PoolLibrary library, long nowNanos) {
        Opening outer = present();
        for (Opening at = outer; at != null; at = at.outer) {
            if (at.source == source) {
                return false;
            }
        }
        ofThread.set(new Opening(source, library, nowNanos, outer));
        underWay.incrementAndGet();
        return true;
    }

    /**
     * The call is over.
     *
     * @return whether its pool has taken over, so that what became of the call is known
     */
    boolean end(Object source) {
        Opening ended = present();
        if (ended == null || ended.source != source) {
            return true;
        }
        underWay.decrementAndGet();
        if (ended.made != null && ended.state() == ended.made) {
            sources.put(source, ended.made); // not before: as long as there is none, others who come wait as well
        }
        if (ended.outer == null) {
            ofThread.remove();
        } else {
            ofThread.set(ended.outer);
        }
        return ended.isTold;
    }

    /** What the present thread is about; null mostly. */
    @Nullable
    Opening present() {
        return underWay.getPlain() == 0 ? null : ofThread.get(); // a thread sees what it has done itself
    }

    /** A pool is asked: since when its data source was, which is told once. */
    long since(PoolState pool, long nowNanos) {
        Opening opening = present();
        if (opening == null || opening.isTold || !opening.isFor(pool)) {
            return nowNanos;
        }
        opening.isTold = true;
        return opening.startNanos;
    }
}
