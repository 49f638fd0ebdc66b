package io.querytap.core.pool.blame;

import io.querytap.core.pool.PoolBlame.Account;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Goes once through a period in which threads waited for connections of a pool, and lays each nanosecond that each of them waited to
 * somebody or something. Knows nothing of threads and clocks: it is told intervals and computes.
 *
 * <p>The rule, for each moment at which a thread waits: what it made or checked itself is laid to that. Else, if the JVM stood still, to
 * that. Else, if all places of the pool are taken, in equal parts to those who hold them. Else, if a connection is being made or could
 * not be made just before, to that. What is left had a free place before it, or happened before anything was recorded.
 *
 * <p>A connection that comes back reaches the next one a moment later: a gap shorter than {@link #HANDOVER_NANOS} belongs to the one who
 * returned it, and after a new connection to its making.
 *
 * <p>Takes the order of sorting all intervals once. For one use by one thread; times are {@link System#nanoTime()}.
 */
public final class Sweep {
    /** Time from a connection's return, or its making, to its next borrower within which both are one event. */
    public static final long HANDOVER_NANOS = 1_000_000L;

    /** How long a failure to make a connection is the reason for waiting, if the pool does not try again before. */
    public static final long JUST_FAILED_NANOS = 10_000_000_000L;

    /** Further from the origin than anything that happens. */
    private static final long FAR_NANOS = Long.MAX_VALUE / 4;

    private final long origin;
    private final int max;
    private final Spans waits = new Spans();
    private final Spans holds = new Spans();
    private final Spans creations = new Spans();
    private final Spans failures = new Spans();
    private final Spans stalls = new Spans();
    private long knownFrom = -FAR_NANOS;
    private double creatingNanos;
    private double checkingNanos;

    /**
     * @param originNanos a moment in the period, to count from
     * @param max how many connections the pool may have; 0 or less where that is not known: then whoever has one is to blame
     */
    public Sweep(long originNanos, int max) {
        this.origin = originNanos;
        this.max = max;
    }

    /** A thread waited; at the end it made a connection itself for so long, and checked the one it got for so long. */
    public void waited(long fromNanos, long toNanos, long ownCreationNanos, long checkNanos) {
        long waited = Math.max(0, toNanos - fromNanos);
        long checked = Math.min(waited, Math.max(0, checkNanos));
        long created = Math.min(waited - checked, Math.max(0, ownCreationNanos));
        checkingNanos += checked;
        creatingNanos += created;
        waits.add(fromNanos - origin, toNanos - origin - checked - created);
    }

    /** A connection was out; returns the number to ask for its part by. */
    public int held(long fromNanos, long toNanos) {
        return holds.add(fromNanos - origin, toNanos - origin);
    }

    /** Somebody tried to make a connection. */
    public void created(long fromNanos, long toNanos, boolean failed) {
        (failed ? failures : creations).add(fromNanos - origin, toNanos - origin);
    }

    /** The JVM stood still; may overlap with others. */
    public void stalled(long fromNanos, long toNanos) {
        stalls.add(fromNanos - origin, toNanos - origin);
    }

    /** Who held connections before that moment is not known. */
    public void knownFrom(long nanos) {
        knownFrom = nanos - origin;
    }

    /** Computes it. */
    public Charges charges() {
        long[] starts = holds.sortedFroms();
        extendReturns(starts);
        extendCreations(starts);
        return walk(moments());
    }

    /** Of the returns that wait for a borrower, the first gets the next one. */
    private void extendReturns(long[] starts) {
        int[] byEnd = holdsByEnd();
        Deque<Integer> returned = new ArrayDeque<>();
        int next = 0;
        for (long start : starts) {
            while (next < byEnd.length && holds.to(byEnd[next]) <= start) {
                returned.add(byEnd[next++]);
            }
            while (!returned.isEmpty() && start - holds.to(returned.peek()) >= HANDOVER_NANOS) {
                returned.remove();
            }
            if (!returned.isEmpty()) {
                int hold = returned.remove();
                holds.endsAt(hold, Math.max(start, holds.to(hold)));
            }
        }
    }

    private int[] holdsByEnd() {
        Integer[] order = new Integer[holds.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (one, other) -> Long.compare(holds.to(one), holds.to(other)));
        int[] indices = new int[order.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = order[i];
        }
        return indices;
    }

    /** A new connection is being made until somebody has it; one that could not be made, until the next try. */
    private void extendCreations(long[] starts) {
        for (int i = 0; i < creations.size(); i++) {
            long next = firstFrom(starts, creations.to(i));
            if (next - creations.to(i) < HANDOVER_NANOS) {
                creations.endsAt(i, next);
            }
        }
        Spans tries = new Spans();
        for (int i = 0; i < creations.size(); i++) {
            tries.add(creations.from(i), creations.from(i));
        }
        for (int i = 0; i < failures.size(); i++) {
            tries.add(failures.from(i), failures.from(i));
        }
        long[] triedAt = tries.sortedFroms();
        for (int i = 0; i < failures.size(); i++) {
            long end = failures.to(i);
            creations.add(failures.from(i), Math.min(end + JUST_FAILED_NANOS, firstFrom(triedAt, end)));
        }
    }

    /** The first of these that is not before a moment; {@link #FAR_NANOS} if there is none. */
    private static long firstFrom(long[] sorted, long moment) {
        int found = Arrays.binarySearch(sorted, moment);
        int index = found < 0 ? -found - 1 : found;
        return index < sorted.length ? sorted[index] : FAR_NANOS;
    }

    /** All at which anything changes, ascending. */
    private long[] moments() {
        Spans[] all = {waits, holds, creations, stalls};
        int count = 1;
        for (Spans spans : all) {
            count += 2 * spans.size();
        }
        long[] moments = new long[count];
        int next = 0;
        for (Spans spans : all) {
            for (int i = 0; i < spans.size(); i++) {
                moments[next++] = spans.from(i);
                moments[next++] = spans.to(i);
            }
        }
        moments[next] = knownFrom;
        Arrays.sort(moments);
        return moments;
    }

    private Charges walk(long[] moments) {
        Spans.Counter waiting = waits.counter();
        Spans.Counter holding = holds.counter();
        Spans.Counter creating = creations.counter();
        Spans.Counter stalling = stalls.counter();
        double[] perHolder = new double[moments.length];
        double[] held = new double[moments.length];
        double[] excused = new double[moments.length];
        int mostWaiters = 0;
        int holdersAtMost = 0;
        double[] accounts = new double[Account.values().length];
        accounts[Account.CREATING.ordinal()] = creatingNanos;
        accounts[Account.CHECKING.ordinal()] = checkingNanos;
        for (int i = 0; i + 1 < moments.length; i++) {
            long from = moments[i];
            int waiters = waiting.openAt(from);
            int holders = holding.openAt(from);
            boolean isCreating = creating.openAt(from) > 0;
            boolean isStalled = stalling.openAt(from) > 0;
            double waited = waiters == 0 ? 0 : (double) waiters * (moments[i + 1] - from);
            long length = moments[i + 1] - from;
            perHolder[i + 1] = perHolder[i];
            held[i + 1] = held[i];
            excused[i + 1] = excused[i];
            if (length > 0 && (waiters > mostWaiters || waiters == mostWaiters && holders > holdersAtMost)) {
                mostWaiters = waiters;
                holdersAtMost = holders;
            }
            if (isStalled) {
                accounts[Account.STALLED.ordinal()] += waited;
                excused[i + 1] += length;
            } else if (from < knownFrom) {
                accounts[Account.UNEXPLAINED.ordinal()] += waited;
                excused[i + 1] += length;
            } else if (holders > 0 && holders >= max) {
                perHolder[i + 1] += waited / holders;
                held[i + 1] += length;
            } else if (isCreating) {
                accounts[Account.CREATING.ordinal()] += waited;
            } else {
                accounts[Account.UNEXPLAINED.ordinal()] += waited;
                excused[i + 1] += length;
            }
        }
        int used = max > 0 ? Math.min(max, holdersAtMost) : holdersAtMost; // one may be handed over at that moment
        return new Charges(
                origin, moments, perHolder, held, excused, accounts, holds, mostWaiters, mostWaiters == 0 ? 0 : used);
    }
}
