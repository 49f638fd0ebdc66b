package io.querytap.agent.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.querytap.core.work.TraceContext;
import org.jspecify.annotations.Nullable;

/** Spans of the application, which ours and what we tell belong to, in the form in which the SDK takes them. */
final class AppSpans {
    private AppSpans() {}

    /** The context inside a span of the application; without one, that of a trace of our own. */
    static Context contextOf(@Nullable TraceContext trace) {
        return trace == null
                ? Context.root()
                : Context.root().with(Span.wrap(spanOf(trace.traceId(), trace.spanId(), trace.sampled())));
    }

    static SpanContext spanOf(String traceId, String spanId, boolean sampled) {
        return SpanContext.createFromRemoteParent(
                traceId, spanId, sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(), TraceState.getDefault());
    }
}
