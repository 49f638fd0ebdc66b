package io.querytap.core.detect.lease;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Threshold;
import io.querytap.core.detect.UnitDetector;
import io.querytap.core.detect.Words;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import io.querytap.core.work.Traffic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds work that keeps a connection without using it, where the pool can ill afford that. By kind of work: the 95th percentile of idle
 * time is over the limit when more than one lease in twenty is, and all leases of that name are counted.
 *
 * <p>Evidence: {@code leases} of that work in all, {@code heldIdle} of them; over these {@code idleShare}, {@code meanHoldSeconds},
 * {@code meanIdleSeconds}, {@code maxIdleSeconds} and where the idle time lies: {@code idleBeforeShare} before the first statement,
 * {@code idleBetweenShare} between statements, {@code idleAfterShare} after the last commit; {@code poolMax}, {@code poolPeak} and
 * {@code poolUtilisation} (at least) of the last two minutes, {@code waits}; {@code capacityFreed}, the share of the held time of these
 * leases that would be free for others.
 */
public final class HeldIdle implements UnitDetector {
    /** Leases without which nothing is said: a few may have been the start of the application, or a pause of the JVM. */
    static final int MIN_LEASES = 10;

    /** Leases that leave no doubt. */
    private static final int CONFIRMED_LEASES = 20;

    private static final String STATEMENT = "(held connection)";
    private static final double P95 = 0.95;

    private final long limitNanos;
    private final double minShare;
    private final double minUtilisation;
    private final Traffic traffic;
    private final PoolPressure pressure;
    private final Map<String, Cause> causes = new LinkedHashMap<>();

    /**
     * @param traffic in which all leases are counted
     * @param pools how much they are in use
     */
    public HeldIdle(FindingRules limits, Traffic traffic, PoolRegistry pools) {
        this.limitNanos = limits.limit(Threshold.CONNECTION_HELD_IDLE_TIME);
        this.minShare = limits.share(Threshold.CONNECTION_HELD_IDLE_SHARE);
        this.minUtilisation = limits.share(Threshold.CONNECTION_HELD_IDLE_UTILISATION);
        this.traffic = traffic;
        this.pressure = new PoolPressure(pools);
    }

    @Override
    public boolean examine(FinishedUnit unit, Instant now) {
        boolean told = false;
        for (LeaseUse lease : unit.leases()) {
            if (lease.poolName() != null && isHeldIdle(lease)) {
                Cause cause = cause(new Borrower(unit, lease));
                if (cause != null) {
                    cause.add(new Borrower(unit, lease), lease, now);
                    told |= cause.told;
                }
            }
        }
        return told;
    }

    private boolean isHeldIdle(LeaseUse lease) {
        return lease.idleNanos() >= limitNanos && lease.idleNanos() >= minShare * lease.holdNanos();
    }

    private @Nullable Cause cause(Borrower borrower) {
        Cause known = causes.get(borrower.key());
        if (known == null && causes.size() < Borrower.MAX_CAUSES) {
            known = new Cause();
            causes.put(borrower.key(), known);
        }
        return known;
    }

    @Override
    public void report(Findings findings, Instant now) {
        for (Cause cause : causes.values()) {
            Borrower last = cause.news;
            if (last == null || cause.leases < MIN_LEASES) {
                continue;
            }
            Traffic.Counts all = traffic.byName().get(last.unitName());
            String pool = last.poolName();
            if (all == null || pool == null || !isOverLimit(cause.leases, all.leases())) {
                continue;
            }
            PoolPressure.Reading reading = pressure.of(pool, now);
            if (reading != null && (reading.waited() || reading.utilisation() >= minUtilisation)) {
                cause.news = null;
                cause.told = true;
                findings.raise(finding(cause, last, all.leases(), reading));
            }
        }
    }

    /** Whether the 95th percentile is among the idle ones. */
    static boolean isOverLimit(long idleLeases, long allLeases) {
        return idleLeases > allLeases - Math.ceil(P95 * allLeases);
    }

    private Finding finding(Cause cause, Borrower last, long leases, PoolPressure.Reading reading) {
        long all = Math.max(leases, cause.leases);
        double share = (double) cause.idleNanos / Math.max(1, cause.holdNanos);
        Shape shape = cause.shape();
        return last.finding(Kind.CONNECTION_HELD_IDLE, /* pattern= */ "", STATEMENT, cause.site, cause.at)
                .cause(last.poolName() + "\n" + last.unitName())
                .confidence(cause.leases >= CONFIRMED_LEASES ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(reading.waited() ? Severity.HIGH : Severity.WARNING)
                .occurrences(cause.leases)
                .evidence("leases", all)
                .evidence("heldIdle", cause.leases)
                .evidence("idleShare", Words.share(share))
                .evidence("meanHoldSeconds", Words.seconds(cause.holdNanos / cause.leases))
                .evidence("meanIdleSeconds", Words.seconds(cause.idleNanos / cause.leases))
                .evidence("maxIdleSeconds", Words.seconds(cause.maxIdleNanos))
                .evidence("idleBeforeShare", cause.shareOfIdle(cause.beforeNanos))
                .evidence("idleBetweenShare", cause.shareOfIdle(cause.betweenNanos()))
                .evidence("idleAfterShare", cause.shareOfIdle(cause.afterNanos))
                .evidence("poolMax", reading.max())
                .evidence("poolPeak", reading.peak())
                .evidence("poolUtilisation", Words.share(reading.utilisation()))
                .evidence("waits", reading.waited())
                .evidence("capacityFreed", Words.share(share))
                .what(Words.count(cause.leases, "connection", "connections") + " of " + last.from() + " (of "
                        + String.format(Locale.ROOT, "%,d", all) + " borrowed by " + last.who()
                        + ") did nothing for " + Words.percent(share) + " of the time, "
                        + Words.time(cause.idleNanos / cause.leases)
                        + " each on the average, most of it " + shape.text + "; "
                        + (reading.waited()
                                ? "meanwhile others waited for one."
                                : "at least " + reading.peak() + " of " + reading.max()
                                        + " connections were out at once."))
                .advice(shape.advice + " That frees " + Words.percent(share)
                        + " of what these leases hold of the pool.")
                .build();
    }

    /** Where most of the idle time lies. */
    private enum Shape {
        BEFORE(
                "before the first statement",
                "Borrow later: begin the transaction after the work that needs none, wrap the data source in a lazy connection proxy"
                        + " (LazyConnectionDataSourceProxy), or with Hibernate set hibernate.connection.provider_disables_autocommit."),
        BETWEEN(
                "between statements",
                "Move what needs no database, such as calls to other services, out of the transaction or between two of them."),
        AFTER(
                "after the last commit",
                "Give it back after the commit: switch open-in-view off (spring.jpa.open-in-view=false), or close the connection or the"
                        + " session before the answer is made.");

        private final String text;
        private final String advice;

        Shape(String text, String advice) {
            this.text = text;
            this.advice = advice;
        }
    }

    /** Leases of one kind of work that were held idle. */
    private static final class Cause {
        private long leases;
        private long holdNanos;
        private long idleNanos;
        private long beforeNanos;
        private long afterNanos;
        private long maxIdleNanos;
        private boolean told;
        private @Nullable CallSite site;
        /** The last one since it was reported. */
        private @Nullable Borrower news;

        private Instant at = Instant.EPOCH;

        void add(Borrower borrower, LeaseUse lease, Instant now) {
            leases++;
            holdNanos += lease.holdNanos();
            idleNanos += lease.idleNanos();
            beforeNanos += Math.min(lease.idleBeforeNanos(), lease.idleNanos());
            afterNanos += Math.min(lease.idleAfterNanos(), lease.idleNanos());
            maxIdleNanos = Math.max(maxIdleNanos, lease.idleNanos());
            CallSite acquired = lease.acquiredAt();
            if (acquired != null) {
                site = acquired;
            } else if (site == null) {
                site = lease.site();
            }
            news = borrower;
            at = now;
        }

        private long betweenNanos() {
            return Math.max(0, idleNanos - beforeNanos - afterNanos);
        }

        private double shareOfIdle(long nanos) {
            return Words.share((double) nanos / Math.max(1, idleNanos));
        }

        private Shape shape() {
            long between = betweenNanos();
            if (beforeNanos >= between && beforeNanos >= afterNanos) {
                return Shape.BEFORE;
            }
            return afterNanos >= between ? Shape.AFTER : Shape.BETWEEN;
        }
    }
}
