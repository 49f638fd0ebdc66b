package io.querytap.core.pool.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The size of a pool with which one in a hundred borrowers waits, and the bounds that make it another one. Immutable.
 *
 * <p>Two answers to the same question are compared, and the larger one counts. Theory takes the mean load and borrowers that come at
 * random; it knows how far the load swings by itself, which few leases do not show. The replay takes the borrowers as they came, and
 * shows that they come in bursts. The load of the busiest seconds is not put into the theory: in a short time the mean swings at random
 * too, and the same swings would count twice.
 *
 * <p>The rule of thumb ⌈a + 2.33·√a⌉ + 1 is not used: of the loads from 1 to 100 Erlang it is one connection short for 48, with which up to
 * 1.23 % wait.
 */
public final class PoolSize {
    /** Of so many arrivals one may wait. */
    static final double WAITING_SHARE = 0.01;

    /** More is not wanted of any pool; keeps the calculation short. */
    private static final double MAX_LOAD = 1e6;

    /** So many leases show how many are wanted at once at most. */
    private static final int ENOUGH_LEASES = 1_000;

    private final int size;
    private final List<SizeBound> bounds = new ArrayList<>();

    private PoolSize(int size) {
        this.size = size;
    }

    /** For borrowers that come at random: the smallest size with which Erlang's C is at most one in a hundred. */
    public static int forLoad(double offeredLoad) {
        return ErlangC.serversFor(Math.min(offeredLoad, MAX_LOAD), WAITING_SHARE);
    }

    /** For borrowers that come as they came: the smallest size with which that few of them wait. */
    public static int forArrivals(Replay replay, Demand demand) {
        int enough = Math.max(1, demand.peak()); // nobody waits
        int tooFew = 0;
        while (enough - tooFew > 1) {
            int middle = (enough + tooFew) >>> 1;
            if (replay.with(middle).probability() <= WAITING_SHARE) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }

    /** @param currentMax the present size; negative if not known */
    static PoolSize of(
            Stretch stretch,
            Demand demand,
            int currentMax,
            Nesting nesting,
            SizeLimits limits,
            @Nullable DatabaseBottleneck bottleneck) {
        int wanted =
                Math.max(forLoad(demand.offeredLoad()), forArrivals(new Replay(stretch, /* withIdle= */ true), demand));
        PoolSize size = new PoolSize(wanted);
        if (stretch.arrivals() >= ENOUGH_LEASES) {
            size = size.atMost(
                    Math.max(1, demand.peak()),
                    SizeBound.Kind.NEVER_WANTED,
                    "more than %d connections were never wanted at once");
        }
        size = size.atLeast(nesting);
        size = size.atMost(
                limits.maxByConnections(),
                SizeBound.Kind.DATABASE_CONNECTIONS,
                "the database has connections for %d in each instance of the application");
        double idleShare = stretch.idleShare();
        size = size.atMost(
                limits.maxByCores(idleShare < 0 ? -1 : 1 - idleShare),
                SizeBound.Kind.DATABASE_CORES,
                "the processors of the database can work for %d at once in each instance of the application");
        if (bottleneck != null && currentMax > 0) {
            size = size.atMost(
                    currentMax,
                    SizeBound.Kind.DATABASE_BOTTLENECK,
                    "the database gets slower the more connections are in use; more than %d would make it worse");
        }
        return size;
    }

    private PoolSize atMost(int bound, SizeBound.Kind kind, String why) {
        return size <= bound ? this : bounded(bound, kind, String.format(Locale.ROOT, why, bound));
    }

    private PoolSize atLeast(Nesting nesting) {
        int least = nesting.minSize();
        if (size >= least) {
            return this;
        }
        String why = String.format(
                Locale.ROOT,
                "%d threads that need %d connections each at once cannot block each other for good from %d on",
                nesting.threads(),
                nesting.connectionsEach(),
                least);
        return bounded(least, SizeBound.Kind.DEADLOCK, why);
    }

    private PoolSize bounded(int bound, SizeBound.Kind kind, String why) {
        PoolSize bounded = new PoolSize(bound);
        bounded.bounds.addAll(bounds);
        bounded.bounds.add(new SizeBound(kind, bound, why));
        return bounded;
    }

    /** How many connections the pool should have. */
    public int size() {
        return size;
    }

    /** What made it another size than borrowers ask for, in the order in which it was looked at; the last one counts. */
    public List<SizeBound> bounds() {
        return List.copyOf(bounds);
    }
}
