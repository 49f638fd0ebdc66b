package io.querytap.core.pool;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Attempts to make physical connections: those of late, and those under way. Rare, so a lock that nobody holds for long does no harm.
 * Thread-safe; times are {@link System#nanoTime()}.
 */
public final class Creations {
    /** Attempts remembered. */
    private static final int KEPT = 256;

    /** Attempts under way that are remembered. */
    private static final int MAX_OPEN = 64;

    private final long[] from = new long[KEPT];
    private final long[] to = new long[KEPT];
    private final boolean[] failed = new boolean[KEPT];
    private final boolean[] ofPool = new boolean[KEPT];
    private int kept;
    private int next;
    private final long[] open = new long[MAX_OPEN];
    private final long[] openThreads = new long[MAX_OPEN];
    private int opens;
    private final AtomicLong failures = new AtomicLong();
    private @Nullable String lastFailure;

    @SuppressWarnings("deprecation") // threadId() came with Java 19
    synchronized void begins(long nowNanos) {
        long thread = Thread.currentThread().getId();
        for (int i = 0; i < opens; i++) {
            if (openThreads[i] == thread) { // nobody told of the end, or it makes one while it makes another
                open[i] = nowNanos;
                return;
            }
        }
        if (opens < MAX_OPEN) {
            openThreads[opens] = thread;
            open[opens++] = nowNanos;
        }
    }

    /** The pool itself was made meanwhile, of which connections may be the least part. */
    synchronized void poolWasMade(long startNanos, long nowNanos) {
        ofPool[next] = true;
        keep(startNanos, nowNanos, /* failure= */ false);
    }

    synchronized void ends(long startNanos, long nowNanos, @Nullable Throwable failure) {
        for (int i = 0; i < opens; i++) {
            if (open[i] == startNanos) {
                opens--;
                open[i] = open[opens];
                openThreads[i] = openThreads[opens];
                break;
            }
        }
        ofPool[next] = false;
        keep(startNanos, nowNanos, failure != null);
        if (failure != null) {
            failures.incrementAndGet();
            lastFailure = failure.getClass().getName();
        }
    }

    private void keep(long startNanos, long nowNanos, boolean hasFailed) {
        from[next] = startNanos;
        to[next] = nowNanos;
        failed[next] = hasFailed;
        next = (next + 1) % KEPT;
        kept = Math.min(KEPT, kept + 1);
    }

    /**
     * Whether an attempt that was under way in a period had failed by its end, or had taken so long by then; how long a pool took to be made
     * does not count.
     */
    public synchronized boolean isAnyFailingOrSlow(long fromNanos, long nowNanos, long slowNanos) {
        for (int i = 0; i < kept; i++) {
            if (!ofPool[i] && to[i] - fromNanos > 0 && nowNanos - from[i] > 0) {
                boolean isOver = nowNanos - to[i] >= 0;
                long tookNanos = (isOver ? to[i] : nowNanos) - from[i];
                if (isOver && failed[i] || tookNanos >= slowNanos) {
                    return true;
                }
            }
        }
        for (int i = 0; i < opens; i++) {
            if (nowNanos - open[i] >= slowNanos) {
                return true;
            }
        }
        return false;
    }

    /** Attempts that failed since start. */
    public long failures() {
        return failures.get();
    }

    /** Class of the last exception; null if there was none. */
    public synchronized @Nullable String lastFailure() {
        return lastFailure;
    }

    /** Shows all attempts that were under way in a period, in no order. */
    public synchronized void within(long fromNanos, long toNanos, long nowNanos, Visitor visitor) {
        for (int i = 0; i < kept; i++) {
            if (to[i] - fromNanos > 0 && toNanos - from[i] > 0) {
                visitor.attempt(from[i], to[i], failed[i]);
            }
        }
        for (int i = 0; i < opens; i++) {
            if (toNanos - open[i] > 0) {
                visitor.attempt(open[i], nowNanos, /* failed= */ false);
            }
        }
    }

    /** Sees attempts. */
    @FunctionalInterface
    public interface Visitor {
        void attempt(long fromNanos, long toNanos, boolean failed);
    }
}
