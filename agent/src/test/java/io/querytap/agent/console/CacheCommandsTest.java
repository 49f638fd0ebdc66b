package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.console.http.RawHttp.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheCommandsTest {
    private final RecordedCache cache = new RecordedCache();
    private RunningConsole console;

    @BeforeEach
    void start() throws IOException {
        console = new RunningConsole(/* onLoopback= */ true, cache);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clear      | {}                                | clear               | {"done":"cleared"}
            invalidate | {"rule": "items"}                 | rule items          | {"done":"rule items: 3 dropped","dropped":3}
            invalidate | {"table": "public.\\"Item\\""}    | tables item         | {"done":"table item held for written"}
            invalidate | {"text": "SELECT * WHERE a = 1*"} | text SELECT * WHERE a = 1* | {"done":"by text: 4 dropped","dropped":4}
            rules      | {"rule": "items", "ttl": "30s"}   | ttl items PT30S     | {"done":"rule items: ttl 30s until the JVM ends"}
            rules      | {"rule": "items", "ttl": null}    | ttl items null      | {"done":"rule items: ttl as in the file"}
            on         | {"on": false}                     | on false            | {"done":"switched off"}
            on         | {"on": true}                      | on true             | {"done":"switched on"}
            """)
    void change_thatIsUnderstood_isDone(String what, String json, String asked, String answered) throws IOException {
        Answer answer = console.post("/api/cache/" + what, json);

        assertThat(answer.text()).isEqualTo(answered);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(cache.asked).containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | clear      | {"all": true}
            400 | clear      | []
            400 | clear      | 1
            400 | clear      | {
            400 | clear      | {} {}
            400 | clear      | nonsense
            400 | invalidate | {}
            400 | invalidate | {"rule": "items", "table": "item"}
            400 | invalidate | {"rule": 1}
            400 | invalidate | {"rule": null}
            400 | invalidate | {"table": " "}
            400 | invalidate | {"rule": "items", "rule": "prices"}
            404 | invalidate | {"rule": "unknown"}
            400 | rules      | {"rule": "items"}
            400 | rules      | {"ttl": "30s"}
            400 | rules      | {"rule": "items", "ttl": 30}
            400 | rules      | {"rule": "items", "ttl": "30"}
            400 | rules      | {"rule": "items", "ttl": "0s"}
            400 | rules      | {"rule": "items", "ttl": "8d"}
            400 | rules      | {"rule": "items", "ttl": "999999999d"}
            404 | rules      | {"rule": "unknown", "ttl": "30s"}
            400 | on         | {"on": "true"}
            400 | on         | {"on": 1}
            400 | on         | {}
            """)
    void change_thatIsNotUnderstood_changesNothing(int status, String what, String json) throws IOException {
        Answer answer = console.post("/api/cache/" + what, json);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":\"");
        assertThat(cache.asked).isEmpty();
    }

    @Test
    void change_deeplyNested_isRefused() throws IOException {
        assertThat(console.post("/api/cache/clear", "[".repeat(16_000)).status())
                .isEqualTo(400);
        assertThat(console.post("/api/cache/clear", "").status()).isEqualTo(400);
    }

    @Test
    void change_withoutACache_saysSo() throws IOException {
        try (RunningConsole without = new RunningConsole(/* onLoopback= */ true, null)) {
            Answer answer = without.post("/api/cache/clear", "{}");

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("querytap.cache.rules is not set");
        }
    }
}
