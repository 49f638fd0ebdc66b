package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.core.detect.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern DOCUMENT =
            Pattern.compile("<script type=\"application/json\" id=\"document\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void write_snapshot_documentInsideIsTheSame() throws IOException {
        byte[] json = new JsonReport(Observed.AGENT, Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class))
                .toBytes(new Observed()
                        .succeeded("SELECT a FROM t WHERE b < ?", 30, Observed.MILLI)
                        .snapshot());

        String page = page(json);

        assertThat(MAPPER.readTree(documentIn(page))).isEqualTo(MAPPER.readTree(json));
    }

    @Test
    void write_hostileText_staysInsideTheDocument() throws IOException {
        String hostile =
                "</script><script>alert(1)</script><!-- <script> -->\u2028\u2029\u0000\u001b[2J\u202e \ud83d\udc18"
                        + " <!-- part:script --> " + "\"'&".repeat(1_400);
        byte[] json = MAPPER.writeValueAsBytes(Map.of("schema", 1, "text", hostile));

        String page = page(json);

        assertThat(MAPPER.readTree(documentIn(page)).get("text").textValue()).isEqualTo(hostile);
        assertThat(documentIn(page)).doesNotContain("<", "\u2028", "\u2029");
        assertThat(count(page, "</script>")).isEqualTo(3);
    }

    @Test
    void write_always_referencesNothingOutside() throws IOException {
        String page = page("{\"schema\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(page)
                .doesNotContainPattern("(?i)<(script|link|img|iframe|source|object|embed)[^>]*\\s(src|href|data)\\s*=")
                .doesNotContainPattern("(?i)\\b(src|href)\\s*=\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?(https?:)?//")
                .doesNotContain("sourceMappingURL", "<!-- part:");
        assertThat(page).contains("Content-Security-Policy\" content=\"default-src 'none';");
        assertThat(page).contains("Chart.js v4.4.3").contains("Released under the MIT License");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void script_ofOurs_neverParsesTextAsMarkup(String name) throws IOException {
        String script = resource(name);

        // A style attribute set as text would be markup too, and the policy of the console forbids it.
        assertThat(script)
                .doesNotContain(
                        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
                .doesNotContain("setAttribute('style'", "XMLHttpRequest", "import(");
        assertThat(new String(HtmlReport.livePage("bm9uY2U="), StandardCharsets.UTF_8))
                .contains(script);
    }

    @Test
    void write_always_holdsNothingThatFetches() throws IOException {
        String page = page("{\"schema\":1}".getBytes(StandardCharsets.UTF_8));

        for (String name : HtmlReport.scripts(/* isLive= */ false)) {
            assertThat(page).contains(resource(name));
            assertThat(resource(name)).doesNotContain("fetch(");
        }
        assertThat(page).doesNotContain(resource("live.js"), "<html lang=\"en\" data-live", "nonce=");
    }

    @Test
    void livePage_always_nonceOnWhatRunsAndNeitherPolicyNorDocument() throws IOException {
        String page = new String(HtmlReport.livePage("a-Nonce_+/9=="), StandardCharsets.UTF_8);

        assertThat(count(page, "<script nonce=\"a-Nonce_+/9==\">")).isEqualTo(2);
        assertThat(count(page, "<style nonce=\"a-Nonce_+/9==\">")).isEqualTo(1);
        assertThat(page).contains("<html lang=\"en\" data-live>").doesNotContain("http-equiv", "<!-- part:");
        assertThat(documentIn(page)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"><script>", "a=b", "==="})
    void livePage_noNonce_refused(String nonce) {
        assertThatThrownBy(() -> HtmlReport.livePage(nonce)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> scripts() {
        return HtmlReport.scripts(/* isLive= */ true);
    }

    private static String resource(String name) throws IOException {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void render_recordedDocument_samePageAsFromTheSnapshot() throws IOException {
        JsonReport report = new JsonReport(Observed.AGENT, Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class));
        var snapshot = new Observed().succeeded("SELECT 1", 2, Observed.MILLI).snapshot();
        Path json = folder.resolve("report.json");
        Path page = folder.resolve("pages/report.html");
        report.write(snapshot, json);

        HtmlReport.render(json, page);

        assertThat(Files.readString(page)).isEqualTo(page(report.toBytes(snapshot)));
    }

    @Test
    void render_noReport_saysWhy() throws IOException {
        assertRefused("[1]", "it does not hold a JSON object");
        assertRefused("{\"name\": {\"schema\": 1}}", "it has no \"schema\" number");
        assertRefused("{\"schema\": 7}", "its schema is 7, this version reads 1");
        assertRefused("{\"schema\": 1,\n \"agent\": }", "not valid JSON at line 2, column 11");
        assertRefused("{\"schema\": 1, \"agent\": {", "not valid JSON at line 1");
        assertThatThrownBy(() -> HtmlReport.render(folder.resolve("none.json"), folder.resolve("page.html")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("could not be read: no such file or directory");
    }

    private void assertRefused(String content, String reason) throws IOException {
        Path json = Files.writeString(folder.resolve("some.json"), content);

        assertThatThrownBy(() -> HtmlReport.render(json, folder.resolve("page.html")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("some.json is not a report of Querytap: " + reason);
        assertThat(folder.resolve("page.html")).doesNotExist();
    }

    private static String page(byte[] json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(json, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String documentIn(String page) {
        Matcher document = DOCUMENT.matcher(page);
        assertThat(document.find()).isTrue();
        return document.group(1);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
