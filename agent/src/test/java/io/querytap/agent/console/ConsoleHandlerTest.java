package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.agent.console.http.RawHttp;
import io.querytap.agent.console.http.RawHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleHandlerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunningConsole console;
    private static JsonNode document;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(/* onLoopback= */ true, null);
        document = JSON.readTree(RunningConsole.DOCUMENT);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void page_isAskedFor_allowsOnlyItsOwnScripts() throws IOException {
        Answer first = console.get("/");
        Answer second = console.get("/");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(first.header("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'nonce-", "frame-ancestors 'none'", "connect-src 'self'")
                .doesNotContain("unsafe");
        String nonce = nonce(first);
        assertThat(nonce).hasSize(22).isNotEqualTo(nonce(second));
        assertThat(first.text()).contains("<html lang=\"en\" data-live>").doesNotContain("http-equiv");
        String allowed = " nonce=\"" + nonce + '"';
        assertThat(elements(first, "<(script|style)[^>]*>"))
                .isNotEmpty()
                .allMatch(it -> it.contains(allowed) || it.contains("application/json"));
    }

    private static List<String> elements(Answer page, String regex) {
        return Pattern.compile(regex)
                .matcher(page.text())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String nonce(Answer page) {
        Matcher matcher = Pattern.compile("script-src 'nonce-([^']*)'").matcher(page.header("Content-Security-Policy"));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void snapshot_isAskedFor_isTheReportsDocument() throws IOException {
        Answer answer = console.get("/api/snapshot");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.body()).isEqualTo(RunningConsole.DOCUMENT);
    }

    @Test
    void snapshot_forWhoUnpacks_isPacked() throws IOException {
        Answer packed = console.get("/api/snapshot", "Accept-Encoding: br, gzip;q=0.5");

        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(RunningConsole.DOCUMENT.length / 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(RunningConsole.DOCUMENT);
        for (String none : List.of("identity", "gzip;q=0", "gzip; q=0.00", "x-gzipped", "")) {
            assertThat(console.get("/api/snapshot", "Accept-Encoding: " + none).header("Content-Encoding"))
                    .as(none)
                    .isEmpty();
        }
    }

    @Test
    void snapshot_thatIsKnown_isNotSentAgain() throws IOException {
        String tag = console.get("/api/snapshot").header("ETag");
        Answer answer = console.get("/api/snapshot", "If-None-Match: \"other\", " + tag);

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.header("Content-Length")).isEmpty();
        assertThat(console.get("/api/snapshot", "If-None-Match: \"other\"").status())
                .isEqualTo(200);
        assertThat(console.get("/api/pools", "If-None-Match: " + tag).status()).isEqualTo(200);
    }

    @Test
    void tag_ofDocumentsThatDifferInTheirTimeAlone_isTheSame() throws IOException {
        String text = new String(RunningConsole.DOCUMENT, StandardCharsets.UTF_8);
        String later = text.replaceFirst("\"writtenAt\":\"[^\"]*\"", "\"writtenAt\":\"2026-11-21T10:00:00Z\"")
                .replaceFirst("\"uptimeSeconds\":[0-9.]*", "\"uptimeSeconds\":99999.5")
                .replaceFirst("\"lastSlotSeconds\":[0-9.]*", "\"lastSlotSeconds\":0.5");
        String other = text.replaceFirst("\"selfErrors\":0", "\"selfErrors\":1");

        assertThat(later).isNotEqualTo(text);
        assertThat(other).isNotEqualTo(text);
        assertThat(tag(later)).isEqualTo(tag(text));
        assertThat(tag(other)).isNotEqualTo(tag(text));
    }

    private static String tag(String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes).tag();
    }

    @Test
    void parts_areWhatTheDocumentHas() throws IOException {
        for (String name : List.of("findings", "pools", "cache")) {
            JsonNode answer = json(console.get("/api/" + name));
            assertThat(answer).hasSize(1);
            assertThat(answer.get(name)).isEqualTo(document.get(name));
            assertThat(answer.get(name)).isNotEmpty();
        }
        JsonNode health = json(console.get("/api/health"));
        assertThat(health.get("health")).isEqualTo(document.get("health"));
        assertThat(health.get("agent")).isEqualTo(document.get("agent"));
    }

    @Test
    void patterns_asDefault_areTheCostliestWithoutTheirSpectra() throws IOException {
        JsonNode answer = json(console.get("/api/patterns"));

        assertThat(answer.get("total").intValue())
                .isEqualTo(document.get("patterns").size());
        assertThat(answer.get("patterns")).hasSize(document.get("patterns").size());
        JsonNode first = answer.get("patterns").get(0);
        assertThat(first.get("id")).isEqualTo(document.get("patterns").get(0).get("id"));
        assertThat(first.get("duration").get("p99"))
                .isEqualTo(document.get("patterns").get(0).get("duration").get("p99"));
        assertThat(answer.toString()).doesNotContain("spectrum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"total", "count", "mean", "p99", "max", "errors", "rows", "fetch"})
    void patterns_sorted_haveTheMostFirst(String sort) throws IOException {
        JsonNode patterns =
                json(console.get("/api/patterns?limit=5&sort=" + sort)).get("patterns");
        List<Double> values = new ArrayList<>();
        for (JsonNode pattern : patterns) {
            values.add(
                    switch (sort) {
                        case "count" -> pattern.get("count").doubleValue();
                        case "errors" -> pattern.get("errors").doubleValue();
                        case "rows" -> pattern.get("rows").get("sum").doubleValue();
                        case "fetch" -> pattern.get("fetch").get("sum").doubleValue();
                        case "total" -> pattern.get("duration").get("sum").doubleValue();
                        default -> pattern.get("duration").get(sort).doubleValue();
                    });
        }
        assertThat(values).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(values.get(0)).isPositive();
    }

    @Test
    void patterns_filtered_haveTheWord() throws IOException {
        JsonNode answer = json(console.get("/api/patterns?q=ORDER_item&limit=1"));

        assertThat(answer.get("patterns")).hasSize(1);
        assertThat(answer.get("patterns").get(0).get("text").textValue()).contains("order_item");
        assertThat(answer.get("matching").intValue())
                .isPositive()
                .isLessThan(answer.get("total").intValue());
        assertThat(json(console.get("/api/patterns?q=nothing%20of%20this")).get("patterns"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/patterns?sort=name",
                "/api/patterns?limit=0",
                "/api/patterns?limit=x",
                "/api/patterns?limit=9999999",
                "/api/patterns?limt=1",
                "/api/patterns?q=%",
                "/api/patterns?q=%zz",
                "/api/patterns?q=a&q=b",
                "/api/snapshot?since=1"
            })
    void parameters_thatAreNotUnderstood_areRefused(String path) throws IOException {
        Answer answer = console.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).get("error").textValue()).isNotEmpty();
    }

    @Test
    void pattern_ofAnId_isThereWithAllDetail() throws IOException {
        JsonNode finding = document.get("findings").get(0);
        JsonNode answer =
                json(console.get("/api/patterns/" + finding.get("pattern").textValue()));

        assertThat(answer.get("findings")).contains(finding);
        assertThat(answer.get("patterns")).hasSize(1);
        assertThat(answer.get("patterns").get(0).get("id")).isEqualTo(finding.get("pattern"));
        assertThat(document.get("patterns")).contains(answer.get("patterns").get(0));
        assertThat(console.get("/api/patterns/0000000000000000").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "//",
                "//api/snapshot",
                "/api//snapshot",
                "/api/snapshot/",
                "/api",
                "/api/",
                "/./api/snapshot",
                "/api/../api/snapshot",
                "/api/%2e%2e/",
                "/%61pi/snapshot",
                "/api%2fsnapshot",
                "/api/snapshot%00",
                "/api/snapshot;a=b",
                "/API/snapshot",
                "/index.html",
                "/report.js",
                "/../../../../etc/passwd",
                "/..%2f..%2fetc/passwd",
                "/\\..\\etc",
                "/api/patterns/",
                "/api/patterns/..",
                "/api/patterns/0",
                "/api/patterns/zzzzzzzzzzzzzzzz",
                "/api/patterns/0000000000000000/x",
                "/api/cache/",
                "/api/cache/clear/",
                "/favicon.ico/.."
            })
    void path_thatIsNotOurs_isNotFound(String path) throws IOException {
        Answer answer = console.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(json(answer).get("error").textValue()).doesNotContain(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "FOO"})
    void method_thatDoesNotBelongThere_isRefused(String method) throws IOException {
        for (String path : List.of("/", "/api/snapshot", "/openapi.json", "/api/patterns")) {
            Answer answer = RawHttp.ask(console.port, method + ' ' + path, "Host: localhost");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void method_ofAChange_isPostAlone() throws IOException {
        Answer answer = console.get("/api/cache/clear");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
    }

    @Test
    void head_ofAnything_hasTheHeadersOfItsGet() throws IOException {
        Answer head = RawHttp.ask(console.port, "HEAD /api/snapshot", "Host: localhost");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(RunningConsole.DOCUMENT.length));
    }

    @Test
    void body_whereNoneBelongs_isRefused() throws IOException {
        Answer answer = RawHttp.ask(console.port, "GET /api/health", new byte[] {'{', '}'}, "Host: localhost");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void documents_askedForByMany_areMadeOnceASecondAtMost() throws IOException {
        try (RunningConsole fresh = new RunningConsole(/* onLoopback= */ true, null)) {
            assertThat(fresh.documentsMade).hasValue(0);
            long begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                fresh.get("/");
                fresh.get(i % 2 == 0 ? "/api/snapshot" : "/api/pools");
            }
            long seconds = (System.nanoTime() - begin) / 1_000_000_000L;
            assertThat(fresh.documentsMade.get()).isBetween(1, (int) seconds + 1);
        }
    }

    private static JsonNode json(Answer answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}
