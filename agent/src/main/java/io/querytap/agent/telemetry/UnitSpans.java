package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of units of work that have ended, with the times at which things happened: one for the unit, which begins with
 * its wait for a connection; under it one for each wait and one per execution, long runs of the same pattern folded. The unit's is a
 * child of the application's span where that is known, whoever keeps it; else it begins a trace of its own.
 *
 * <p>Not thread-safe.
 */
final class UnitSpans {
    /** A longer run of one pattern is folded; shorter than the repeats at which a finding is made. */
    static final int MAX_UNFOLDED_RUN = 5;

    /** Spans of a folded run that stay as they are; one more stands for the rest. */
    static final int SPANS_BEFORE_FOLD = 3;

    private static final String WAIT_NAME = "wait for connection";

    private final Tracer tracer;
    /** Raised by each span that ends here, lowered when it is sent. */
    private final AtomicInteger waitingSpans;

    private final EpochClock clock = new EpochClock();

    /** For a batch of units that ended lately. */
    UnitSpans(Tracer tracer, AtomicInteger waitingSpans) {
        this.tracer = tracer;
        this.waitingSpans = waitingSpans;
    }

    /** The most spans that a unit becomes. */
    static int atMost(FinishedUnit unit) {
        return 1 + unit.leases().size() + unit.executions().size();
    }

    void export(FinishedUnit unit) {
        long startNanos = unit.startNanos();
        for (LeaseUse lease : unit.leases()) {
            startNanos = Math.min(startNanos, lease.grantedNanos() - lease.waitNanos());
        }
        AttributesBuilder attributes = Attributes.builder()
                .put(Keys.UNIT_KIND, unit.kind().id())
                .put(Keys.UNIT_EXECUTIONS, unit.executions().size() + unit.unrecordedExecutions());
        Keys.putKnown(attributes, Keys.POOL_NAME, onlyPool(unit));
        if (unit.unrecordedExecutions() > 0) {
            attributes.put(Keys.UNIT_UNRECORDED, unit.unrecordedExecutions());
        }
        Context application = AppSpans.contextOf(unit.trace());
        Span span = begin(unit.name(), SpanKind.INTERNAL, application, startNanos, attributes);
        Context parent = application.with(span);
        for (LeaseUse lease : unit.leases()) {
            if (lease.waitNanos() > 0) {
                exportWait(lease, parent);
            }
        }
        exportExecutions(unit, parent);
        end(span, unit.endNanos());
    }

    /** The pool of all connections that the unit had; null if there is none, or more than one. */
    private static @Nullable String onlyPool(FinishedUnit unit) {
        String only = null;
        for (LeaseUse lease : unit.leases()) {
            String pool = lease.poolName();
            if (pool == null || only != null && !only.equals(pool)) {
                return null;
            }
            only = pool;
        }
        return only;
    }

    private void exportWait(LeaseUse lease, Context parent) {
        AttributesBuilder attributes = Attributes.builder();
        Keys.putKnown(attributes, Keys.POOL_NAME, lease.poolName());
        long askedNanos = lease.grantedNanos() - lease.waitNanos();
        end(begin(WAIT_NAME, SpanKind.INTERNAL, parent, askedNanos, attributes), lease.grantedNanos());
    }

    private void exportExecutions(FinishedUnit unit, Context parent) {
        List<Execution> executions = unit.executions();
        for (int first = 0; first < executions.size(); ) {
            int end = endOfRun(executions, first);
            boolean fold = end - first > MAX_UNFOLDED_RUN;
            int shownEnd = fold ? first + SPANS_BEFORE_FOLD : end;
            for (Execution execution : executions.subList(first, shownEnd)) {
                exportExecution(parent, execution);
            }
            if (fold) {
                exportFolded(parent, executions.subList(shownEnd, end));
            }
            first = end;
        }
    }

    /** Where the run of equal successes that begins at {@code first} ends; a failure is always a run of its own. */
    private static int endOfRun(List<Execution> executions, int first) {
        Execution leader = executions.get(first);
        int end = first + 1;
        while (leader.errorType() == null && end < executions.size() && continuesRun(leader, executions.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean continuesRun(Execution leader, Execution next) {
        return next.pattern() == leader.pattern() && next.errorType() == null && isBatch(next) == isBatch(leader);
    }

    private void exportExecution(Context parent, Execution execution) {
        DatabaseIdentity database = execution.pattern().database();
        AttributesBuilder attributes = attributes(database, execution);
        if (isBatch(execution)) {
            attributes.put(Keys.BATCH_SIZE, (long) execution.batchSize());
        }
        if (execution.rows() >= 0) {
            attributes.put(Keys.RETURNED_ROWS, execution.rows());
        }
        String errorType = execution.errorType();
        if (errorType != null) {
            Keys.failure(attributes, errorType);
        }
        Span span = begin(name(database, execution), SpanKind.CLIENT, parent, execution.startNanos(), attributes);
        if (errorType != null) {
            span.setStatus(StatusCode.ERROR);
        }
        end(span, execution.startNanos() + execution.durationNanos());
    }

    /** One span from the start of the first to the end of the last, the time between them included; the sum of their own is an attribute. */
    private void exportFolded(Context parent, List<Execution> folded) {
        Execution first = folded.get(0);
        DatabaseIdentity database = first.pattern().database();
        long durationNanos = 0;
        long rows = 0;
        long endNanos = first.startNanos();
        for (Execution execution : folded) {
            durationNanos += execution.durationNanos();
            rows = rows < 0 || execution.rows() < 0 ? Execution.ROWS_UNKNOWN : rows + execution.rows();
            endNanos = Math.max(endNanos, execution.startNanos() + execution.durationNanos());
        }
        AttributesBuilder attributes = attributes(database, first)
                .put(Keys.FOLDED_COUNT, (long) folded.size())
                .put(Keys.FOLDED_DURATION, durationNanos / DistributionSnapshot.NANOS_PER_SECOND);
        if (rows >= 0) {
            attributes.put(Keys.RETURNED_ROWS, rows);
        }
        end(begin(name(database, first), SpanKind.CLIENT, parent, first.startNanos(), attributes), endNanos);
    }

    private static AttributesBuilder attributes(DatabaseIdentity database, Execution execution) {
        SqlPattern pattern = execution.pattern().pattern();
        AttributesBuilder attributes = Keys.pattern(database, pattern).put(Keys.QUERY_TEXT, pattern.text());
        if (isBatch(execution)) {
            attributes.put(Keys.QUERY_SUMMARY, batchName(pattern.summary()));
        }
        return attributes;
    }

    private static String name(DatabaseIdentity database, Execution execution) {
        SqlPattern pattern = execution.pattern().pattern();
        String name = pattern.summary() != null ? pattern.summary() : pattern.operation();
        if (isBatch(execution)) {
            return batchName(name);
        }
        return name != null ? name : database.system();
    }

    private static String batchName(@Nullable String name) {
        return name == null ? "BATCH" : "BATCH " + name;
    }

    /** By the conventions a batch of one is an ordinary operation, an empty one is a batch. */
    private static boolean isBatch(Execution execution) {
        return execution.batchSize() >= 0 && execution.batchSize() != 1;
    }

    private Span begin(String name, SpanKind kind, Context parent, long startNanos, AttributesBuilder attributes) {
        SpanBuilder builder = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent)
                .setStartTimestamp(clock.epochNanos(startNanos), TimeUnit.NANOSECONDS)
                .setAllAttributes(attributes.build());
        return builder.startSpan();
    }

    private void end(Span span, long endNanos) {
        waitingSpans.incrementAndGet();
        span.end(clock.epochNanos(endNanos), TimeUnit.NANOSECONDS);
    }
}
