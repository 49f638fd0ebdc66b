package io.querytap.core.detect.pool;

import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.DurationRecorder;
import io.querytap.core.stats.StripeHint;
import java.util.ArrayList;
import java.util.List;

/**
 * How long attempts to get a connection from one pool waited in the last minute. Waits are told one by one; attempts without a wait only
 * by their number, and count as shorter than all waits. For one thread; times are {@link System#nanoTime()}.
 */
final class LastMinute {
    static final long LENGTH_NANOS = 60_000_000_000L;

    /** Time between two marks: the minute may be longer by so much. */
    static final long MARK_NANOS = 2_000_000_000L;

    private final StripeHint hint = new StripeHint();
    private final DurationRecorder waits = new DurationRecorder();
    private final List<Mark> marks = new ArrayList<>(); // one each MARK_NANOS of LENGTH_NANOS
    private DistributionSnapshot lastMarked = DistributionSnapshot.empty();
    private boolean isNew;

    /** A successful attempt has waited for so long. */
    void waited(long nanos) {
        waits.record(hint, nanos);
        isNew = true;
    }

    /** To be called every second or so: so many attempts have been successful since the start. */
    void mark(long nowNanos, long attempts) {
        Mark latest = marks.isEmpty() ? null : marks.get(marks.size() - 1);
        if (latest != null && nowNanos - latest.nanos < MARK_NANOS) {
            return;
        }
        if (latest == null) {
            marks.add(new Mark(nowNanos, 0, lastMarked)); // what there is already happened since the start
            return;
        }
        if (isNew) {
            lastMarked = waits.snapshot();
            isNew = false;
        }
        marks.add(new Mark(nowNanos, attempts, lastMarked));
        while (nowNanos - marks.get(1).nanos >= LENGTH_NANOS) {
            marks.remove(0);
        }
    }

    /** How it looks now. */
    WaitFigures figures(long attempts) {
        Mark from = marks.isEmpty() ? null : marks.get(0);
        DistributionSnapshot all = waits.snapshot();
        DistributionSnapshot waited = from == null ? all : all.since(from.waits);
        long count = Math.max(waited.count(), attempts - (from == null ? 0 : from.attempts));
        return new WaitFigures(count, percentile(waited, count, 0.50), percentile(waited, count, 0.99), waited.max());
    }

    /** The wait of that rank among all attempts; 0 if it is among those without one. */
    private static long percentile(DistributionSnapshot waited, long attempts, double share) {
        long rank = (long) Math.ceil(share * attempts) - (attempts - waited.count());
        return rank <= 0 ? 0 : waited.valueAtPercentile((rank - 0.5) * 100 / waited.count());
    }

    private static final class Mark {
        private final long nanos;
        private final long attempts;
        private final DistributionSnapshot waits;

        Mark(long nanos, long attempts, DistributionSnapshot waits) {
            this.nanos = nanos;
            this.attempts = attempts;
            this.waits = waits;
        }
    }
}
