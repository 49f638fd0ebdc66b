package io.querytap.core.detect.pool;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.Words;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame.Account;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.blame.Laid;
import io.querytap.core.stats.DatabaseIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the findings on waiting for one pool, for one cause. For one use by one thread. */
final class WaitFinding {
    private static final String STATEMENT = "(connection pool)";

    /** Holders told in the evidence. */
    private static final int MAX_HOLDERS = 3;

    /** Of which this share of the waiting is laid to somebody or something, the cause is not in doubt. */
    private static final double CERTAIN = 0.9;

    private final PoolStats pool;
    private final String poolName;
    private final WaitCause cause;
    private final Pressure pressure;
    private final double total;
    private final List<Blamed> holders;
    private double leakedNanos;
    private PoolGauges.Reading reading = PoolGauges.Reading.NOTHING;
    private @Nullable PoolSizing sizing;
    private String holdersNow = "";

    WaitFinding(PoolStats pool, String poolName, WaitCause cause, Pressure pressure) {
        this.pool = pool;
        this.poolName = poolName;
        this.cause = cause;
        this.pressure = pressure;
        this.total = Math.max(1, pressure.laid().totalNanos());
        this.holders = Blamed.of(pressure.laid(), pool.leases().holders());
    }

    /** What is laid to connections that nobody will give back. */
    WaitFinding leakedNanos(double nanos) {
        leakedNanos = nanos;
        return this;
    }

    /** The pool while others waited. */
    WaitFinding reading(PoolGauges.Reading value) {
        reading = value;
        return this;
    }

    WaitFinding sizing(@Nullable PoolSizing value) {
        sizing = value;
        return this;
    }

    /** What the holders' threads did while others waited. */
    WaitFinding holdersNow(String lines) {
        holdersNow = lines;
        return this;
    }

    /** Tells what findings on one pool and cause have in common, whatever their figures. */
    static Finding.Builder begin(Kind kind, PoolStats pool, String poolName, WaitCause cause) {
        DatabaseIdentity database = pool.database();
        return Finding.of(kind, database == null ? DatabaseIdentity.UNKNOWN : database, /* pattern= */ "", STATEMENT)
                .cause(poolName + '\n' + cause.id());
    }

    Finding build(Kind kind, Instant now) {
        boolean timeout = kind == Kind.POOL_TIMEOUT;
        Finding.Builder finding = begin(kind, pool, poolName, cause)
                .severity(timeout ? Severity.HIGH : Severity.WARNING)
                .confidence(confidence())
                .occurrences(timeout ? pressure.timeouts() : pressure.waits())
                .impactNanos(timeout ? pressure.inVainNanos() : pressure.waitedNanos())
                .seen(now, now);
        if (!holders.isEmpty() && cause != WaitCause.CANNOT_CREATE && cause != WaitCause.CPU_STARVATION) {
            finding.callSite(holders.get(0).name().site(), holders.get(0).name().stack());
        }
        figures(finding);
        shares(finding);
        holders(finding);
        return finding.what(timeout ? whatTimedOut() : what()).advice(advice()).build();
    }

    private Confidence confidence() {
        if (cause == WaitCause.UNEXPLAINED) {
            return Confidence.SUSPECT;
        }
        return share(Account.UNEXPLAINED) <= 1 - CERTAIN ? Confidence.CONFIRMED : Confidence.PROBABLE;
    }

    private double share(Account account) {
        return pressure.laid().of(account) / total;
    }

    private void figures(Finding.Builder finding) {
        WaitFigures minute = pressure.figures();
        finding.evidence("pool", poolName)
                .evidence("cause", cause.id())
                .evidence("waits", pressure.waits())
                .evidence("timeouts", pressure.timeouts())
                .evidence("waitedSeconds", Words.seconds(pressure.waitedNanos()));
        seconds(finding, "waitP50Seconds", minute.p50Nanos());
        seconds(finding, "waitP99Seconds", minute.p99Nanos());
        seconds(finding, "waitMaxSeconds", minute.maxNanos());
        gauge(finding, "poolMax", reading.max());
        finding.evidence("poolUsed", pressure.laid().usedAtMost())
                .evidence("poolPending", pressure.laid().mostWaiters());
    }

    /** Leaves out what is too short to be known. */
    private static void seconds(Finding.Builder finding, String name, long nanos) {
        if (nanos > 0) {
            finding.evidence(name, Words.seconds(nanos));
        }
    }

    private static void gauge(Finding.Builder finding, String name, int value) {
        if (value != PoolGauges.UNKNOWN) {
            finding.evidence(name, value);
        }
    }

    private void shares(Finding.Builder finding) {
        Laid laid = pressure.laid();
        double held = laid.heldNanos();
        finding.evidence("blamedShare", Words.share(held / total));
        if (held > 0) {
            finding.evidence("idleShare", Words.share(laid.idleNanos() / held))
                    .evidence("meanHoldSeconds", Words.seconds((long) laid.meanHoldNanos()));
        }
        finding.evidence("creatingShare", Words.share(share(Account.CREATING)))
                .evidence("checkingShare", Words.share(share(Account.CHECKING)))
                .evidence("stalledShare", Words.share(share(Account.STALLED)))
                .evidence("unexplainedShare", Words.share(share(Account.UNEXPLAINED)));
        positive(finding, "nestedShare", Math.min(1, laid.nestedNanos() / total));
        positive(finding, "nestedWaiterShare", Math.min(1, laid.nestedWaitNanos() / total));
        positive(finding, "leakedShare", leakedNanos / total);
        positive(finding, "starvedShare", pressure.starvedNanos() / total);
    }

    private static void positive(Finding.Builder finding, String name, double share) {
        if (share > 0) {
            finding.evidence(name, Words.share(share));
        }
    }

    private void holders(Finding.Builder finding) {
        for (int i = 0; i < Math.min(MAX_HOLDERS, holders.size()); i++) {
            Blamed holder = holders.get(i);
            String prefix = "holder" + (i + 1);
            String unit = holder.name().unit();
            String site = holder.name().site();
            if (unit != null) {
                finding.evidence(prefix + "Unit", unit);
            }
            if (site != null) {
                finding.evidence(prefix + "Site", site);
            }
            finding.evidence(prefix + "State", holder.state().id())
                    .evidence(prefix + "Share", Words.share(holder.nanos() / total))
                    .evidence(prefix + "IdleShare", Words.share(holder.idleShare()));
        }
        if (!holdersNow.isEmpty()) {
            finding.evidence("holdersNow", holdersNow);
        }
        String failure = pool.attempts().lastFailure();
        if (cause == WaitCause.CANNOT_CREATE && failure != null) {
            finding.evidence("lastFailure", failure);
        }
    }

    private String what() {
        WaitFigures minute = pressure.figures();
        StringBuilder text = new StringBuilder(Words.count(pressure.waits(), "attempt", "attempts"))
                .append(" to get a connection of ")
                .append(poolName)
                .append(" waited ")
                .append(Words.time(pressure.waitedNanos()))
                .append(" in all");
        if (minute.p99Nanos() > 0) {
            text.append(", over a minute up to ")
                    .append(Words.time(minute.p99Nanos()))
                    .append(" (99th percentile)");
        }
        if (pressure.timeouts() > 0) {
            text.append("; ").append(Words.count(pressure.timeouts(), "time-out", "time-outs"));
        }
        return text.append(". ").append(why()).toString();
    }

    private String whatTimedOut() {
        long timeouts = pressure.timeouts();
        StringBuilder text = new StringBuilder(Words.count(timeouts, "attempt", "attempts"))
                .append(" to get a connection of ")
                .append(poolName)
                .append(" timed out after ")
                .append(Words.time(pressure.timedOutNanos() / Math.max(1, timeouts)))
                .append(timeouts > 1 ? " on the average" : "");
        if (pressure.waits() > timeouts) {
            text.append("; with ")
                    .append(Words.count(pressure.waits() - timeouts, "other that", "others that"))
                    .append(" waited, ")
                    .append(Words.time(pressure.waitedNanos()))
                    .append(" were lost");
        }
        return text.append(". ").append(why()).toString();
    }

    private String why() {
        Laid laid = pressure.laid();
        switch (cause) {
            case CANNOT_CREATE:
                return "For " + Words.percent(share(Account.CREATING))
                        + " of that time the pool had room, and connections were being made or could not be made.";
            case NESTED_ACQUISITION:
                return nested(laid) + holder();
            case CONNECTION_LEAK:
                return Words.percent(leakedNanos / total)
                        + " of the waiting is due to connections that nobody will give back. " + holder();
            case CPU_STARVATION:
                return "For " + Words.percent(Math.min(1, share(Account.STALLED) + pressure.starvedNanos() / total))
                        + " of that time the JVM stood still, or those who held the connections had no processor to run on.";
            case UNEXPLAINED:
                return Words.percent(share(Account.UNEXPLAINED)) + " of it cannot be laid to anybody.";
            default:
                return holder();
        }
    }

    private String nested(Laid laid) {
        return laid.nestedWaitNanos() >= laid.nestedNanos()
                ? "In " + Words.percent(Math.min(1, laid.nestedWaitNanos() / total))
                        + " of that time it was threads that waited which held a connection of this pool already. "
                : Words.percent(Math.min(1, laid.nestedNanos() / total))
                        + " of the waiting is due to threads that held a connection of this pool and waited for another one. ";
    }

    private String holder() {
        if (holders.isEmpty()) {
            return "";
        }
        Blamed first = holders.get(0);
        return Words.percent(first.nanos() / total) + " of the waiting happened while " + first.who()
                + " held the connections, " + Words.percent(first.idleShare()) + " of that idle.";
    }

    private String advice() {
        switch (cause) {
            case CANNOT_CREATE:
                String failure = pool.attempts().lastFailure();
                return "Look at the database and the way to it: whether it is up, accepts these credentials and has connections left."
                        + (failure == null ? "" : " The last failure was a " + failure + '.')
                        + " A larger pool will not help.";
            case NESTED_ACQUISITION:
                return "Let a thread have one connection at a time; the finding nested_acquisition of this pool says where it has two.";
            case CONNECTION_LEAK:
                return "Close what was borrowed, best with try-with-resources; the finding connection_leak of this pool says where.";
            case CPU_STARVATION:
                return "Give the JVM more processor time or less to do: look at the container's limits, at garbage collection and at what"
                        + " else runs on the machine. A larger pool will make it worse.";
            case HELD_IDLE:
                return idleAdvice();
            case HELD_BUSY:
                return "Make what runs on these connections faster, or give long work a pool of its own, so that short work does not"
                        + " stand behind it.";
            case DATABASE_SATURATED:
                return "A larger pool will not help: the more connections are in use, the longer the database takes for each. Make the"
                        + " statements cheaper, or the pool smaller.";
            case TOO_SMALL:
                return sizeAdvice();
            default:
                return "Look at the pool's own log: places were free, or its connections go through a driver that is not measured.";
        }
    }

    private String idleAdvice() {
        HolderState state =
                holders.isEmpty() ? HolderState.IDLE : holders.get(0).state();
        switch (state) {
            case IDLE_BEFORE_FIRST:
                return "Borrow later: do what needs no database before the transaction begins, or wrap the data source in a lazy"
                        + " connection proxy (LazyConnectionDataSourceProxy).";
            case IDLE_IN_TRANSACTION:
                return "Move what needs no database, such as calls to other services, out of the transaction.";
            default:
                return "Give the connection back after the commit, before anything else is done: switch open-in-view off"
                        + " (spring.jpa.open-in-view=false), or close the connection or the session earlier.";
        }
    }

    private String sizeAdvice() {
        PoolSizing size = sizing;
        if (size == null || size.recommendedMax() <= size.currentMax()) {
            return "Give the pool more connections, if the database can take them, or spread the burst.";
        }
        return "Give the pool " + size.recommendedMax() + " connections instead of " + size.currentMax()
                + ", if the database can take them: then one borrower in a hundred would wait.";
    }
}
