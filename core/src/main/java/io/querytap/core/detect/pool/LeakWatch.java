package io.querytap.core.detect.pool;

import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.Watch;
import io.querytap.core.detect.pool.OpenLease.Reason;
import io.querytap.core.detect.watch.StackBudget;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.LeaseWork;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.Units;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds connections that nobody will give back. That is certain when the unit of work or the thread that borrowed one has ended, or
 * nothing is left to give it back by, and it has been silent since; age alone says little, for a connection may be meant to be kept. What comes
 * back after all, or is used again, is taken back. For one thread.
 */
public final class LeakWatch implements Watch, Leaks {
    /** Between two looks further apart than this the application most likely stood still with the agent: that time is no silence. */
    private static final long MAX_GAP_NANOS = 3_000_000_000L;

    /** Connections followed at once, of all pools. */
    private static final int MAX_FOLLOWED = 10_000;

    /**
     * How long a lost connection has to be silent for the first of two looks that agree, after which a wait may be laid to it: others wait
     * sooner than a finding is sure.
     */
    private static final long LOST_NANOS = 500_000_000L;

    /** How long nothing may be called on a connection whose borrower still exists. */
    private static final long UNUSED_NANOS = 30_000_000_000L;

    /** So many times as long as hardly any lease of its place is a lease out of the ordinary. */
    private static final long UNUSUAL_FACTOR = 10;

    private final PoolRegistry pools;
    private final Units units;
    private final boolean tells;
    private final long silenceNanos;
    private final long ageNanos;
    private final Map<Lease, OpenLease> followed = new IdentityHashMap<>();
    private final LostConnections.All all = new LostConnections.All();
    private final StackBudget stacks = new StackBudget();
    private long lastLookNanos;
    private boolean stoodStill;
    private long standstillEndNanos;
    private long looks;

    /** @param units asked to look where connections are borrowed, once some are lost */
    public LeakWatch(PoolRegistry pools, Units units, FindingRules limits) {
        this.pools = pools;
        this.units = units;
        this.tells = limits.isOn(Kind.CONNECTION_LEAK);
        this.silenceNanos = limits.limit(Threshold.CONNECTION_LEAK_SILENCE);
        this.ageNanos = limits.limit(Threshold.CONNECTION_LEAK_AGE);
    }

    @Override
    public boolean isLeaking(Lease lease) {
        OpenLease known = followed.get(lease);
        return known != null && known.isOut() && (known.told != null || known.agreed != null);
    }

    @Override
    public void look(long nowNanos, Instant now, Findings findings) {
        if (looks > 0 && nowNanos - lastLookNanos > MAX_GAP_NANOS) {
            standstillEndNanos = nowNanos;
            stoodStill = true;
        }
        looks++;
        lastLookNanos = nowNanos;
        Sighting sighting = new Sighting(nowNanos, now, findings);
        for (PoolStats pool : pools.all()) {
            for (Lease lease : pool.entries()) {
                lease.forgetFormerHolder(nowNanos);
                look(lease, sighting);
            }
        }
        for (Iterator<OpenLease> every = followed.values().iterator(); every.hasNext(); ) {
            OpenLease open = every.next();
            if (open.look != looks) { // the physical connection is gone, and with it the chance to give it back
                every.remove();
                if (open.told != null) {
                    open.told.isGone(open, sighting.nowNanos);
                    tell(open.told, sighting);
                }
            }
        }
    }

    private void look(Lease lease, Sighting sighting) {
        OpenLease known = followed.get(lease);
        if (known != null && !known.isOut()) {
            followed.remove(lease);
            LostConnections told = known.told;
            if (told != null) {
                told.isBack(known);
                tell(told, sighting);
            }
            known = null;
        }
        if (known == null) {
            known = follow(lease, sighting.nowNanos);
            if (known == null) {
                return;
            }
        }
        known.look = looks;
        judge(known, sighting);
    }

    private long lostNanos() {
        return Math.min(LOST_NANOS, silenceNanos / 2);
    }

    /** Leases that are young are not worth remembering. */
    private @Nullable OpenLease follow(Lease lease, long nowNanos) {
        long serial = lease.serial();
        LeaseWork work = lease.work();
        if (!lease.isOut()
                || nowNanos - lease.grantedNanos() < lostNanos()
                || !(work instanceof ConnectionWork)
                || followed.size() >= MAX_FOLLOWED) {
            return null;
        }
        OpenLease open = new OpenLease(lease, (ConnectionWork) work, serial);
        if (!open.isOut()) {
            return null; // it changed hands meanwhile
        }
        followed.put(lease, open);
        return open;
    }

    private void judge(OpenLease open, Sighting sighting) {
        long callStart = open.work().callStartNanos();
        long lastEnd = open.work().lastEndNanos();
        open.note(callStart, lastEnd);
        long since = stoodStill && standstillEndNanos - lastEnd > 0 ? standstillEndNanos : lastEnd;
        long silent = callStart != 0 ? 0 : sighting.nowNanos - since;
        Reason certain = open.certainReason();
        Reason reason = silent < lostNanos() ? null : certain;
        if (reason == null && silent >= UNUSED_NANOS && isUnused(open, sighting)) {
            reason = Reason.UNUSED;
        }
        if (!open.isOut()) {
            return; // the next look sees that it is back
        }
        open.agreed = reason != null && open.seen != null ? reason : null;
        open.seen = reason;
        LostConnections told = open.told;
        if (told != null && reason == null) {
            open.told = null;
            told.isBack(open);
            tell(told, sighting);
        } else if (tells && open.agreed != null && (silent >= silenceNanos || told != null)) {
            lost(open, open.agreed, silent, sighting);
        }
    }

    /** Whether it is silent and old beyond all that is usual, and its borrower no longer on the way. */
    private boolean isUnused(OpenLease open, Sighting sighting) {
        if (open.told != null) {
            return true;
        }
        long age = open.ageNanos(sighting.nowNanos);
        if (age < Math.max(ageNanos, open.suspectAgeNanos) || open.work().doesUnitGoOn()) {
            return false;
        }
        open.suspectAgeNanos = UNUSUAL_FACTOR
                * LeaseTimes.p999Nanos(open.lease().pool().leases(), LostConnections.siteOf(open), sighting.nowNanos);
        return age >= open.suspectAgeNanos && hasMovedOn(open, sighting);
    }

    /** Whether the thread is neither in the driver, nor still in the method that borrowed the connection. */
    private boolean hasMovedOn(OpenLease open, Sighting sighting) {
        Thread thread = open.thread();
        if (thread == null) {
            return true;
        }
        ThreadLook look = sighting.look(thread);
        return look != null
                && !look.inDriver()
                && !Frames.isIn(
                        Frames.method(LostConnections.siteOf(open)), look.site().stack());
    }

    private void lost(OpenLease open, Reason reason, long silentNanos, Sighting sighting) {
        long age = open.ageNanos(sighting.nowNanos);
        LostConnections told = open.told;
        if (told == null) {
            told = all.of(open);
            if (told == null) {
                return;
            }
            open.told = told;
            Thread thread = open.thread();
            told.isLost(open, thread, thread == null || told.hasHolder() ? null : sighting.look(thread));
            units.acquisitionsMatter(open.lease().pool().name(), System.nanoTime());
        } else if (open.toldReason == reason && age < open.tellAgainNanos) {
            return;
        }
        open.tellAgainNanos = 2 * age;
        told.saw(open, reason, silentNanos);
        tell(told, sighting);
    }

    private static void tell(LostConnections told, Sighting sighting) {
        if (told.occurrences() == 0) {
            sighting.findings.retract(
                    told.finding(sighting.nowNanos, sighting.now).cause());
        } else {
            sighting.findings.raise(told.finding(sighting.nowNanos, sighting.now));
        }
    }

    /** One look at all pools. */
    private final class Sighting {
        final long nowNanos;
        final Instant now;
        final Findings findings;

        Sighting(long nowNanos, Instant now, Findings findings) {
            this.nowNanos = nowNanos;
            this.now = now;
            this.findings = Objects.requireNonNull(findings);
        }

        /** What a thread does now; null if threads were looked at too often. */
        @Nullable
        ThreadLook look(Thread thread) {
            return stacks.take(nowNanos) ? ThreadLook.at(thread) : null;
        }
    }
}
