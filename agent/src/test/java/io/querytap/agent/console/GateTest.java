package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.console.http.RawHttp;
import io.querytap.agent.console.http.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static RunningConsole local;
    private static RunningConsole open;

    @BeforeAll
    static void start() throws IOException {
        local = new RunningConsole(/* onLoopback= */ true, new RecordedCache());
        open = new RunningConsole(/* onLoopback= */ false, new RecordedCache());
    }

    @AfterAll
    static void stop() {
        local.close();
        open.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:80",
                "localhost:9999",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]",
                "[::1]:8080",
                "console.example",
                "Console.Example:8080"
            })
    void host_thatIsOurs_isAnswered(String host) throws IOException {
        assertThat(RawHttp.ask(local.port, "GET /api/health", "Host: " + host).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8080",
                "127.0.0.2",
                "10.0.0.1",
                "[::2]",
                "[::1",
                "[::1]x",
                "localhost:80:80",
                "localhost:x",
                "localhost@evil.example",
                "user@localhost",
                "local host",
                "localhost.",
                "2130706433",
                "0x7f.1",
                ":80"
            })
    void host_ofSomebodyElse_isRefusedEverywhere(String host) throws IOException {
        assertThat(RawHttp.ask(local.port, "GET /", "Host: " + host).status()).isEqualTo(421);
        assertThat(RawHttp.ask(local.port, "GET /api/snapshot", "Host: " + host).status())
                .isEqualTo(421);
        assertThat(RawHttp.ask(local.port, "GET /openapi.json", "Host: " + host).status())
                .isEqualTo(421);
    }

    @Test
    void host_missing_isRefused() throws IOException {
        assertThat(RawHttp.ask(local.port, "GET /").status()).isEqualTo(400);
        assertThat(RawHttp.ask(local.port, "GET /", "Host:").status()).isEqualTo(400);
    }

    /** An address that is forwarded to this one cannot be known; a name could be anybody's. */
    @Test
    void host_whereOpenToOthers_mayBeAnyAddressAndNoOtherName() throws IOException {
        assertThat(RawHttp.ask(open.port, "GET /", "Host: 192.0.2.7:9999").status())
                .isEqualTo(200);
        assertThat(RawHttp.ask(open.port, "GET /", "Host: [2001:db8::1]").status())
                .isEqualTo(200);
        assertThat(RawHttp.ask(open.port, "GET /", "Host: evil.example").status())
                .isEqualTo(421);
        assertThat(RawHttp.ask(open.port, "GET /", "Host: 1.2.3.4.5").status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin:",
                "Origin: https://localhost:PORT",
                "Origin: http://localhost",
                "Origin: http://127.0.0.1:PORT",
                "Origin: http://localhost:PORT.evil.example",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: SAME-ORIGIN",
                "Sec-Fetch-Site:"
            })
    void request_ofAnotherOrigin_isRefusedWhateverItAsks(String header) throws IOException {
        String sent = header.replace("PORT", Integer.toString(local.port));
        for (String path : new String[] {"/", "/api/snapshot", "/openapi.json", "/nothing"}) {
            assertThat(local.get(path, sent).status()).as(path).isEqualTo(403);
        }
        Answer change = local.post(
                "/api/cache/clear",
                "{}",
                "Content-Type: application/json",
                "Authorization: Bearer " + RunningConsole.TOKEN,
                sent);
        assertThat(change.status()).isEqualTo(403);
        assertThat(change.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void request_ofThePageItself_isAnswered() throws IOException {
        String origin = "Origin: http://localhost:" + local.port;
        assertThat(local.get("/api/health", origin, "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(local.get("/", "Sec-Fetch-Site: none").status()).isEqualTo(200);
    }

    @Test
    void preflight_ofAnotherOrigin_allowsNothing() throws IOException {
        Answer answer = RawHttp.ask(
                local.port,
                "OPTIONS /api/cache/clear",
                "Host: localhost",
                "Origin: http://evil.example",
                "Access-Control-Request-Method: POST");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"})
    void change_inTheFormOfAForm_isRefused(String type) throws IOException {
        Answer answer = local.post(
                "/api/cache/clear", "{}", "Content-Type: " + type, "Authorization: Bearer " + RunningConsole.TOKEN);

        assertThat(answer.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: ",
                "Authorization: ",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Basic 0123456789-abcdefghij",
                "Authorization: 0123456789-abcdefghij",
                "Authorization: Bearer 0123456789-abcdefghi",
                "Authorization: Bearer 0123456789-abcdefghijk"
            })
    void change_withoutTheToken_isRefused(String header) throws IOException {
        RecordedCache cache = new RecordedCache();
        try (RunningConsole console = new RunningConsole(true, cache)) {
            Answer answer = console.post("/api/cache/clear", "{}", "Content-Type: application/json", header);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(cache.asked).isEmpty();
        }
    }

    @Test
    void change_withTypeAndTokenInOtherCase_isDone() throws IOException {
        Answer answer = local.post(
                "/api/cache/clear",
                "{}",
                "content-type: Application/JSON; charset=utf-8",
                "authorization: bearer " + RunningConsole.TOKEN);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void read_whereOpenToOthers_needsTheToken() throws IOException {
        for (String path : new String[] {"/api/snapshot", "/api/health", "/api/patterns", "/nothing"}) {
            assertThat(open.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(open.get("/api/health", "Authorization: Bearer " + RunningConsole.TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(open.get("/").status()).isEqualTo(200);
        assertThat(open.get("/openapi.json").status()).isEqualTo(200);
    }
}
