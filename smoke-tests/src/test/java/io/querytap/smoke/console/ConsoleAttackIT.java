package io.querytap.smoke.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.smoke.app.WatchfulApp;
import io.querytap.smoke.console.ConsoleClient.Answer;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.jvm.RunningJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever can reach the console sends it what he likes, while an application works beside it that must not notice. */
class ConsoleAttackIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The agent's own limit is five seconds. */
    private static final Duration LONGEST_END = Duration.ofSeconds(20);

    /** The console's bound, a handful for its selector and sockets that are just being closed, and what the application opens by itself. */
    private static final int MAX_MORE_DESCRIPTORS = 64 + 32;

    /** One that serves, two workers, and one that only starts them. */
    private static final int MAX_CONSOLE_THREADS = 4;

    private static final int SLOW_CONNECTIONS = 10_000;

    /** Of this process, beside the slow connections. */
    private static final int OWN_DESCRIPTORS = 1_000;

    @TempDir
    Path temporary;

    private ConsoleClient console;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void application_whileItsConsoleIsAttacked_worksOnAndEndsInTime(Jdk jdk) throws Exception {
        RunningJvm jvm = JvmRun.on(jdk)
                .withAgent()
                .property("querytap.console", "0")
                .property("querytap.summary", "false")
                .property("querytap.cache.rules", rules())
                .libraries(Library.H2)
                .main(WatchfulApp.class, "jdbc:h2:mem:attacked", temporary.toString())
                .start()
                .awaitLine("ready", PATIENCE);
        console = ConsoleClient.of(jvm.awaitAgentLineAfter("console: ", PATIENCE));

        long before = executions();
        othersAreRefused();
        brokenRequestsAreRefused();
        floodsAreRefused();
        changesNeedTheToken();
        slowConnectionsShutNobodyOut();
        tokensCannotBeTriedOut();
        assertThat(executions()).isGreaterThan(before);

        Outcome outcome = end(jvm).succeeded();
        JsonNode seen = outcome.json();
        assertThat(seen.get("queries").longValue()).isGreaterThan(before);
        assertThat(seen.get("moreDescriptors").intValue()).isLessThanOrEqualTo(MAX_MORE_DESCRIPTORS);
        assertThat(seen.get("consoleThreads").intValue()).isBetween(1, MAX_CONSOLE_THREADS);
        assertThat(seen.get("changedProperties")).isEmpty();
        assertThat(outcome.agentLines())
                .noneMatch(line -> line.contains("failed"))
                .filteredOn(line -> line.contains("console: cache"))
                .containsExactly("[querytap] console: cache cleared", "[querytap] console: cache switched off");
    }

    /** With a connection that is still open. */
    private Outcome end(RunningJvm jvm) throws IOException {
        try (Socket idle = console.connect()) {
            Files.createFile(temporary.resolve(WatchfulApp.END));
            Outcome outcome = jvm.await(LONGEST_END);
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            return outcome;
        }
    }

    /** Never served, so that the application goes on to reach its database. */
    private String rules() throws IOException {
        Path file = temporary.resolve("rules.json");
        Files.writeString(
                file, "{\"rules\": [{\"name\": \"items\", \"match\": {\"tables\": [\"item\"]}, \"ttl\": \"60s\"}]}");
        return file.toString();
    }

    private long executions() throws IOException {
        JsonNode patterns = JSON.readTree(
                console.get("/api/patterns?q=item%20where&sort=count").body());
        return patterns.at("/patterns/0/count").longValue();
    }

    private void othersAreRefused() throws IOException {
        Map<String, Integer> statuses = new TreeMap<>();
        for (String path : List.of("/", "/api/snapshot", "/api/health")) {
            for (String host : List.of("evil.example", "127.0.0.1.evil.example:80", "169.254.169.254")) {
                statuses.merge(
                        "host "
                                + console.send("GET " + path + " HTTP/1.1\r\nHost: " + host
                                                + "\r\nConnection: close\r\n\r\n")
                                        .status(),
                        1,
                        Integer::sum);
            }
            statuses.merge(
                    "origin " + console.get(path, "Origin: http://evil.example").status(), 1, Integer::sum);
            statuses.merge("origin " + console.get(path, "Origin: null").status(), 1, Integer::sum);
            statuses.merge(
                    "site " + console.get(path, "Sec-Fetch-Site: cross-site").status(), 1, Integer::sum);
        }
        assertThat(statuses)
                .containsExactly(Map.entry("host 421", 9), Map.entry("origin 403", 6), Map.entry("site 403", 3));
    }

    private void brokenRequestsAreRefused() throws IOException {
        for (String path : List.of(
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "//api/snapshot",
                "/api/./snapshot",
                "/api/patterns/../snapshot",
                "/api%2fsnapshot",
                "/api/snapshot%00")) {
            assertThat(console.get(path).status()).as(path).isEqualTo(404);
        }
        for (String broken : List.of(
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n")) {
            Answer answer = console.send(
                    broken.replace("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
            assertThat(answer.status()).as(broken).isEqualTo(400);
        }
        assertThat(console.send("DELETE /api/snapshot HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .status())
                .isEqualTo(405);
    }

    private void floodsAreRefused() throws IOException {
        String head = "POST /api/cache/clear HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(console.get("/" + "a".repeat(100_000)).status()).isEqualTo(414);
        assertThat(console.get("/", "X: " + "a".repeat(100_000)).status()).isEqualTo(431);
        assertThat(console.get("/", "X: a\r\n".repeat(1_000) + "X: a").status()).isEqualTo(431);
        assertThat(console.send(head + "Content-Length: 1000000\r\n\r\n" + "a".repeat(1_000_000))
                        .status())
                .isEqualTo(413);
        assertThat(console.send(head + "Transfer-Encoding: chunked\r\n\r\nfffff\r\n" + "a".repeat(0xfffff))
                        .status())
                .isEqualTo(411);
        assertThat(console.post("/api/cache/clear", "[".repeat(16_000), console.asOperator())
                        .status())
                .isEqualTo(400);
    }

    private void changesNeedTheToken() throws IOException {
        String json = "Content-Type: application/json";
        String right = "Authorization: Bearer " + console.token();
        assertThat(console.post("/api/cache/clear", "{}", json).status()).isEqualTo(401);
        assertThat(console.post("/api/cache/clear", "{}", json, "Authorization: Bearer wrong")
                        .status())
                .isEqualTo(401);
        assertThat(console.post("/api/cache/clear", "{}", "Content-Type: text/plain", right)
                        .status())
                .isEqualTo(415);
        assertThat(console.post("/api/cache/clear", "{}", json, right, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(console.post("/api/cache/clear", "{}", json, right).body()).isEqualTo("{\"done\":\"cleared\"}");
        assertThat(console.post("/api/cache/on", "{\"on\":false}", console.asOperator())
                        .status())
                .isEqualTo(200);
        assertThat(JSON.readTree(console.get("/api/cache").body())
                        .at("/cache/on")
                        .booleanValue())
                .isFalse();
    }

    /** Silent ones and ones that never end their request; each two hundred, somebody asks something. */
    private void slowConnectionsShutNobodyOut() throws Exception {
        ByteBuffer half =
                ByteBuffer.wrap("GET /api/snapshot HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.ISO_8859_1));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), console.port());
        List<SocketChannel> slow = new ArrayList<>();
        int refused = 0;
        try {
            for (int i = 0; i < slowConnections(); i++) {
                SocketChannel channel = SocketChannel.open();
                slow.add(channel);
                try {
                    channel.connect(address);
                    if (i % 2 == 0) {
                        channel.write(half.duplicate());
                    }
                } catch (IOException reset) {
                    refused++;
                }
                if (i % 200 == 0) {
                    assertThat(console.get("/api/health").status()).isEqualTo(200);
                }
            }
            assertThat(refused).isLessThan(slow.size() / 2);
            assertThat(console.get("/api/snapshot").status()).isEqualTo(200);
        } finally {
            for (SocketChannel channel : slow) {
                channel.close();
            }
        }
    }

    /** As many as this process may open. */
    private static int slowConnections() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split(" +")[0])
                    .mapToInt(limit -> limit.equals("unlimited")
                            ? SLOW_CONNECTIONS
                            : (int) Math.min(SLOW_CONNECTIONS, Long.parseLong(limit) - OWN_DESCRIPTORS))
                    .findAny()
                    .orElse(SLOW_CONNECTIONS);
        }
    }

    private void tokensCannotBeTriedOut() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            statuses.add(console.post(
                            "/api/cache/clear", "{}", "Content-Type: application/json", "Authorization: Bearer " + i)
                    .status());
        }
        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses).filteredOn(status -> status == 401).hasSizeLessThan(20);
    }
}
