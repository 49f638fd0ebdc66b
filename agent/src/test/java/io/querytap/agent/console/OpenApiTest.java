package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.querytap.agent.console.http.RawHttp.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the API is right about every answer that it gives. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunningConsole console;
    private static RunningConsole withoutCache;
    private static JsonNode description;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(/* onLoopback= */ true, new RecordedCache());
        withoutCache = new RunningConsole(/* onLoopback= */ true, null);
        description = JSON.readTree(console.get("/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        console.close();
        withoutCache.close();
    }

    @Test
    void reads_ofEveryPath_areAsDescribed() throws IOException {
        String id = JSON.readTree(RunningConsole.DOCUMENT).at("/patterns/0/id").textValue();
        List<String> read = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            if (path.getValue().has("get")) {
                Answer answer = console.get(path.getKey().replace("{id}", id));
                assertThat(answer.status()).as(path.getKey()).isEqualTo(200);
                assertDescribed(path.getKey(), "get", answer);
                read.add(path.getKey());
            }
        }
        assertThat(read).hasSize(7);
    }

    @Test
    void changes_inEveryExample_areAsDescribed() throws IOException {
        int changes = 0;
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            JsonNode body = path.getValue().at("/post/requestBody/content/application~1json");
            for (JsonNode example : body.path("examples")) {
                JsonNode value = example.get("value");
                assertThat(schema(body.get("schema")).validate(value)).isEmpty();
                Answer answer = console.post(path.getKey(), value.toString());
                assertThat(answer.status()).as(path.getKey() + value).isEqualTo(200);
                assertDescribed(path.getKey(), "post", answer);
                assertDescribed(path.getKey(), "post", withoutCache.post(path.getKey(), value.toString()));
                changes++;
            }
        }
        assertThat(changes).isEqualTo(7);
    }

    @Test
    void refusals_areAsDescribed() throws IOException {
        Set<Integer> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> path : description.get("paths").properties()) {
            String asked = path.getKey().replace("{id}", "ffffffffffffffff");
            boolean reads = path.getValue().has("get");
            String method = reads ? "get" : "post";
            List<Answer> answers = new ArrayList<>();
            answers.add(reads ? console.get(asked + "?unknown=1") : console.post(asked, "[]"));
            answers.add(console.get(asked, "Origin: http://evil.example"));
            answers.add(console.get(asked, "Host: evil.example", "X-Two: hosts"));
            if (!reads) {
                answers.add(console.get(asked));
                answers.add(console.post(asked, "{}", "Content-Type: text/plain"));
                answers.add(console.post(asked, "{}", "Content-Type: application/json"));
                answers.add(console.post(asked, " ".repeat(20_000)));
            }
            for (Answer answer : answers) {
                assertThat(answer.status()).as(asked).isGreaterThanOrEqualTo(400);
                assertDescribed(path.getKey(), method, answer);
                seen.add(answer.status());
            }
        }
        assertThat(seen).contains(400, 401, 403, 405, 413, 415);
        assertDescribed("/api/patterns/{id}", "get", console.get("/api/patterns/ffffffffffffffff"));
        assertDescribed(
                "/api/cache/invalidate", "post", console.post("/api/cache/invalidate", "{\"rule\": \"unknown\"}"));
    }

    /** What the schemas require is not loosened until they accept anything. */
    @Test
    void schemas_ofOtherDocuments_refuseThem() throws IOException {
        ObjectNode broken = (ObjectNode) JSON.readTree(RunningConsole.DOCUMENT);
        ((ObjectNode) broken.at("/patterns/0/duration")).put("p99", "fast");
        ((ObjectNode) broken.at("/findings/0")).remove("kind");

        assertThat(schema(answer("/api/snapshot", "get", 200)).validate(broken)).hasSize(2);
    }

    private static void assertDescribed(String path, String method, Answer answer) throws IOException {
        JsonNode expected = answer(path, method, answer.status());
        assertThat(expected.isMissingNode())
                .as(path + " may answer " + answer.status())
                .isFalse();
        assertThat(schema(expected).validate(JSON.readTree(answer.body())))
                .as(path + ' ' + answer.status())
                .isEmpty();
    }

    private static JsonNode answer(String path, String method, int status) {
        JsonNode response = description
                .path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(status));
        if (response.has("$ref")) {
            response = description.at(response.get("$ref").textValue().substring(1));
        }
        return response.path("content").path("application/json").path("schema");
    }

    /** A schema with the components that it refers to. */
    private static JsonSchema schema(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("allOf", JSON.createArrayNode().add(schema));
        whole.set("components", description.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }
}
