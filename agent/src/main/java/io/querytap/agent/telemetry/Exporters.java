package io.querytap.agent.telemetry;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.querytap.core.settings.OtlpTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Builds the OTLP exporters by hand: the SDK's autoconfiguration would read the application's settings. */
final class Exporters {
    private static final Duration MAX_CONNECT_TIME = Duration.ofSeconds(5);

    private Exporters() {}

    /** Without retries: the next export says all that this one would have. */
    static MetricExporter metrics(
            OtlpTarget target,
            AggregationTemporalitySelector temporality,
            ExecutorService senders,
            ExportHealth health) {
        OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder()
                .setComponentLoader(new JdkSenders(health))
                .setExecutorService(senders)
                .setMeterProvider(MeterProvider.noop())
                .setAggregationTemporalitySelector(temporality)
                .setRetryPolicy(null)
                .setEndpoint(target.endpoint().toString())
                .setTimeout(target.timeout())
                .setConnectTimeout(connectTimeout(target))
                .setCompression(compression(target));
        target.headers().forEach(builder::addHeader);
        giveTls(target, builder::setTrustedCertificates, builder::setClientTls);
        return builder.build();
    }

    /**
     * With a few retries: a batch of spans is lost when its time is over.
     *
     * @param stopping true once the JVM ends; connections are then not tried again, so that nobody waits for a receiver that is gone
     */
    static SpanExporter spans(
            OtlpTarget target, ExecutorService senders, ExportHealth health, BooleanSupplier stopping) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setComponentLoader(new JdkSenders(health))
                .setExecutorService(senders)
                .setMeterProvider(MeterProvider.noop())
                .setRetryPolicy(retries(stopping))
                .setEndpoint(target.endpoint().toString())
                .setTimeout(target.timeout())
                .setConnectTimeout(connectTimeout(target))
                .setCompression(compression(target));
        target.headers().forEach(builder::addHeader);
        giveTls(target, builder::setTrustedCertificates, builder::setClientTls);
        return builder.build();
    }

    /** As for spans: an event is lost when its time is over. */
    static LogRecordExporter logs(
            OtlpTarget target, ExecutorService senders, ExportHealth health, BooleanSupplier stopping) {
        OtlpHttpLogRecordExporterBuilder builder = OtlpHttpLogRecordExporter.builder()
                .setComponentLoader(new JdkSenders(health))
                .setExecutorService(senders)
                .setMeterProvider(MeterProvider.noop())
                .setRetryPolicy(retries(stopping))
                .setEndpoint(target.endpoint().toString())
                .setTimeout(target.timeout())
                .setConnectTimeout(connectTimeout(target))
                .setCompression(compression(target));
        target.headers().forEach(builder::addHeader);
        giveTls(target, builder::setTrustedCertificates, builder::setClientTls);
        return builder.build();
    }

    private static RetryPolicy retries(BooleanSupplier stopping) {
        return RetryPolicy.builder()
                .setMaxAttempts(5)
                .setInitialBackoff(Duration.ofMillis(500))
                .setMaxBackoff(Duration.ofSeconds(1))
                .setRetryExceptionPredicate(failure -> failure instanceof ConnectException && !stopping.getAsBoolean())
                .build();
    }

    private static void giveTls(OtlpTarget target, Consumer<byte[]> trust, BiConsumer<byte[], byte[]> client) {
        Path trusted = target.trustedCertificates();
        if (trusted != null) {
            trust.accept(read(trusted));
        }
        Path key = target.clientKey();
        Path certificate = target.clientCertificate();
        if (key != null && certificate != null) {
            client.accept(read(key), read(certificate));
        } else if (key != null || certificate != null) {
            throw new IllegalArgumentException("a client's key and its certificate need each other");
        }
    }

    private static Duration connectTimeout(OtlpTarget target) {
        return target.timeout().compareTo(MAX_CONNECT_TIME) < 0 ? target.timeout() : MAX_CONNECT_TIME;
    }

    private static String compression(OtlpTarget target) {
        return target.gzip() ? "gzip" : "none";
    }

    private static byte[] read(Path pem) {
        try {
            return Files.readAllBytes(pem);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + pem, unreadable);
        }
    }
}
