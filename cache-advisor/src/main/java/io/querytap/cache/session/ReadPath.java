package io.querytap.cache.session;

import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.eligibility.TextPlan;
import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.stats.RuleStats;
import io.querytap.cache.store.Entry;
import io.querytap.cache.store.Flight;
import io.querytap.core.cache.CacheCall;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The look for the answer of one execution, all conditions of the connection being met. For one thread, for one look.
 *
 * <p>The order is what makes it right: first the generations of this JVM, then those of the shared tier, only then an entry, and the
 * statement last. Whatever is kept is kept under the generations read first, so a write that comes in between, wherever, makes it void.
 */
final class ReadPath {
    /** Of the time an answer takes from the database: waiting longer for somebody else's is not worth it. */
    private static final long FOLLOW_TIMES_LIVE = 2;

    /** Waited for an answer of unknown duration. */
    private static final long FOLLOW_UNKNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** From this on it is worth a round trip to ask whether another JVM is reading the same. */
    private static final long LEASE_WORTH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Between two looks for what another JVM is reading. */
    private static final long LEASE_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** So many times the duration of the statement before its end an entry is refreshed at the earliest: that the dice say so is one in e^20. */
    private static final int EARLIEST_REFRESH_TIMES_LIVE = 20;

    final CacheParts parts;
    final DriverPort port;
    final PortState portState;
    final Dialect dialect;
    final CacheRule rule;
    final RuleStats stats;
    private final TableSet tables;
    final CacheCall call;
    final EntryKey key;
    private final long begunNanos;
    final long ttlNanos;

    private Generations.@Nullable Stamp stamp;
    private @Nullable SharedStamp sharedStamp;
    private long stampedNanos; // before the look that gave the shared stamp
    private boolean isFromShared;
    private @Nullable Entry outdated;
    private @Nullable Refusal refusal;

    ReadPath(
            CacheParts parts,
            DriverPort port,
            PortState portState,
            Dialect dialect,
            CacheRule rule,
            RuleStats stats,
            TextPlan plan,
            CacheCall call,
            EntryKey key,
            long begunNanos) {
        this.parts = parts;
        this.port = port;
        this.portState = portState;
        this.dialect = dialect;
        this.rule = rule;
        this.stats = stats;
        this.tables = plan.read();
        this.call = call;
        this.key = key;
        this.begunNanos = begunNanos;
        this.ttlNanos = parts.ttlNanos(rule);
    }

    /** The answer, or what to do at the end of a live execution; null if nothing is to be done. */
    @Nullable
    Reading look() throws Throwable {
        stamp = parts.generations.stamp(tables);
        if (stamp == null) {
            return refused(Refusal.FENCED);
        }
        Entry entry = current();
        if (refusal != null) {
            return refused(refusal);
        }
        if (entry != null) {
            if (isLiveWanted()) {
                return live(entry, /* flight= */ null);
            }
            Reading early = isNearItsEnd(entry) ? refresh() : null;
            return early != null ? early : answer(entry, isFromShared ? Source.SHARED : Source.LOCAL);
        }
        stats.misses.increment();
        if (parts.heap.isHigh()) {
            return refused(Refusal.HEAP_PRESSURE);
        }
        return rule.state() == CacheRule.State.SERVE ? lead() : live(/* candidate= */ null, /* flight= */ null);
    }

    private @Nullable Reading refused(Refusal why) {
        stats.refused(why);
        return null;
    }

    /** The shadow always wants the live answer, a serving rule now and then. */
    private boolean isLiveWanted() {
        return rule.state() == CacheRule.State.SHADOW
                || rule.sampled() > 0 && parts.random.getAsDouble() < rule.sampled();
    }

    // --- finding

    /** An entry that may be served now; null if there is none, or if {@link #refusal} says why there may be none. */
    private @Nullable Entry current() throws Throwable {
        Entry entry = parts.store.get(key);
        if (entry != null && (entry.port() != port || entry.isExpired(begunNanos, ttlNanos))) {
            entry = null;
        }
        if (entry != null && !parts.generations.isCurrent(entry.stamp())) {
            outdated(entry);
            entry = null;
        }
        SharedEntries shared = parts.shared;
        if (shared == null) {
            return entry;
        }
        if (entry != null) {
            if (isWithinStaleness(entry, shared)) {
                return entry;
            }
            SharedLook look = lookAt(shared, /* key= */ null);
            if (refusal != null) {
                return null;
            }
            if (Objects.equals(look.stamp(), entry.sharedStamp())) {
                entry.validated(stampedNanos);
                return entry;
            }
            outdated(entry);
        }
        return fromShared(shared);
    }

    private void outdated(Entry entry) {
        stats.invalidations.increment();
        parts.store.remove(key, entry);
        outdated = entry;
    }

    /** Whether the rule lets this JVM answer without asking: for so long after the last validation, and if nothing was heard since. */
    private boolean isWithinStaleness(Entry entry, SharedEntries shared) {
        return !rule.isStrict()
                && begunNanos - entry.validatedNanos() <= rule.stalenessNanos()
                && shared.tier().isQuiet(tables, entry.validatedNanos());
    }

    private SharedLook lookAt(SharedEntries shared, @Nullable EntryKey wanted) {
        stampedNanos = parts.nanoClock.getAsLong();
        SharedLook look = shared.tier().look(tables, wanted, budgetNanos(parts.lookBudgetNanos));
        sharedStamp = look.stamp();
        refusal = look.outcome() == SharedLook.Outcome.UNAVAILABLE
                ? Refusal.SHARED_UNAVAILABLE
                : look.outcome() == SharedLook.Outcome.FENCED || sharedStamp == null ? Refusal.FENCED : null;
        return look;
    }

    private @Nullable Entry fromShared(SharedEntries shared) throws Throwable {
        SharedLook look = lookAt(shared, key);
        if (look.outcome() != SharedLook.Outcome.FOUND) {
            return null;
        }
        CapturedResult result = shared.open(look, key, port);
        if (result == null) {
            return null; // not ours: the database is asked, and the answer takes its place
        }
        // When it was read only the other JVM knows: it counts from now, for what is left of its time.
        long leftNanos = Math.min(TimeUnit.MILLISECONDS.toNanos(look.remainingMillis()), ttlNanos);
        Entry entry = Entry.of(rule.name(), call.sql(), port, result)
                .stamps(stamp(), look.stamp(), stampedNanos)
                .kept(stampedNanos, leftNanos)
                .build();
        if (!parts.heap.isHigh()) {
            parts.store.put(key, entry);
        }
        isFromShared = true;
        return entry;
    }

    // --- several who want the same

    /**
     * Whether somebody is to ask the database before the entry's time is over, so that not all have to when it is: the likelier the nearer the
     * end, and the longer the database takes (Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015,
     * with beta = 1).
     */
    private boolean isNearItsEnd(Entry entry) {
        long leftNanos = entry.leftNanos(begunNanos, ttlNanos);
        long liveNanos = entry.liveNanos() > 0 ? entry.liveNanos() : stats.averageLiveNanos();
        return leftNanos / EARLIEST_REFRESH_TIMES_LIVE < liveNanos
                && leftNanos <= -liveNanos * Math.log(1 - parts.random.getAsDouble())
                && rule.state() == CacheRule.State.SERVE
                && !parts.heap.isHigh();
    }

    /** Asks the database for all, unless somebody does already; null: the entry is still good. */
    private @Nullable Reading refresh() {
        SharedEntries shared = parts.shared;
        if (shared != null && sharedStamp == null) {
            lookAt(shared, /* key= */ null);
            if (refusal != null) {
                refusal = null; // of the refresh only
                return null;
            }
        }
        Flight own = parts.flights.prepare(stamp(), sharedStamp);
        if (own == null || parts.flights.join(key, own) != null) {
            return null;
        }
        stats.misses.increment();
        return live(/* candidate= */ null, own);
    }

    /** Leads, or follows who leads already. */
    private @Nullable Reading lead() throws Throwable {
        Flight own = parts.notKept.contains(key) ? null : parts.flights.prepare(stamp(), sharedStamp);
        if (own == null) {
            return live(/* candidate= */ null, /* flight= */ null);
        }
        Flight other = parts.flights.join(key, own);
        if (other == null) {
            return leadAmongJvms(own);
        }
        Entry landed = isAsGood(other) ? other.await(followNanos()) : null;
        return landed != null && landed.port() == port
                ? answer(landed, Source.FOLLOWED)
                : live(/* candidate= */ null, /* flight= */ null);
    }

    /**
     * Whether the other one's statement was sent after all that was committed before this call began: if its stamps, which are older
     * than its statement, are current after ours were taken.
     */
    private boolean isAsGood(Flight other) {
        return parts.generations.isCurrent(other.stamp()) && Objects.equals(sharedStamp, other.sharedStamp());
    }

    private @Nullable Reading leadAmongJvms(Flight own) throws Throwable {
        try {
            Entry entry = isLed() ? null : awaitOtherJvm();
            if (entry == null) {
                return live(/* candidate= */ null, own);
            }
            parts.flights.land(key, own, entry);
            return answer(entry, Source.SHARED);
        } catch (Throwable failure) {
            parts.flights.land(key, own, /* entry= */ null);
            throw failure;
        }
    }

    /** Whether this JVM is to ask the database; where that is quick, nobody asks who should. */
    private boolean isLed() {
        SharedEntries shared = parts.shared;
        long expected = stats.averageLiveNanos();
        return shared == null
                || expected < LEASE_WORTH_NANOS
                || shared.tier()
                        .lease(key, Duration.ofNanos(FOLLOW_TIMES_LIVE * expected), budgetNanos(parts.lookBudgetNanos));
    }

    private @Nullable Entry awaitOtherJvm() throws Throwable {
        SharedEntries shared = Objects.requireNonNull(parts.shared);
        long until = parts.nanoClock.getAsLong() + followNanos();
        while (parts.nanoClock.getAsLong() - until < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LEASE_POLL_NANOS);
            Entry entry = fromShared(shared);
            if (entry != null && parts.generations.isCurrent(stamp())) {
                return entry;
            }
            if (refusal != null) {
                break; // being written, or nobody there: then nothing will come
            }
        }
        return null;
    }

    private long followNanos() throws Throwable {
        long expected = stats.averageLiveNanos();
        long worth = expected == 0 ? FOLLOW_UNKNOWN_NANOS : FOLLOW_TIMES_LIVE * expected;
        return budgetNanos(Math.min(worth, parts.followNanos));
    }

    /** No longer than the application wants to wait for the statement in all. */
    private long budgetNanos(long wanted) {
        try {
            int seconds = call.statement().getQueryTimeout();
            if (seconds <= 0) {
                return wanted;
            }
            long left = TimeUnit.SECONDS.toNanos(seconds) - (parts.nanoClock.getAsLong() - begunNanos);
            return Math.max(0, Math.min(wanted, left));
        } catch (SQLException closed) { // then the live execution says so
            return 0;
        }
    }

    // --- answering

    private enum Source {
        LOCAL,
        SHARED,
        FOLLOWED
    }

    private @Nullable Reading answer(Entry entry, Source source) throws Throwable {
        if (!parts.generations.isCurrent(entry.stamp())) {
            return refused(Refusal.FENCED); // written while the shared tier was asked
        }
        ResultSet answer = port.replay(call.statement(), entry.result(), call.method());
        if (answer == null) {
            return null;
        }
        count(entry, source);
        return Reading.answered(answer);
    }

    private void count(Entry entry, Source source) {
        long now = parts.nanoClock.getAsLong();
        (source == Source.LOCAL ? stats.localHits : source == Source.SHARED ? stats.sharedHits : stats.followed)
                .increment();
        stats.servedBytes.add(entry.result().weightBytes());
        stats.answerAges.record(parts.shared == null ? 0 : Math.max(0, begunNanos - entry.validatedNanos()));
        if (source != Source.FOLLOWED) {
            long live = entry.liveNanos() > 0 ? entry.liveNanos() : stats.averageLiveNanos();
            stats.savedNanos.add(Math.max(0, live - (now - begunNanos)));
        }
    }

    private Reading live(@Nullable Entry candidate, @Nullable Flight flight) {
        return Reading.live(new Fill(this, candidate, flight));
    }

    /** When the generations were asked for that {@link #sharedStamp} holds. */
    long stampedNanos() {
        return stampedNanos;
    }

    /** The generations of the shared tier before the statement is sent; null where there is no tier, or it was not asked. */
    @Nullable
    SharedStamp sharedStamp() {
        return sharedStamp;
    }

    /** What was found and has been outdated by a write. */
    @Nullable
    Entry outdated() {
        return outdated;
    }

    /** The generations of this JVM before the statement is sent. */
    Generations.Stamp stamp() {
        return Objects.requireNonNull(stamp, "stamp");
    }
}
