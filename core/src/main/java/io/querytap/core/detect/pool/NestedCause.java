package io.querytap.core.detect.pool;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.Words;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place at which connections of a pool are asked for by those who hold one already, and the finding of it.
 *
 * <p>Evidence: {@code pool}, {@code poolMax}, {@code waits} (of such acquisitions), {@code timeouts} (that ended in vain),
 * {@code waitedSeconds}, {@code deadlock} (all connections were held by threads that waited for another one), {@code depth} (the most
 * held and asked for at once), {@code nestingThreads} (such threads seen that lived at once), {@code deadlockFreeMax} (connections with which those threads
 * cannot lock each other out), {@code heldSite} where the first one is borrowed, {@code threads}. Occurrences are waits, or the times it was seen
 * without one.
 */
final class NestedCause {
    private static final String STATEMENT = "(nested connection)";

    /** Threads that are named. */
    private static final int MAX_THREADS = 3;

    private final PoolStats pool;
    private final String cause;
    private @Nullable CallSite held;
    private @Nullable CallSite asked;
    private Finding.@Nullable Unit unit;
    private long waits;
    private long timeouts;
    private long waitedNanos;
    private long sights;
    private boolean deadlock;
    private final Set<String> threads = new LinkedHashSet<>();

    NestedCause(PoolStats pool, String cause) {
        this.pool = pool;
        this.cause = cause;
    }

    PoolStats pool() {
        return pool;
    }

    /** Line where the inner connection is asked for; null if not known yet. */
    @Nullable
    String askedSite() {
        return asked == null ? null : asked.site();
    }

    void saw(
            @Nullable CallSite heldAt, @Nullable CallSite askedAt, Finding.@Nullable Unit in, @Nullable String thread) {
        if (held == null && heldAt != null && heldAt.site() != null) {
            held = heldAt;
        }
        if (asked == null && askedAt != null && askedAt.site() != null) {
            asked = askedAt;
        }
        if (in != null) {
            unit = in;
        }
        if (thread != null && threads.size() < MAX_THREADS) {
            threads.add(thread);
        }
    }

    /** Such an acquisition has waited. */
    void waited(long nanos, boolean inVain) {
        waits++;
        waitedNanos += nanos;
        timeouts += inVain ? 1 : 0;
    }

    /** One was seen that did not wait. */
    void sighted() {
        sights++;
    }

    void deadlocked() {
        deadlock = true;
    }

    boolean isDeadlock() {
        return deadlock;
    }

    /** Whether the waiting is worth telling. */
    boolean hasCost(long minNanos) {
        return deadlock || timeouts > 0 || waitedNanos >= minNanos;
    }

    Finding finding(DatabaseIdentity database, Instant now) {
        int max = pool.read().max();
        int depth = Math.max(2, pool.nestedDepth());
        int threadCount = Math.max(1, pool.nestingThreads());
        int deadlockFree = threadCount * (depth - 1) + 1;
        boolean cost = waits > 0 || deadlock;
        Finding.Builder finding = Finding.of(Kind.NESTED_ACQUISITION, database, /* pattern= */ "", STATEMENT)
                .cause(cause)
                .confidence(cost ? Confidence.CONFIRMED : Confidence.PROBABLE)
                .severity(deadlock || timeouts > 0 ? Severity.HIGH : Severity.WARNING)
                .unit(unit)
                .callSite(askedSite(), asked == null ? List.of() : asked.stack())
                .occurrences(Math.max(1, waits > 0 ? waits : sights))
                .seen(now, now)
                .evidence("pool", pool.uniqueName());
        if (max > 0) {
            finding.evidence("poolMax", max);
        }
        finding.evidence("waits", waits)
                .evidence("timeouts", timeouts)
                .evidence("waitedSeconds", Words.seconds(waitedNanos))
                .evidence("deadlock", deadlock)
                .evidence("depth", depth)
                .evidence("nestingThreads", threadCount)
                .evidence("deadlockFreeMax", deadlockFree);
        if (held != null) {
            finding.evidence("heldSite", String.valueOf(held.site()));
        }
        if (!threads.isEmpty()) {
            finding.evidence("threads", String.join(", ", threads));
        }
        if (waitedNanos > 0) {
            finding.impactNanos(waitedNanos);
        }
        return finding.what(what(max))
                .advice(
                        "Use the connection that is there: let the inner work join the outer transaction (REQUIRED in place of REQUIRES_NEW),"
                                + " pass the connection on, or do the inner work before the outer one begins or after it has ended. If it needs one of"
                                + " its own, take that from a pool of its own; "
                                + Words.count(threadCount, "thread", "threads") + " with " + depth
                                + " connections each cannot lock each other out only from " + deadlockFree
                                + " connections on.")
                .build();
    }

    private String what(int max) {
        StringBuilder text = new StringBuilder(256);
        if (deadlock) {
            text.append("All ")
                    .append(max > 0 ? Words.count(max, "connection", "connections") : "connections")
                    .append(" of ")
                    .append(pool.uniqueName())
                    .append(
                            " were held by threads that waited for another one: none of them could go on before a time-out. ");
        }
        if (waits > 0) {
            text.append(Words.count(waits, "time", "times"))
                    .append(" a thread that held a connection of ")
                    .append(pool.uniqueName())
                    .append(" waited for another one, ")
                    .append(Words.time(waitedNanos))
                    .append(" in all")
                    .append(timeouts > 0 ? ", " + Words.count(timeouts, "time", "times") + " in vain." : ".");
        } else if (!deadlock) {
            text.append("Threads that hold a connection of ")
                    .append(pool.uniqueName())
                    .append(
                            " ask for another one; once enough do so at the same moment, each waits for the others for ever.");
        }
        if (held != null || asked != null) {
            text.append(held == null ? "" : " The first is borrowed at " + held.site())
                    .append(
                            asked == null
                                    ? "."
                                    : (held == null ? " The next is asked for at " : ", the next asked for at ")
                                            + asked.site()
                                            + '.');
        }
        return text.toString().trim();
    }
}
