package io.querytap.agent.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.agent.console.http.RawHttp.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpServerTest {
    private static final String GET = "GET /echo HTTP/1.1\r\nHost: here\r\n\r\n";

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch rested = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Echo());
        port = server.address().getPort();
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.close();
    }

    @Test
    void request_complete_isAnsweredWithTheHeadersOfEveryAnswer() throws IOException {
        Answer answer = RawHttp.ask(port, "GET /echo?a=b", "Host: here");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("GET /echo a=b ");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Cross-Origin-Embedder-Policy")).isEqualTo("require-corp");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Date")).endsWith(" GMT");
    }

    @Test
    void requests_ofOneConnection_areAnsweredInOrder() throws IOException {
        try (RawHttp client = new RawHttp(port)) {
            client.send(
                    "GET /echo?1 HTTP/1.1\r\n\r\nPOST /echo?2 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /echo?3 HTTP/1.1\r\n\r\n");
            assertThat(client.receive().text()).isEqualTo("GET /echo 1 ");
            assertThat(client.receive().text()).isEqualTo("POST /echo 2 abc");
            assertThat(client.receive().text()).isEqualTo("GET /echo 3 ");
            client.send(GET);
            Answer last = client.receive();
            assertThat(last.text()).isEqualTo("GET /echo null ");
            assertThat(last.header("Connection")).isEqualTo("keep-alive");
        }
    }

    @Test
    void request_thatComesByteByByte_isAnswered() throws IOException {
        try (RawHttp client = new RawHttp(port)) {
            for (char character : "POST /echo HTTP/1.1\r\nContent-Length: 2\r\n\r\nab".toCharArray()) {
                client.send(String.valueOf(character));
            }
            assertThat(client.receive().text()).isEqualTo("POST /echo null ab");
        }
    }

    @Test
    void head_isAnsweredWithoutABody() throws IOException {
        try (RawHttp client = new RawHttp(port)) {
            client.send("HEAD /echo HTTP/1.1\r\nConnection: close\r\n\r\n");
            client.receiveHead();
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void oldVersion_withoutKeepAlive_endsTheConnection() throws IOException {
        try (RawHttp client = new RawHttp(port)) {
            client.send("GET /echo HTTP/1.0\r\n\r\n");
            assertThat(client.receive().header("Connection")).isEqualTo("close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | GET
            400 | GET /
            400 | GET / HTTP/1.1 more
            400 | GET  / HTTP/1.1
            400 | GE(T / HTTP/1.1
            400 | ABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1
            400 | GET http://other/ HTTP/1.1
            400 | GET * HTTP/1.1
            400 | OPTIONS * HTTP/1.1
            400 | GET /\\u0000 HTTP/1.1
            400 | GET /\\n HTTP/1.1
            505 | GET / HTTP/2.0
            505 | GET / HTTP/1.2
            505 | GET / http/1.1
            400 | GET / HTTP/1.1~no colon
            400 | GET / HTTP/1.1~ : empty name
            400 | GET / HTTP/1.1~Host : blank before colon
            400 | GET / HTTP/1.1~Host: here~  folded
            400 | GET / HTTP/1.1~Host: he\\rre
            400 | GET / HTTP/1.1~Host: he\\nre
            400 | GET / HTTP/1.1~Host: he\\u0001re
            400 | GET / HTTP/1.1~Host: here~Host: there
            400 | POST / HTTP/1.1~Content-Length: 1~Content-Length: 1
            400 | POST / HTTP/1.1~Content-Length: 1, 1
            400 | POST / HTTP/1.1~Content-Length: -1
            400 | POST / HTTP/1.1~Content-Length: +1
            400 | POST / HTTP/1.1~Content-Length: 0x1
            400 | POST / HTTP/1.1~Content-Length:
            413 | POST / HTTP/1.1~Content-Length: 16385
            413 | POST / HTTP/1.1~Content-Length: 99999999999999999999999999
            411 | POST / HTTP/1.1~Transfer-Encoding: chunked
            411 | POST / HTTP/1.1~Transfer-Encoding: chunked~Content-Length: 1
            417 | POST / HTTP/1.1~Expect: 100-continue~Content-Length: 1
            """)
    void request_thatCouldBeReadOtherwise_isRefusedAndEndsTheConnection(int status, String head) throws IOException {
        String text = head.replace("~", "\r\n")
                .replace("\\u0000", "\0")
                .replace("\\u0001", "\1")
                .replace("\\n", "\n")
                .replace("\\r", "\r");
        try (RawHttp client = new RawHttp(port)) {
            Answer answer = client.send(text + "\r\n\r\n").receive();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).startsWith("{\"error\":\"").endsWith("\"}");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void head_thatIsTooLarge_isRefused() throws IOException {
        String longest = "x".repeat(RequestReader.MAX_HEAD_BYTES);
        assertThat(RawHttp.ask(port, "GET /" + longest).status()).isEqualTo(414);
        assertThat(RawHttp.ask(port, "GET /" + "x".repeat(RequestHead.MAX_TARGET_CHARS))
                        .status())
                .isEqualTo(414);
        assertThat(RawHttp.ask(port, "GET /echo", "Cookie: " + longest).status())
                .isEqualTo(431);
        String[] many = new String[RequestHead.MAX_HEADERS + 1];
        Arrays.setAll(many, i -> "X-" + i + ": x");
        assertThat(RawHttp.ask(port, "GET /echo", many).status()).isEqualTo(431);
    }

    /** The client goes on sending: it is to read the answer, not an error of its network. */
    @Test
    void body_thatIsTooLarge_isRefusedReadably() throws IOException {
        assertThat(RawHttp.ask(port, "POST /echo", new byte[4 << 20]).status()).isEqualTo(413);
        assertThat(RawHttp.ask(port, "POST /echo", new byte[RequestHead.MAX_BODY_BYTES])
                        .status())
                .isEqualTo(200);
    }

    @Test
    void failure_ofTheHandler_is500WithoutDetails() throws IOException {
        Answer answer = RawHttp.ask(port, "GET /fail");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void refusal_ofTheHandler_isSentWithItsHeader() throws IOException {
        Answer answer = RawHttp.ask(port, "GET /refuse");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(answer.text()).isEqualTo("{\"error\":\"with \\\"quotes\\\" and ?\"}");
    }

    @Test
    void connections_thatSendNothing_neverTakeMoreThanTheBoundAndShutNobodyOut() throws Exception {
        List<RawHttp> silent = new ArrayList<>();
        for (int i = 0; i < 5 * HttpServer.MAX_CONNECTIONS; i++) {
            silent.add(new RawHttp(port));
            if (i % 2 == 0) {
                silent.get(i).send("GET /echo HTTP/1.1\r\nHo");
            }
        }

        assertThat(RawHttp.ask(port, "GET /echo").status()).isEqualTo(200);
        int open = 0;
        for (RawHttp one : silent) {
            open += one.patience(5).isEnded() ? 0 : 1;
            one.close();
        }
        assertThat(open).isBetween(1, HttpServer.MAX_CONNECTIONS);
    }

    @Test
    void connections_thatAreBeingAnswered_keepTheirPlace() throws Exception {
        List<RawHttp> asking = new ArrayList<>();
        for (int i = 0; i < HttpServer.MAX_CONNECTIONS; i++) {
            asking.add(new RawHttp(port).send("GET /block HTTP/1.1\r\n\r\n"));
        }
        while (blocked.get() + server.waiting() < HttpServer.MAX_CONNECTIONS) {
            Thread.sleep(5);
        }
        for (int i = 0; i < 10; i++) {
            try (RawHttp refused = new RawHttp(port)) {
                assertThat(refused.isEnded()).isTrue();
            }
        }
        released.countDown();
        for (RawHttp one : asking) {
            assertThat(one.receive().status()).isEqualTo(200);
            one.close();
        }
    }

    /** Each answer is 8 MiB, and nobody reads: the slowest go before there are 32 MiB of them. */
    @Test
    void answers_thatNobodyReads_areBounded() throws Exception {
        List<RawHttp> asking = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            asking.add(new RawHttp(port).send("GET /large HTTP/1.1\r\n\r\n"));
            Thread.sleep(30); // so that they are asked for in this order
        }
        assertThat(asking.get(11).receive().body()).hasSize(Echo.LARGE.length);
        int whole = 0;
        for (RawHttp one : asking.subList(0, 11)) {
            try {
                whole += one.patience(1_000).receive().body().length == Echo.LARGE.length ? 1 : 0;
            } catch (IOException given) {
                // was among those that gave way
            }
            one.close();
        }
        asking.get(11).close();
        assertThat(whole).isLessThanOrEqualTo((int) (HttpServer.MAX_HELD_BYTES / Echo.LARGE.length) + 1);
    }

    @Test
    void thread_whileNobodyIsConnected_neverWakes() throws Exception {
        RawHttp.ask(port, "GET /echo"); // so that it is up
        Thread.sleep(2 * Patience.USUAL.lingerNanos / NANOS_PER_MILLI); // the last connection is given up meanwhile
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = threads.getThreadCpuTime(serving().getId());
        Thread.sleep(500);
        assertThat(threads.getThreadCpuTime(serving().getId())).isEqualTo(nanos).isPositive();
    }

    @Test
    void thread_thatIsInterrupted_goesOn() throws Exception {
        RawHttp.ask(port, "GET /echo");
        Thread serving = serving();
        serving.interrupt(); // as an application does that interrupts all threads
        assertThat(RawHttp.ask(port, "GET /echo").status()).isEqualTo(200);
        assertThat(serving.isAlive()).isTrue();
        assertThat(serving.isDaemon()).isTrue();
    }

    /** With seconds of 20 milliseconds. */
    @Test
    void connections_thatTakeTooLong_areEndedAndThenItRests() throws Exception {
        HttpServer hasty = HttpServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Echo(), new Patience(20_000_000));
        hasty.start();
        int hastyPort = hasty.address().getPort();
        try (RawHttp silent = new RawHttp(hastyPort);
                RawHttp half = new RawHttp(hastyPort);
                RawHttp idle = new RawHttp(hastyPort);
                RawHttp secondHalf = new RawHttp(hastyPort);
                RawHttp unread = new RawHttp(hastyPort)) {
            half.send("GET /echo HTTP/1.1\r\nHo");
            idle.send(GET).receive();
            secondHalf.send(GET + "GET /").receive();
            unread.send("GET /large HTTP/1.1\r\n\r\n");
            assertThat(List.of(silent, half, idle, secondHalf)).allMatch(RawHttp::isEnded);
            Thread.sleep(600);
            assertThatThrownBy(unread::receive).isInstanceOf(IOException.class);
        }
        assertThat(rested.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(RawHttp.ask(hastyPort, "GET /echo").status()).isEqualTo(200);
        hasty.close();
    }

    @Test
    void close_endsConnectionsAndThread() throws Exception {
        try (RawHttp client = new RawHttp(port)) {
            client.send(GET).receive();
            server.close();
            assertThat(client.isEnded()).isTrue();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (isServing(port) && System.nanoTime() - end < 0) {
            Thread.sleep(10);
        }
        assertThat(isServing(port)).isFalse();
    }

    /** The thread of this test's server; those of others have ended, or are about to. */
    private Thread serving() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("querytap-console"))
                .max(Comparator.comparing(Thread::getId))
                .orElseThrow();
    }

    private static boolean isServing(int port) {
        try {
            new RawHttp(port).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Answers with what it was asked. */
    private final class Echo implements HttpHandler {
        private static final byte[] LARGE = new byte[8 << 20];

        @Override
        public HttpResponse handle(HttpRequest request) throws HttpRefusal {
            switch (request.path()) {
                case "/fail":
                    throw new IllegalStateException("secret");
                case "/refuse":
                    throw new HttpRefusal(405, "with \"quotes\" and \n", "Allow", "POST");
                case "/block":
                    block();
                    return HttpResponse.empty(200);
                case "/large":
                    return HttpResponse.of(200, "text/plain", LARGE);
                default:
                    String text = request.method()
                            + ' '
                            + request.path()
                            + ' '
                            + request.query()
                            + ' '
                            + new String(request.body(), StandardCharsets.ISO_8859_1);
                    return HttpResponse.of(200, "text/plain", text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        private void block() {
            blocked.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void rest() {
            rested.countDown();
        }
    }
}
