package io.querytap.smoke.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The spans of one unit of work.
 *
 * @param executions in the order of their start
 */
record Trace(Span unit, List<Span> waits, List<Span> executions) {
    private static final String WAIT_NAME = "wait for connection";

    /** Takes the spans apart, and fails unless they belong together as documented. */
    static List<Trace> of(List<Span> spans) {
        return spans.stream().collect(Collectors.groupingBy(Span::getTraceId)).values().stream()
                .map(Trace::ofOne)
                .sorted(Comparator.comparingLong(trace -> trace.unit().getStartTimeUnixNano()))
                .toList();
    }

    private static Trace ofOne(List<Span> spans) {
        List<Span> roots =
                spans.stream().filter(span -> span.getParentSpanId().isEmpty()).toList();
        assertThat(roots).as("roots among %s", spans).hasSize(1);
        Map<Boolean, List<Span>> children = spans.stream()
                .filter(span -> !span.getParentSpanId().isEmpty())
                .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
                .collect(Collectors.partitioningBy(span -> span.getName().equals(WAIT_NAME)));
        Trace trace = new Trace(roots.get(0), children.get(true), children.get(false));
        trace.check();
        return trace;
    }

    private void check() {
        assertThat(unit.getKind()).isEqualTo(SpanKind.SPAN_KIND_INTERNAL);
        assertThat(unit.getName()).startsWith("lease of ");
        checkAttributes(unit, "unit of work");
        assertThat(waits).hasSizeLessThanOrEqualTo(1);
        for (Span wait : waits) {
            checkInside(wait);
            assertThat(wait.getKind()).isEqualTo(SpanKind.SPAN_KIND_INTERNAL);
            assertThat(wait.getStartTimeUnixNano()).isEqualTo(unit.getStartTimeUnixNano());
            checkAttributes(wait, "wait");
        }
        long before =
                waits.isEmpty() ? unit.getStartTimeUnixNano() : waits.get(0).getEndTimeUnixNano();
        for (Span execution : executions) {
            checkInside(execution);
            assertThat(execution.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
            assertThat(execution.getStartTimeUnixNano())
                    .as("one after the other: %s", executions)
                    .isGreaterThanOrEqualTo(before);
            before = execution.getEndTimeUnixNano();
            checkAttributes(execution, "execution");
            boolean failed = attribute(execution, "error.type") != null;
            assertThat(execution.getStatus().getCode())
                    .isEqualTo(failed ? StatusCode.STATUS_CODE_ERROR : StatusCode.STATUS_CODE_UNSET);
        }
    }

    private void checkInside(Span child) {
        assertThat(child.getParentSpanId()).isEqualTo(unit.getSpanId());
        assertThat(child.getStartTimeUnixNano()).isBetween(unit.getStartTimeUnixNano(), unit.getEndTimeUnixNano());
        assertThat(child.getEndTimeUnixNano()).isBetween(child.getStartTimeUnixNano(), unit.getEndTimeUnixNano());
    }

    private static void checkAttributes(Span span, String kind) {
        assertThat(Page.spanAttributes(kind))
                .containsAll(Attributes.of(span.getAttributesList()).keySet());
    }

    /** Null where it has none. */
    static Object attribute(Span span, String name) {
        return Attributes.of(span.getAttributesList()).get(name);
    }

    static long number(Span span, String name, long otherwise) {
        return attribute(span, name) instanceof Long value ? value : otherwise;
    }

    static long nanos(Span span) {
        return span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    }

    /** The executions that a span stands for. */
    static long folded(Span execution) {
        return number(execution, "querytap.folded.count", 1);
    }

    /** The time in the database that a span stands for. */
    static long nanosInside(Span execution) {
        return attribute(execution, "querytap.folded.duration") instanceof Double seconds
                ? Math.round(seconds * 1e9)
                : nanos(execution);
    }

    long unrecorded() {
        return number(unit, "querytap.unit.unrecorded", 0);
    }

    long waitNanos() {
        return sum(waits, Trace::nanos);
    }

    String pool() {
        return String.valueOf(attribute(unit, "db.client.connection.pool.name"));
    }

    /** The executions that it tells of, those without a span included. */
    long countExecutions() {
        return sum(executions, Trace::folded) + unrecorded();
    }

    static long sum(List<Span> spans, ToLongFunction<Span> value) {
        return spans.stream().mapToLong(value).sum();
    }
}
