package io.querytap.core.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * To whom the time is laid that was waited for connections of a pool. What is added up here is all that was waited: each nanosecond of
 * each wait is laid to somebody or something once. Thread-safe; written by the agent's thread.
 */
public final class PoolBlame {
    /** What waiting is laid to where nobody who holds a connection is to blame. */
    public enum Account {
        /** A physical connection was being made, or could not be made. */
        CREATING("creating"),
        /** The pool checked the connection that it was about to hand out. */
        CHECKING("checking"),
        /** The JVM stood still, or had no processor to run on. */
        STALLED("jvm_stalled"),
        /** The pool had free places, or it is not known any more who held them. */
        UNEXPLAINED("unexplained"),
        /** Attempts too short for a queue: what it takes to get a connection that is there. */
        NO_QUEUE("no_queue");

        private final String id;

        Account(String id) {
            this.id = id;
        }

        /** The name that reports and telemetry write. */
        public String id() {
            return id;
        }
    }

    private final Map<Key, double[]> nanos = new LinkedHashMap<>(); // as many as there are holders, which are bounded

    private volatile boolean begun;

    /** Waiting is laid to somebody from now on. */
    public void begins() {
        begun = true;
    }

    /** Whether it is; if not, there is nothing to be told. */
    public boolean hasBegun() {
        return begun;
    }

    /** Lays waiting to someone who held a connection. */
    public synchronized void add(HolderNames.Name holder, HolderState state, double waitedNanos) {
        add(new Key(holder, state.id()), waitedNanos);
    }

    /** Lays waiting to something else. */
    public synchronized void add(Account account, double waitedNanos) {
        add(new Key(/* holder= */ null, account.id()), waitedNanos);
    }

    private void add(Key key, double waitedNanos) {
        begun = true;
        nanos.computeIfAbsent(key, it -> new double[1])[0] += waitedNanos;
    }

    /** All that was laid to anybody or anything, in nanoseconds. */
    public synchronized double totalNanos() {
        double total = 0;
        for (double[] sum : nanos.values()) {
            total += sum[0];
        }
        return total;
    }

    /**
     * What was added up, the most first; empty where nobody looks to whom waiting is to be laid.
     *
     * @param waitedNanos all that was waited, also in attempts that were not looked at one by one
     */
    public synchronized List<Share> shares(double waitedNanos) {
        List<Share> shares = new ArrayList<>();
        if (!begun) {
            return shares;
        }
        nanos.forEach((key, sum) -> shares.add(new Share(key.holder, key.state, sum[0])));
        double rest = waitedNanos - totalNanos();
        if (rest > 0) {
            shares.add(new Share(/* holder= */ null, Account.NO_QUEUE.id(), rest));
        }
        shares.sort(Comparator.comparingDouble(Share::nanos).reversed());
        return shares;
    }

    private static final class Key {
        private final HolderNames.@Nullable Name holder;
        private final String state;

        Key(HolderNames.@Nullable Name holder, String state) {
            this.holder = holder;
            this.state = state;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key
                    && state.equals(((Key) other).state)
                    && Objects.equals(holder, ((Key) other).holder);
        }

        @Override
        public int hashCode() {
            return Objects.hash(holder, state);
        }
    }

    /** How much waiting is laid to one borrower in one state, or to something else. Immutable. */
    public static final class Share {
        private final HolderNames.@Nullable Name holder;
        private final String state;
        private final double nanos;

        Share(HolderNames.@Nullable Name holder, String state, double nanos) {
            this.holder = holder;
            this.state = state;
            this.nanos = nanos;
        }

        /** Who held a connection; null where nobody is to blame. */
        public HolderNames.@Nullable Name holder() {
            return holder;
        }

        /** Id of a {@link HolderState}, or of an {@link Account} where there is no holder. */
        public String state() {
            return state;
        }

        public double nanos() {
            return nanos;
        }
    }
}
