package io.querytap.agent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the spans that are being sent off the count of those that wait. */
final class CountedSpanExporter implements SpanExporter {
    private final SpanExporter exporter;
    private final AtomicInteger waitingSpans;

    CountedSpanExporter(SpanExporter exporter, AtomicInteger waitingSpans) {
        this.exporter = exporter;
        this.waitingSpans = waitingSpans;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        waitingSpans.addAndGet(-spans.size());
        return exporter.export(spans);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
