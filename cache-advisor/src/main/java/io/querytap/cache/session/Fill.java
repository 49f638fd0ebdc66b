package io.querytap.cache.session;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.store.Entry;
import io.querytap.cache.store.Flight;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A live execution of a statement under a rule: its result is taken, kept under the generations that were read before the statement was
 * sent, and compared with what would have been the answer. For one thread, for one execution.
 */
final class Fill {
    /** Part of the time to live by which entries differ, so that those made together do not end together. */
    private static final double JITTER = 0.1;

    private final ReadPath look;
    private final @Nullable Entry candidate;
    private final @Nullable Flight flight;
    private final long sentNanos;

    /**
     * @param candidate what would have been the answer, had the live one not been wanted
     * @param flight what this execution leads
     */
    Fill(ReadPath look, @Nullable Entry candidate, @Nullable Flight flight) {
        this.look = look;
        this.candidate = candidate;
        this.flight = flight;
        this.sentNanos = look.parts.nanoClock.getAsLong();
    }

    /**
     * The driver has executed.
     *
     * @param hasResult whether the statement's current result is a result set
     * @param isOutsideTransaction whether what was read is committed for certain
     */
    void end(Statement statement, boolean hasResult, @Nullable Throwable thrown, boolean isOutsideTransaction) {
        Entry kept = null;
        try {
            if (thrown != null) {
                look.stats.refused(Refusal.FAILED);
            } else if (!isOutsideTransaction) {
                look.stats.refused(Refusal.IN_TRANSACTION);
            } else if (hasResult) {
                kept = take(statement);
            }
        } catch (Throwable failure) {
            look.stats.refused(Refusal.INTERNAL);
            look.portState.failed("taking a result", failure);
        } finally {
            land(kept);
        }
    }

    private void land(@Nullable Entry kept) {
        if (flight != null) {
            if (kept == null) {
                look.parts.notKept.add(look.key);
            } else {
                look.parts.notKept.remove(look.key);
            }
            look.parts.flights.land(look.key, flight, kept);
        }
    }

    private @Nullable Entry take(Statement statement) throws Throwable {
        long liveNanos = look.parts.nanoClock.getAsLong() - sentNanos;
        CacheRule rule = look.rule;
        Capture capture =
                look.port.capture(statement, new CaptureLimits(rule.maxRows(), rule.maxBytes(), rule.keepsEmpty()));
        CapturedResult result = capture.result();
        if (result == null) {
            Refusal why = capture.refusal();
            look.stats.refused(why == null ? Refusal.INTERNAL : why);
            return null;
        }
        compare(result);
        if (candidate != null && rule.state() == CacheRule.State.SHADOW) {
            return null; // the entry lives on, to be compared until its time is over: so it shows what a writer nobody
            // sees would do
        }
        return keep(result, liveNanos);
    }

    private void compare(CapturedResult live) {
        Entry outdated = look.outdated();
        if (candidate != null) {
            look.parts.comparisons.compare(look, candidate, live, sentNanos);
        } else if (outdated != null && look.rule.state() == CacheRule.State.SHADOW) {
            look.parts.comparisons.compareOutdated(look, outdated, live);
        }
    }

    private @Nullable Entry keep(CapturedResult result, long liveNanos) {
        CacheParts parts = look.parts;
        SharedStamp sharedStamp = look.sharedStamp();
        boolean isStamped = parts.shared == null || sharedStamp != null;
        if (!isStamped) {
            return null; // a sample, of an entry that this JVM may serve for a while without asking
        }
        if (!parts.generations.isCurrent(look.stamp())) {
            look.stats.refused(Refusal.FENCED);
            return null;
        }
        long keptNanos = (long) (look.ttlNanos * (1 - JITTER * parts.random.getAsDouble()));
        Entry entry = Entry.of(look.rule.name(), look.call.sql(), look.port, result)
                .stamps(look.stamp(), sharedStamp, parts.shared == null ? sentNanos : look.stampedNanos())
                .kept(sentNanos, keptNanos)
                .liveNanos(Math.max(1, liveNanos))
                .build();
        parts.store.put(look.key, entry);
        look.stats.fills.increment();
        look.stats.liveNanos.add(liveNanos);
        if (parts.shared != null && sharedStamp != null) {
            parts.shared.put(look.key, sharedStamp, look.port, result, sentNanos, keptNanos, look.portState);
        }
        return entry;
    }
}
