package io.querytap.core.stats;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From which lines one pattern comes, by a few of its executions: of those in sampled units of work and of slow ones the first, then one for each
 * eighth by which they have become more, so that looking costs less the longer it goes on. Where it is too soon for another walk over the stack, the
 * next execution is looked at instead. Thread-safe; nobody waits, and a race looks once too often or too seldom.
 */
public final class SiteSamples {
    /** Lines told apart; further ones are looked at and not told. */
    static final int MAX_SITES = 8;

    /** The next look is due when the executions have become more by this part. */
    private static final int GROWTH = 8;

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>(2);
    private final AtomicInteger looks = new AtomicInteger();
    private long seen; // plain: a sampled execution that is not counted is no loss
    private long nextLook = 1;

    SiteSamples() {}

    /** A slow execution, or one of a sampled unit, has ended on the present thread. */
    void saw(CallSites walker, long nowNanos) {
        if (++seen < nextLook) {
            return;
        }
        CallSite site = walker.take(nowNanos);
        if (site != null) {
            nextLook = seen + Math.max(1, seen / GROWTH);
            add(site);
        }
    }

    void add(CallSite site) {
        looks.incrementAndGet();
        String line = site.site();
        if (line == null) {
            return;
        }
        AtomicInteger count = counts.get(line);
        if (count == null && counts.size() < MAX_SITES) {
            count = counts.computeIfAbsent(line, it -> new AtomicInteger());
        }
        if (count != null) {
            count.incrementAndGet();
        }
    }

    /** Executions that were looked at, whatever was seen. */
    int looks() {
        return looks.get();
    }

    /** Lines with how often they were seen, the most frequent first. */
    List<Line> sites() {
        List<Line> sites = new ArrayList<>();
        counts.forEach((line, count) -> sites.add(new Line(line, count.get())));
        sites.sort(Comparator.comparingInt(Line::count).reversed().thenComparing(Line::site));
        return sites;
    }

    /** One line and how often it was seen. Immutable. */
    public static final class Line {
        private final String site;
        private final int count;

        Line(String site, int count) {
            this.site = site;
            this.count = count;
        }

        /** {@code class.method(file:line)}. */
        public String site() {
            return site;
        }

        /** Executions that were seen to come from there, of those that were looked at. */
        public int count() {
            return count;
        }
    }
}
