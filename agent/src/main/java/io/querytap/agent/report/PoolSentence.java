package io.querytap.agent.report;

import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is to be said of a pool in a few words: how much was waited, while who held the connections, and what another size would do. */
final class PoolSentence {
    /** Waiting in all, less of which is no news at the end of a run: that is what the first connections take to be made. */
    static final long MIN_TOLD_NANOS = 100_000_000L;

    /** Share of the waiting from which on somebody is named: of less, nobody is the reason. */
    private static final double MIN_NAMED_SHARE = 0.1;

    private PoolSentence() {}

    /**
     * Such as {@code 12.3 s waited by 340; 63 % while OrderService.export(OrderService.java:84) held the connections (80 % idle)}.
     *
     * @return null where there was hardly any waiting
     */
    static @Nullable String ofWaiting(PoolSnapshot pool) {
        BlameBars blame = BlameBars.of(pool);
        double queued = blame.queuedNanos();
        if (queued < MIN_TOLD_NANOS) {
            return null;
        }
        StringBuilder sentence = new StringBuilder(Durations.format(Math.round(queued)))
                .append(" waited by ")
                .append(String.format(Locale.ROOT, "%,d", waiters(pool)));
        String reason = reason(blame);
        return reason == null
                ? sentence.toString()
                : sentence.append("; ").append(reason).toString();
    }

    /** The largest part of the waiting and to whom or what it is laid; null where there was none, or nothing stands out. */
    static @Nullable String reason(BlameBars blame) {
        double queued = blame.queuedNanos();
        BlameBars.Bar first = blame.holders().stream()
                .filter(it -> it.holder() != null)
                .findFirst()
                .orElse(null);
        String account = null;
        double most = first == null ? 0 : first.nanos();
        for (Map.Entry<String, Double> one : blame.accounts().entrySet()) {
            if (!one.getKey().equals(PoolBlame.Account.NO_QUEUE.id()) && one.getValue() > most) {
                account = one.getKey();
                most = one.getValue();
            }
        }
        if (queued <= 0 || most / queued < MIN_NAMED_SHARE) {
            return null;
        }
        if (account != null) {
            return percent(most / queued) + ' ' + because(account);
        }
        if (first == null) {
            return null;
        }
        double idle = first.idleNanos() / first.nanos();
        return percent(most / queued) + " while " + name(first.holder()) + " held the connections ("
                + (idle >= 0.5 ? percent(idle) + " idle" : percent(1 - idle) + " busy") + ')';
    }

    /** What another size would do, such as {@code 10 → 14 connections: p99 wait 180 → 3 ms}; null where none is worth a try. */
    static @Nullable String ofSize(PoolSnapshot pool) {
        PoolSizing sizing = pool.sizing();
        if (sizing == null) {
            return null;
        }
        boolean isNews = sizing.recommendedMax() > sizing.currentMax() || sizing.databaseBottleneck() != null;
        return isNews ? sizing.sentences().get(0) : null;
    }

    /** Attempts that took longer than taking a connection that is there. */
    private static long waiters(PoolSnapshot pool) {
        LongAdder waiters = new LongAdder();
        DistributionSnapshot waits = pool.waitTime();
        waits.forEachCell((middle, count) -> waiters.add(middle >= PoolStats.QUEUED_NANOS ? count : 0));
        waiters.add(pool.timeouts());
        waiters.add(pool.failedNanos() >= PoolStats.QUEUED_NANOS ? pool.failures() : 0);
        return waiters.sum();
    }

    private static String because(String account) {
        for (PoolBlame.Account known : PoolBlame.Account.values()) {
            if (known.id().equals(account)) {
                switch (known) {
                    case CREATING:
                        return "while connections were being made, or could not be";
                    case CHECKING:
                        return "while the pool checked connections";
                    case STALLED:
                        return "while the JVM stood still";
                    case UNEXPLAINED:
                        return "though the pool had free places";
                    default:
                        return account;
                }
            }
        }
        return account;
    }

    /** The line without its package, or the unit of work. */
    private static String name(HolderNames.@Nullable Name holder) {
        String site = holder == null ? null : holder.site();
        if (site != null) {
            return withoutPackage(site);
        }
        String unit = holder == null ? null : holder.unit();
        return unit == null ? "somebody" : unit;
    }

    static String withoutPackage(String site) {
        int end = site.indexOf('(');
        int method = site.lastIndexOf('.', end < 0 ? site.length() : end);
        int type = method <= 0 ? -1 : site.lastIndexOf('.', method - 1);
        return site.substring(type + 1);
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
