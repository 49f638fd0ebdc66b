package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The blame of one pool as series of a counter: none of them ever falls, however many borrowers there are, and together they are all
 * that was waited. Who has much of it is named and keeps its name; what was laid to it before it was named stays with the others, where
 * it was counted.
 *
 * <p>Not thread-safe: used by {@link SnapshotMetrics} under its lock.
 */
final class BlameSeries {
    /** Borrowers named: with five states each, a pool makes a hundred series. */
    static final int MAX_NAMED = 20;

    /** Share of what is laid to borrowers from which on one of them is named. */
    static final double MIN_NAMED_SHARE = 0.01;

    /** The unit of work under which all are put together who are not named. */
    static final String OTHERS = "_OTHER";

    /** Of each borrower named, what had been counted with the others by then, by state. */
    private final Map<HolderNames.Name, Map<String, Long>> named = new HashMap<>();

    /** Of each borrower that was not named, what was counted with the others last time, by state. */
    private Map<HolderNames.Name, Map<String, Long>> unnamed = new HashMap<>();

    private long noQueueNanos;

    /** Nanoseconds by series; none for a pool that nobody has asked for a connection. */
    Map<Attributes, Long> totals(PoolSnapshot pool) {
        nameThoseWithMuch(pool.blame());
        Map<Attributes, Long> totals = new LinkedHashMap<>();
        named.values()
                .forEach(before -> before.forEach(
                        (state, nanos) -> totals.merge(series(OTHERS, /* site= */ null, state), nanos, Long::sum)));
        Map<HolderNames.Name, Map<String, Long>> others = new HashMap<>();
        for (PoolBlame.Share share : pool.blame()) {
            HolderNames.Name holder = share.holder();
            long nanos = Math.round(share.nanos());
            if (holder == null) {
                boolean isRest = share.state().equals(PoolBlame.Account.NO_QUEUE.id());
                totals.put(
                        series(/* unit= */ null, /* site= */ null, share.state()),
                        isRest ? noQueue(pool.waitTime(), share.nanos()) : nanos);
            } else if (named.containsKey(holder)) {
                long before = Objects.requireNonNull(named.get(holder)).getOrDefault(share.state(), 0L);
                totals.put(series(holder.unit(), holder.site(), share.state()), nanos - before);
            } else {
                others.computeIfAbsent(holder, it -> new HashMap<>()).put(share.state(), nanos);
                totals.merge(series(OTHERS, /* site= */ null, share.state()), nanos, Long::sum);
            }
        }
        unnamed = others;
        return totals;
    }

    private void nameThoseWithMuch(List<PoolBlame.Share> shares) {
        Map<HolderNames.Name, Double> held = new HashMap<>();
        for (PoolBlame.Share share : shares) {
            if (share.holder() != null) {
                held.merge(share.holder(), share.nanos(), Double::sum);
            }
        }
        double least =
                MIN_NAMED_SHARE * held.values().stream().mapToDouble(it -> it).sum();
        List<HolderNames.Name> candidates = held.entrySet().stream()
                .filter(it -> it.getValue() >= least && !named.containsKey(it.getKey()))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .limit(MAX_NAMED - named.size())
                .collect(Collectors.toList());
        candidates.forEach(it -> named.put(it, unnamed.getOrDefault(it, Map.of())));
    }

    /**
     * The rest is what nobody has looked at one by one, and for a moment also waits that nobody has looked at yet: those would stay in
     * this series for good, as it must not fall.
     */
    private long noQueue(DistributionSnapshot waits, double restNanos) {
        DoubleAdder shortOnes = new DoubleAdder();
        waits.forEachCell(
                (middle, count) -> shortOnes.add(middle < PoolStats.QUEUED_NANOS ? (double) middle * count : 0));
        noQueueNanos = Math.max(noQueueNanos, Math.round(Math.min(restNanos, shortOnes.sum())));
        return noQueueNanos;
    }

    private static Attributes series(@Nullable String unit, @Nullable String site, String state) {
        AttributesBuilder series = Attributes.builder().put(Keys.HOLDER_STATE, state);
        Keys.putKnown(series, Keys.HOLDER_UNIT, unit);
        Keys.putKnown(series, Keys.HOLDER_SITE, site);
        return series.build();
    }
}
