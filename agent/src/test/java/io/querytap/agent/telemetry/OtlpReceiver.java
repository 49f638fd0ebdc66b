package io.querytap.agent.telemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Receives OTLP over HTTP on the loopback address and decodes the real protobuf. Answers 200 unless told otherwise. */
final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "otlp-receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<ExportMetricsServiceRequest> metricRequests = new CopyOnWriteArrayList<>();
    private final List<ExportTraceServiceRequest> traceRequests = new CopyOnWriteArrayList<>();
    private final List<ExportLogsServiceRequest> logRequests = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile boolean hanging;

    OtlpReceiver() {
        this(0);
    }

    /** @param port 0 for any free one */
    OtlpReceiver(int port) {
        this(port, null);
    }

    /** @param tls null for plain HTTP */
    OtlpReceiver(int port, @Nullable SSLContext tls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secure;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext(
                "/v1/metrics", exchange -> receive(exchange, body -> metricRequests.add(parseMetrics(body))));
        server.createContext("/v1/traces", exchange -> receive(exchange, body -> traceRequests.add(parseTraces(body))));
        server.createContext("/v1/logs", exchange -> receive(exchange, body -> logRequests.add(parseLogs(body))));
        server.start();
    }

    URI base() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What it answers from now on. */
    void answer(int httpStatus) {
        this.status = httpStatus;
    }

    /** Takes requests from now on and never answers. */
    void hang() {
        this.hanging = true;
    }

    List<ExportMetricsServiceRequest> metricRequests() {
        return metricRequests;
    }

    /** Headers of every request, names as the JDK's server writes them. */
    List<Map<String, List<String>>> headers() {
        return headers;
    }

    List<ResourceMetrics> resourceMetrics() {
        return metricRequests.stream()
                .flatMap(it -> it.getResourceMetricsList().stream())
                .collect(Collectors.toList());
    }

    /** The metrics of the last request by name. */
    Map<String, Metric> lastMetrics() {
        Map<String, Metric> byName = new TreeMap<>();
        metricRequests.get(metricRequests.size() - 1).getResourceMetricsList().stream()
                .flatMap(it -> it.getScopeMetricsList().stream())
                .flatMap(it -> it.getMetricsList().stream())
                .forEach(it -> byName.put(it.getName(), it));
        return byName;
    }

    List<ExportTraceServiceRequest> traceRequests() {
        return traceRequests;
    }

    /** All spans received. */
    List<Span> spans() {
        return traceRequests.stream()
                .flatMap(it -> it.getResourceSpansList().stream())
                .flatMap(it -> it.getScopeSpansList().stream())
                .flatMap(it -> it.getSpansList().stream())
                .collect(Collectors.toList());
    }

    List<ExportLogsServiceRequest> logRequests() {
        return logRequests;
    }

    /** All log records received. */
    List<LogRecord> logs() {
        return logRequests.stream()
                .flatMap(it -> it.getResourceLogsList().stream())
                .flatMap(it -> it.getScopeLogsList().stream())
                .flatMap(it -> it.getLogRecordsList().stream())
                .collect(Collectors.toList());
    }

    static Map<String, Object> attributes(List<KeyValue> attributes) {
        Map<String, Object> values = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            values.put(attribute.getKey(), value(attribute.getValue()));
        }
        return values;
    }

    /** A trace or span id as it is usually written. */
    static String hex(ByteString id) {
        StringBuilder hex = new StringBuilder();
        for (byte part : id.toByteArray()) {
            hex.append(String.format("%02x", part));
        }
        return hex.toString();
    }

    private static Object value(AnyValue value) {
        switch (value.getValueCase()) {
            case STRING_VALUE:
                return value.getStringValue();
            case INT_VALUE:
                return value.getIntValue();
            case BOOL_VALUE:
                return value.getBoolValue();
            case DOUBLE_VALUE:
                return value.getDoubleValue();
            default:
                return value.toString();
        }
    }

    /** Waits until this holds, at most ten seconds. */
    void await(Predicate<OtlpReceiver> condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.test(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not received in time");
            }
            Thread.sleep(5);
        }
    }

    private interface Body {
        void accept(byte[] bytes) throws IOException;
    }

    private void receive(HttpExchange exchange, Body body) throws IOException {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream plain = gzip ? new GZIPInputStream(raw) : raw) {
            body.accept(plain.readAllBytes());
        }
        if (hanging) {
            try {
                closed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static ExportMetricsServiceRequest parseMetrics(byte[] body) throws InvalidProtocolBufferException {
        return ExportMetricsServiceRequest.parseFrom(body);
    }

    private static ExportTraceServiceRequest parseTraces(byte[] body) throws InvalidProtocolBufferException {
        return ExportTraceServiceRequest.parseFrom(body);
    }

    private static ExportLogsServiceRequest parseLogs(byte[] body) throws InvalidProtocolBufferException {
        return ExportLogsServiceRequest.parseFrom(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
