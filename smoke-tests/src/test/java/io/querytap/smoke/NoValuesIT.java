package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.querytap.smoke.app.ValuesApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No value of the application's gets out of the JVM: not one that was bound, read or written into a text. */
class NoValuesIT {
    /** What all values of the application hold; it does not occur in any other file that is looked through. */
    private static final String MARK = "zq7XKv93mARk";

    private static final String MARK_BACKWARDS =
            new StringBuilder(MARK).reverse().toString();

    private static final List<String> REPORT_ENDINGS = List.of(".json", ".html", ".sarif");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void outputs_ofAnApplicationWithFindings_holdNoValue(Jdk jdk) throws IOException {
        try (Requests requests = new Requests()) {
            Outcome outcome = run(jdk).property("otel.exporter.otlp.endpoint", requests.url())
                    .property("querytap.traces", "all")
                    .main(ValuesApp.class, "jdbc:h2:mem:values", MARK_BACKWARDS)
                    .run()
                    .succeeded();

            assertThat(outcome.report().root().path("findings").findValuesAsText("kind"))
                    .contains("unparameterized_sql");
            assertThat(outcome.stderr()).contains("found   ").doesNotContain(MARK);
            for (String ending : REPORT_ENDINGS) {
                assertThat(text(outcome, ending))
                        .as(ending)
                        .contains("unparameterized_sql")
                        .doesNotContain(MARK);
            }
            assertThat(requests.all())
                    .as("what was sent")
                    .contains("db.query.text")
                    .doesNotContain(MARK);
        }
    }

    /** Else the test above could not fail. */
    @Test
    void outputs_withRawTexts_holdTheLiteralsAndNothingElse() throws IOException {
        Outcome outcome = run(Jdk.current())
                .property("querytap.sql.text", "raw")
                .main(ValuesApp.class, "jdbc:h2:mem:values", MARK_BACKWARDS)
                .run()
                .succeeded();

        assertThat(text(outcome, ".json")).contains(ValuesApp.LITERAL + MARK).doesNotContain(ValuesApp.BOUND + MARK);
    }

    /** The agent compares values by hashes of them; what is alive after the application has forgotten them is the agent's. */
    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void heap_afterTheApplicationForgot_holdsNoBoundOrReadValue(Jdk jdk) throws IOException {
        Path dump = folder.resolve("values.hprof");
        run(jdk).property("h2.objectCache", "false")
                .main(ValuesApp.class, "jdbc:h2:mem:values", MARK_BACKWARDS, dump.toString())
                .run()
                .succeeded();

        byte[] heap = Files.readAllBytes(dump);
        assertThat(holds(heap, "unparameterized_sql"))
                .as("the dump holds what the agent is known to hold")
                .isTrue();
        assertThat(holds(heap, ValuesApp.BOUND + MARK))
                .as("the dump holds a value")
                .isFalse();
    }

    private static JvmRun run(Jdk jdk) {
        return JvmRun.on(jdk).withAgent().withReport().libraries(Library.H2);
    }

    private static String text(Outcome outcome, String ending) throws IOException {
        return Files.readString(Path.of(outcome.reportStem() + ending));
    }

    /** Strings are in the heap by one byte a character where that is enough, else by two of either order. */
    private static boolean holds(byte[] heap, String text) {
        return indexOf(heap, text.getBytes(StandardCharsets.ISO_8859_1)) >= 0
                || indexOf(heap, text.getBytes(StandardCharsets.UTF_16LE)) >= 0
                || indexOf(heap, text.getBytes(StandardCharsets.UTF_16BE)) >= 0;
    }

    private static int indexOf(byte[] heap, byte[] part) {
        for (int start = 0; start <= heap.length - part.length; start++) {
            int length = 0;
            while (length < part.length && heap[start + length] == part[length]) {
                length++;
            }
            if (length == part.length) {
                return start;
            }
        }
        return -1;
    }

    /** The bodies of all requests, as they came. */
    private static final class Requests implements AutoCloseable {
        private final HttpServer server;
        private final ByteArrayOutputStream bodies = new ByteArrayOutputStream();

        Requests() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    synchronized (bodies) {
                        exchange.getRequestBody().transferTo(bodies);
                    }
                    exchange.sendResponseHeaders(200, -1);
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        /** Texts are in protobuf as they are, in UTF-8. */
        String all() {
            synchronized (bodies) {
                return bodies.toString(StandardCharsets.ISO_8859_1);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
