package io.querytap.core.detect.pool;

import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.Wait;
import io.querytap.core.pool.blame.Laid;
import io.querytap.core.pool.blame.PoolSweeper;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pool under the {@link PoolWatch}. For one thread; times are {@link System#nanoTime()}. */
final class WatchedPool {
    /** A wait from here on, ended or not, is worth a look at the threads that others wait for. */
    private static final long LONG_WAIT_NANOS = 1_000_000_000L;

    /** Time between two judgements of waits that keep coming. */
    private static final long JUDGE_NANOS = 1_000_000_000L;

    private static final Kind[] KINDS = {Kind.POOL_WAIT, Kind.POOL_TIMEOUT};

    private final PoolStats pool;
    private final FindingRules rules;
    private final WaitJudge judge;
    private final NestedAcquisitions nested;
    private final Stalls stalls;
    private final CpuStarvation starvation;
    private final PoolSweeper sweeper;
    private final HoldersNow holders;
    private final LastMinute minute = new LastMinute();
    /** The same without what is laid to a standstill of the JVM, or to nothing. */
    private final LastMinute minuteByReason = new LastMinute();

    private final Map<WaitCause, Pressure> told = new EnumMap<>(WaitCause.class);

    private @Nullable Pressure pressure;
    /** What the present pressure is told as. */
    private @Nullable WaitCause cause;

    private long judgedNanos;
    private PoolGauges.Reading reading = PoolGauges.Reading.NOTHING;
    private @Nullable PoolSizing sizing;

    private int mostPending;
    private int usedAtMostPending;
    private boolean pendingBefore;
    private long grantedBefore;
    private long pendingSinceNanos;

    WatchedPool(
            PoolStats pool,
            FindingRules rules,
            WaitJudge judge,
            NestedAcquisitions nested,
            Stalls stalls,
            CpuStarvation starvation) {
        this.pool = pool;
        this.rules = rules;
        this.judge = judge;
        this.nested = nested;
        this.stalls = stalls;
        this.starvation = starvation;
        this.sweeper = new PoolSweeper(pool);
        this.holders = new HoldersNow(pool);
    }

    PoolStats pool() {
        return pool;
    }

    /** A look that comes each second or so. */
    void look(String name, long nowNanos, Instant now, Findings findings) {
        lookAtWaits(name, nowNanos, now, findings, /* isJudged= */ true);
        lookAtPending(nowNanos);
        minute.mark(nowNanos, granted());
        minuteByReason.mark(nowNanos, granted());
    }

    /** A look whenever waits have ended. */
    void lookAtWaits(String name, long nowNanos, Instant now, Findings findings) {
        lookAtWaits(name, nowNanos, now, findings, nowNanos - judgedNanos >= JUDGE_NANOS);
    }

    private void lookAtWaits(String name, long nowNanos, Instant now, Findings findings, boolean isJudged) {
        List<Wait> waits = pool.takeWaits();
        if (!waits.isEmpty()) {
            take(waits, nowNanos);
        }
        sweeper.look(nowNanos);
        Pressure present = pressure;
        if (present == null) {
            return;
        }
        boolean isOver = nowNanos - present.fromNanos() >= LastMinute.LENGTH_NANOS;
        if (isOver || isJudged) {
            judgedNanos = nowNanos;
            judge(present, name, nowNanos, now, findings);
        }
        if (isOver) {
            close(present);
        }
    }

    /** Lays what was waited to those who are to blame. */
    private void take(List<Wait> waits, long nowNanos) {
        reading = pool.read();
        Laid laid = sweeper.sweep(
                waits,
                reading.max(),
                nowNanos,
                (sweep, from, to) -> stalls.within(from, to, sweep::stalled),
                (wait, held, excused) -> {
                    note(wait, excused);
                    return nested.examine(pool, wait, held);
                });
        long from = waits.get(0).askedNanos();
        long to = waits.get(0).endNanos();
        boolean isLong = false;
        for (Wait wait : waits) {
            from = wait.askedNanos() - from < 0 ? wait.askedNanos() : from;
            to = wait.endNanos() - to > 0 ? wait.endNanos() : to;
            isLong |= wait.outcome() == Wait.Outcome.TIMED_OUT || wait.nanos() >= LONG_WAIT_NANOS;
        }
        // there was a place, and no processor to take it
        laid.move(Account.UNEXPLAINED, Account.STALLED, starvation.ofThreads(from, to));
        addTo(pool.blame(), laid);
        if (isLong) {
            holders.look(nowNanos);
        }
        laid.sawWaiters(mostPending, usedAtMostPending);
        mostPending = 0;
        usedAtMostPending = 0;
        Pressure present = pressure;
        if (present == null) {
            present = new Pressure(nowNanos);
            pressure = present;
        }
        present.add(waits, laid, from, to);
        for (Wait wait : waits) {
            if (queuedNanos(wait) >= rules.limit(Threshold.POOL_WAIT_TIME)) {
                present.wasLong(wait);
            }
        }
    }

    /** Takes an attempt into the figures of the last minute. */
    private void note(Wait wait, double excusedNanos) {
        if (wait.outcome() != Wait.Outcome.GRANTED) {
            return;
        }
        long queued = queuedNanos(wait);
        if (queued >= PoolStats.QUEUED_NANOS) {
            minute.waited(queued);
        }
        if (queued - excusedNanos >= PoolStats.QUEUED_NANOS) {
            minuteByReason.waited(queued - (long) excusedNanos);
        }
    }

    private static long queuedNanos(Wait wait) {
        return wait.nanos() - wait.ownCreationNanos() - wait.checkNanos();
    }

    private void addTo(PoolBlame blame, Laid laid) {
        HolderNames names = pool.leases().holders();
        laid.forEachHolder((holder, nanos) -> {
            for (HolderState state : HolderState.values()) {
                if (nanos[state.ordinal()] > 0) {
                    blame.add(names.of(holder), state, nanos[state.ordinal()]);
                }
            }
        });
        for (Account account : Account.values()) {
            if (laid.of(account) > 0) {
                blame.add(account, laid.of(account));
            }
        }
    }

    /** Threads that have been waiting for long have not ended their wait: they are seen by the gauge, and by nobody getting anything. */
    private void lookAtPending(long nowNanos) {
        PoolGauges.Reading gauges = pool.read();
        boolean pending = gauges.pending() > 0;
        if (gauges.pending() > mostPending) {
            mostPending = gauges.pending();
            usedAtMostPending = gauges.used();
        }
        long granted = granted();
        if (!pending || !pendingBefore || granted != grantedBefore) {
            pendingSinceNanos = nowNanos;
        } else if (nowNanos - pendingSinceNanos >= LONG_WAIT_NANOS) {
            holders.look(nowNanos);
        }
        pendingBefore = pending;
        grantedBefore = granted;
    }

    /** Attempts that got a connection since the start. */
    private long granted() {
        long out = 0;
        for (Lease lease : pool.entries()) {
            out += lease.isOut() ? 1 : 0;
        }
        return pool.leases().count() + out;
    }

    private void judge(Pressure present, String name, long nowNanos, Instant now, Findings findings) {
        long granted = granted();
        WaitFigures figures = minute.figures(granted);
        present.seen(figures, isOverLimit(figures), isOverLimit(minuteByReason.figures(granted)));
        if (!present.isLong() && present.timeouts() == 0) {
            return;
        }
        present.weigh(starvation, pool);
        WaitCause decided = judge.of(pool, present, nowNanos);
        if (decided == WaitCause.TOO_SMALL && sizing == null) {
            sizing = pool.sizing();
        }
        WaitCause before = cause;
        cause = decided;
        if (before != null && before != decided) {
            takeBack(before, name, now, findings);
        }
        if (decided != null) {
            Pressure all = new Pressure(present.fromNanos());
            Pressure earlier = told.get(decided);
            if (earlier != null) {
                all.add(earlier);
            }
            all.add(present);
            raise(decided, all, name, now, findings);
        }
    }

    private boolean isOverLimit(WaitFigures figures) {
        return figures.p99Nanos() >= rules.limit(Threshold.POOL_WAIT_TIME)
                && figures.attempts() >= rules.limit(Threshold.POOL_WAIT_ACQUISITIONS);
    }

    /** The present pressure has turned out to have another cause. */
    private void takeBack(WaitCause wrong, String name, Instant now, Findings findings) {
        Pressure earlier = told.get(wrong);
        for (Kind kind : KINDS) {
            if (earlier == null || !isTold(kind, wrong, earlier)) {
                findings.retract(
                        WaitFinding.begin(kind, pool, name, wrong).build().cause());
            }
        }
        if (earlier != null) {
            raise(wrong, earlier, name, now, findings);
        }
    }

    private boolean isTold(Kind kind, WaitCause as, Pressure of) {
        return rules.isOn(kind) && (kind == Kind.POOL_TIMEOUT ? of.timeouts() > 0 : of.isLong(as));
    }

    private void raise(WaitCause of, Pressure all, String name, Instant now, Findings findings) {
        for (Kind kind : KINDS) {
            if (isTold(kind, of, all)) {
                findings.raise(new WaitFinding(pool, name, of, all)
                        .leakedNanos(judge.leakedNanos(all))
                        .reading(reading)
                        .sizing(sizing)
                        .holdersNow(holders.seen())
                        .build(kind, now));
            }
        }
    }

    /** A minute is over: what it was told as stays. */
    private void close(Pressure over) {
        WaitCause of = cause;
        if (of != null) {
            Pressure earlier = told.get(of);
            if (earlier == null) {
                told.put(of, over);
            } else {
                earlier.add(over);
            }
        }
        pressure = null;
        cause = null;
        sizing = null;
    }
}
