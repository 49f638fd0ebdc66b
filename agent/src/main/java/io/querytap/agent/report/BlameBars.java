package io.querytap.agent.report;

import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blame of a pool, brought together by who held the connections: those with most of it one by one, all others as one. What is
 * laid to nobody stays apart. Nothing is lost on the way: all bars and accounts add up to all that was waited. Immutable.
 */
final class BlameBars {
    /** Borrowers told apart; more would be no list that anybody reads. */
    static final int MAX_HOLDERS = 40;

    private final List<Bar> holders;
    private final Map<String, Double> accounts;

    private BlameBars(List<Bar> holders, Map<String, Double> accounts) {
        this.holders = holders;
        this.accounts = accounts;
    }

    static BlameBars of(PoolSnapshot pool) {
        Map<HolderNames.Name, Bar> byHolder = new LinkedHashMap<>();
        Map<String, Double> accounts = new LinkedHashMap<>();
        for (PoolBlame.Share share : pool.blame()) {
            HolderNames.Name holder = share.holder();
            if (holder == null) {
                accounts.merge(share.state(), share.nanos(), Double::sum);
            } else {
                byHolder.computeIfAbsent(holder, Bar::new).add(share);
            }
        }
        List<Bar> bars = new ArrayList<>(byHolder.values());
        bars.sort(Comparator.comparingDouble(Bar::nanos).reversed());
        if (bars.size() > MAX_HOLDERS) {
            Bar others = new Bar(/* holder= */ null);
            others.holders = 0;
            List<Bar> rest = bars.subList(MAX_HOLDERS - 1, bars.size());
            rest.forEach(others::add);
            rest.clear();
            bars.add(others);
        }
        return new BlameBars(List.copyOf(bars), accounts);
    }

    /** Those who held connections, the one with most blame first; the last may stand for several. */
    List<Bar> holders() {
        return holders;
    }

    /** Nanoseconds by the id of the {@link PoolBlame.Account}, the largest first. */
    Map<String, Double> accounts() {
        return accounts;
    }

    /** All that was waited. */
    double nanos() {
        return heldNanos() + accounts.values().stream().mapToDouble(it -> it).sum();
    }

    /** What was waited in attempts that were more than taking a connection that was there. */
    double queuedNanos() {
        return nanos() - accounts.getOrDefault(PoolBlame.Account.NO_QUEUE.id(), 0.0);
    }

    /** What is laid to those who held the connections. */
    double heldNanos() {
        return holders.stream().mapToDouble(Bar::nanos).sum();
    }

    /** One borrower, or several together. */
    static final class Bar {
        private final HolderNames.@Nullable Name holder;
        private int holders = 1;
        private final Map<HolderState, Double> states = new EnumMap<>(HolderState.class);

        private Bar(HolderNames.@Nullable Name holder) {
            this.holder = holder;
        }

        private void add(PoolBlame.Share share) {
            for (HolderState state : HolderState.values()) {
                if (state.id().equals(share.state())) {
                    states.merge(state, share.nanos(), Double::sum);
                }
            }
        }

        private void add(Bar other) {
            holders += other.holders;
            other.states.forEach((state, nanos) -> states.merge(state, nanos, Double::sum));
        }

        /** Null where it stands for several. */
        HolderNames.@Nullable Name holder() {
            return holder;
        }

        /** How many borrowers it stands for. */
        int holders() {
            return holders;
        }

        /** Nanoseconds that others waited, by what the borrower was doing. */
        Map<HolderState, Double> states() {
            return states;
        }

        double nanos() {
            return states.values().stream().mapToDouble(it -> it).sum();
        }

        double idleNanos() {
            return states.entrySet().stream()
                    .filter(it -> it.getKey().isIdle())
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }
    }
}
