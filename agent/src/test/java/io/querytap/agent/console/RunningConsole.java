package io.querytap.agent.console;

import io.querytap.agent.Cached;
import io.querytap.agent.console.http.HttpServer;
import io.querytap.agent.console.http.RawHttp;
import io.querytap.agent.console.http.RawHttp.Answer;
import io.querytap.agent.report.JsonReport;
import io.querytap.agent.report.SampleShop;
import io.querytap.cache.CacheOperations;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.timeline.Timeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A console with the sample shop in it. */
final class RunningConsole implements AutoCloseable {
    static final String TOKEN = "0123456789-abcdefghij";

    /** The document that it shows. */
    static final byte[] DOCUMENT = new JsonReport(
                    SampleShop.AGENT, Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class))
            .with(Cached.figures())
            .toBytes(withTimeline(SampleShop.snapshot(2000, /* rarePatterns= */ 14)));

    final AtomicInteger documentsMade = new AtomicInteger();
    final int port;
    private final HttpServer server;

    /**
     * @param onLoopback whether it takes itself for reachable from this machine alone
     * @param cache null for none
     */
    RunningConsole(boolean onLoopback, CacheOperations cache) throws IOException {
        ConsoleHandler handler = new ConsoleHandler(
                new Gate("console.example", onLoopback, new Token(TOKEN, System::nanoTime)),
                new Documents(this::document, System::nanoTime),
                new CacheCommands(() -> cache));
        server = HttpServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);
        server.start();
        port = server.address().getPort();
    }

    /** One of no execution: what is in it is not the console's affair. */
    private static Snapshot withTimeline(Snapshot shop) {
        Timeline timeline = new Timeline(new PatternRegistry(1), new PoolRegistry(), /* startNanos= */ 0);
        timeline.look(TimeUnit.SECONDS.toNanos(60));
        return new Snapshot(
                shop.startedAt(),
                shop.takenAt(),
                shop.patterns(),
                shop.pools(),
                shop.transactions(),
                shop.findings(),
                shop.omittedFindings(),
                shop.selfErrors(),
                timeline.snapshot(TimeUnit.SECONDS.toNanos(90)));
    }

    private byte[] document() {
        documentsMade.incrementAndGet();
        return DOCUMENT;
    }

    /** As a browser of this machine asks. */
    Answer get(String path, String... headers) throws IOException {
        return RawHttp.ask(port, "GET " + path, with("Host: localhost:" + port, headers));
    }

    /** As the page asks that knows the token. */
    Answer post(String path, String json) throws IOException {
        return post(path, json, "Content-Type: application/json", "Authorization: Bearer " + TOKEN);
    }

    Answer post(String path, String json, String... headers) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return RawHttp.ask(port, "POST " + path, body, with("Host: localhost:" + port, headers));
    }

    private static String[] with(String first, String[] others) {
        String[] all = new String[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @Override
    public void close() {
        server.close();
    }
}
