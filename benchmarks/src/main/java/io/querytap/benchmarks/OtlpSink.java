package io.querytap.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An OTLP receiver that accepts everything and keeps nothing, in the process of the runner: agents that send have somewhere to
 * send to, and what receiving costs is not in their figures.
 */
final class OtlpSink implements AutoCloseable {
    private final HttpServer server;

    OtlpSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                exchange.sendResponseHeaders(200, /* none */ -1);
            }
        });
        server.start();
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(/* seconds= */ 0);
    }
}
