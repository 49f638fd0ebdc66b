package io.querytap.agent.report;

import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolSizing;
import io.querytap.core.pool.PoolSnapshot;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to be done about a finding, and what for, in few words. */
final class ActionText {
    /** A wait that short is none that anybody notices. */
    static final long SHORT_WAIT_NANOS = 10_000_000L;

    private static final double PERCENT = 100;

    private ActionText() {}

    /**
     * What to do, as a heading.
     *
     * @param pool of the finding, null if it has none
     */
    static String title(Finding finding, @Nullable PoolSnapshot pool) {
        String doing = doing(finding, pool);
        String place = place(finding);
        return place == null ? doing : doing + ": " + place;
    }

    private static String doing(Finding finding, @Nullable PoolSnapshot pool) {
        switch (finding.kind()) {
            case N_PLUS_ONE:
                return "Read at once what is now read row by row";
            case WRITE_LOOP:
                return "Write in batches";
            case REDUNDANT_QUERY:
                return "Keep an answer instead of asking again";
            case SLOW_QUERY:
                return "Make a slow query faster";
            case QUERY_REGRESSION:
                return "Find out why a query became slower";
            case LARGE_RESULT:
                return "Read fewer rows at once";
            case MISSING_FETCH_SIZE:
                return "Stream a large result";
            case EARLY_CLOSE:
                return "Ask only for the rows that are read";
            case UNREAD_RESULT:
                return "Leave out a query that nobody reads";
            case UNREAD_COLUMNS:
                return "Select only the columns that are read";
            case UNPARAMETERIZED_SQL:
                return "Bind values instead of writing them into the text";
            case DEEP_OFFSET:
                return "Page by key instead of by offset";
            case MISSING_PAGINATION:
                return "Read in pages";
            case LONG_TRANSACTION:
                return "Make a long transaction shorter";
            case IDLE_IN_TRANSACTION:
                return "Do other work outside of the transaction";
            case UNCOMMITTED_RETURN:
                return "Commit or roll back before a connection goes back";
            case AUTOCOMMIT_CHATTER:
                return "Put what belongs together into one transaction";
            case STATEMENT_NOT_CLOSED:
                return "Close statements";
            case CONNECTION_HELD_IDLE:
                return heldIdle(pool);
            case NESTED_ACQUISITION:
                return nested(pool);
            case CONNECTION_LEAK:
                return leak(pool);
            case POOL_WAIT:
            case POOL_TIMEOUT:
                return aboutWaits(cause(finding), pool);
        }
        throw new IllegalArgumentException(finding.kind().id());
    }

    private static String aboutWaits(String cause, @Nullable PoolSnapshot pool) {
        switch (cause) {
            case "nested_acquisition":
                return nested(pool);
            case "connection_leak":
                return leak(pool);
            case "held_idle":
                return heldIdle(pool);
            case "held_busy":
                return "Shorten the work that holds connections" + of(pool);
            case "cpu_starvation":
                return "Give the JVM more processor time or less to do";
            case "cannot_create":
                return "See why connections" + of(pool) + " cannot be made";
            case "database_saturated":
                return "Ask less of the database behind the connections" + of(pool);
            case "too_small":
                return largerPool(pool);
            default:
                return "See why callers wait for connections" + of(pool);
        }
    }

    /** What to do about a pool that is too small. */
    static String largerPool(@Nullable PoolSnapshot pool) {
        PoolSizing sizing = pool == null ? null : pool.sizing();
        if (pool == null || sizing == null || !asksForMore(sizing)) {
            return "Give the pool more connections" + (pool == null ? "" : ": " + pool.name());
        }
        return "Give pool " + pool.name() + ' ' + sizing.recommendedMax() + " connections instead of "
                + sizing.currentMax();
    }

    /** Whether it should have more connections, as far as the pool alone is concerned. */
    static boolean asksForMore(PoolSizing sizing) {
        return sizing.currentMax() > 0
                && sizing.recommendedMax() > sizing.currentMax()
                && sizing.databaseBottleneck() == null;
    }

    private static String heldIdle(@Nullable PoolSnapshot pool) {
        return "Hold connections" + of(pool) + " only while they are used";
    }

    private static String nested(@Nullable PoolSnapshot pool) {
        return "Let a thread have one connection" + of(pool) + " at a time";
    }

    private static String leak(@Nullable PoolSnapshot pool) {
        return "Give all connections" + of(pool) + " back";
    }

    private static String of(@Nullable PoolSnapshot pool) {
        return pool == null ? "" : " of pool " + pool.name();
    }

    /** The line, or the unit of work, or what the statement is called; null if that is of no use. */
    private static @Nullable String place(Finding finding) {
        String site = finding.callSite();
        if (site != null) {
            return PoolSentence.withoutPackage(site);
        }
        if (isOfPool(finding)) {
            return null;
        }
        Finding.Unit unit = finding.unit();
        if (!finding.statement().isEmpty() && !finding.pattern().isEmpty()) {
            return finding.statement();
        }
        return unit == null ? null : unit.name();
    }

    /** Whether it is about a pool more than about a statement. */
    static boolean isOfPool(Finding finding) {
        switch (finding.kind()) {
            case POOL_WAIT:
            case POOL_TIMEOUT:
            case NESTED_ACQUISITION:
            case CONNECTION_LEAK:
            case CONNECTION_HELD_IDLE:
                return true;
            default:
                return false;
        }
    }

    /** Why callers waited; empty where it is no such finding. */
    static String cause(Finding finding) {
        Object cause = finding.evidence().get("cause");
        return cause == null ? "" : cause.toString();
    }

    /**
     * Whether its impact is what is predicted to be saved, and not what is at stake: how much of a wait goes away with one of its causes
     * nobody knows.
     */
    static boolean predicts(Finding finding) {
        switch (finding.kind()) {
            case N_PLUS_ONE:
            case WRITE_LOOP:
            case REDUNDANT_QUERY:
            case UNREAD_RESULT:
            case SLOW_QUERY:
            case QUERY_REGRESSION:
                return finding.impactNanos().orElse(0) > 0;
            default:
                return false;
        }
    }

    /**
     * What is gained.
     *
     * @param pool of the finding, null if it has none
     * @param databaseNanos time of all executions
     */
    static String gain(Finding finding, @Nullable PoolSnapshot pool, long databaseNanos, long slowQueryNanos) {
        if (predicts(finding)) {
            return saved(finding, databaseNanos, slowQueryNanos);
        }
        String waits = isOfPool(finding) ? waits(finding, pool) : null;
        if (waits != null) {
            return waits;
        }
        if (isOfPool(finding) && finding.impactNanos().orElse(0) > 0) {
            return "up to " + timeouts(finding)
                    + Durations.format(finding.impactNanos().getAsLong()) + " of waiting";
        }
        return unmeasured(finding);
    }

    private static String timeouts(Finding finding) {
        Object timeouts = finding.evidence().get("timeouts");
        if (!(timeouts instanceof Long) || (Long) timeouts == 0) {
            return "";
        }
        return timeouts + ((Long) timeouts == 1 ? " time-out and " : " time-outs and ");
    }

    private static String saved(Finding finding, long databaseNanos, long slowQueryNanos) {
        long nanos = finding.impactNanos().orElse(0);
        String time = Durations.format(nanos) + share(nanos, databaseNanos);
        switch (finding.kind()) {
            case WRITE_LOOP:
                return "saves at least " + time;
            case SLOW_QUERY:
                return "saves " + time + " if it stays below " + Durations.format(slowQueryNanos);
            case QUERY_REGRESSION:
                return "saves " + time + " if it is as fast as before";
            default:
                return "saves about " + time;
        }
    }

    private static String share(long nanos, long all) {
        double share = all == 0 ? 0 : PERCENT * nanos / all;
        if (share < 1) {
            return "";
        }
        return String.format(Locale.ROOT, " (%.0f %% of the time in the database)", Math.min(PERCENT, share));
    }

    /** What the waits of the pool would become, by a replay of what was seen; null if nobody knows. */
    private static @Nullable String waits(Finding finding, @Nullable PoolSnapshot pool) {
        PoolSizing sizing = pool == null ? null : pool.sizing();
        if (sizing == null) {
            return null;
        }
        if (finding.kind() == Finding.Kind.CONNECTION_HELD_IDLE
                || cause(finding).equals("held_idle")) {
            return withoutIdle(sizing);
        }
        return cause(finding).equals("too_small") ? withMore(sizing) : null;
    }

    private static @Nullable String withoutIdle(PoolSizing sizing) {
        PoolSizing.WhatIf now = sizing.whatIf(sizing.currentMax());
        PoolSizing.WhatIf then = now == null ? null : now.withoutIdle();
        return now == null || then == null ? null : change(now, then);
    }

    /** What more connections would do to the waits; null if that is not known, or nothing. */
    static @Nullable String withMore(PoolSizing sizing) {
        PoolSizing.WhatIf now = sizing.whatIf(sizing.currentMax());
        PoolSizing.WhatIf then = sizing.whatIf(sizing.recommendedMax());
        return now == null || then == null || !asksForMore(sizing) ? null : change(now, then);
    }

    private static @Nullable String change(PoolSizing.WhatIf now, PoolSizing.WhatIf then) {
        if (now.waitP99Nanos() < SHORT_WAIT_NANOS || then.waitP99Nanos() >= now.waitP99Nanos()) {
            return null;
        }
        return "p99 of a wait in the busiest minute: " + Durations.format(now.waitP99Nanos()) + " → "
                + Durations.format(then.waitP99Nanos());
    }

    private static String unmeasured(Finding finding) {
        Object freed = finding.evidence().get("capacityFreed");
        switch (finding.kind()) {
            case CONNECTION_HELD_IDLE:
                return freed instanceof Double
                        ? String.format(
                                Locale.ROOT, "frees %.0f %% of what these leases hold", PERCENT * (Double) freed)
                        : "frees connections for others";
            case UNPARAMETERIZED_SQL:
                return "one text to parse instead of " + finding.evidence().getOrDefault("distinctTexts", "many");
            case LARGE_RESULT:
            case MISSING_PAGINATION:
            case EARLY_CLOSE:
                return "fewer rows to find, send and hold";
            case MISSING_FETCH_SIZE:
                return "less memory at once";
            case UNREAD_COLUMNS:
                return "less to read, send and hold";
            case DEEP_OFFSET:
                return "later pages as fast as the first";
            case LONG_TRANSACTION:
            case IDLE_IN_TRANSACTION:
                return "locks and a connection held for a shorter time";
            case UNCOMMITTED_RETURN:
                return "no write is lost without a word";
            case AUTOCOMMIT_CHATTER:
                return "fewer round trips and commits";
            case CONNECTION_LEAK:
                return "connections that others can use";
            case STATEMENT_NOT_CLOSED:
                return "less held by server and driver";
            default:
                return "not measured";
        }
    }
}
