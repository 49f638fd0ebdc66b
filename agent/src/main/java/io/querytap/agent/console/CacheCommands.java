package io.querytap.agent.console;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.agent.console.http.HttpRefusal;
import io.querytap.cache.CacheOperations;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.RuleDuration;
import io.querytap.cache.stats.RuleFigures;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What may be changed: the result cache of this JVM, until it ends. Each change is said in a line. Thread-safe. */
final class CacheCommands {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> TARGETS = Set.of("rule", "table", "text");

    private final Supplier<@Nullable CacheOperations> cache;

    /** @param cache the result cache; null as long as there is none */
    CacheCommands(Supplier<@Nullable CacheOperations> cache) {
        this.cache = cache;
    }

    /** {@code {}}: drops everything. */
    ObjectNode clear(byte[] body) throws HttpRefusal {
        fields(body, Set.of());
        operations().clear();
        return done("cleared");
    }

    /** {@code {"rule": …}}, {@code {"table": …}} or {@code {"text": …}}. */
    ObjectNode invalidate(byte[] body) throws HttpRefusal {
        JsonNode fields = fields(body, TARGETS);
        if (fields.size() != 1) {
            throw new HttpRefusal(400, "one of rule, table and text");
        }
        CacheOperations operations = operations();
        if (fields.has("table")) {
            String table = TableSet.canonical(text(fields, "table"));
            operations.invalidateTables(TableSet.of(List.of(table)));
            return done("table " + shown(table) + " held for written");
        }
        if (fields.has("rule")) {
            String rule = known(text(fields, "rule"), operations);
            int dropped = operations.invalidateRule(rule);
            return done("rule " + shown(rule) + ": " + dropped + " dropped").put("dropped", dropped);
        }
        // The text may have values in it, which are never said.
        int dropped = operations.invalidateText(text(fields, "text"));
        return done("by text: " + dropped + " dropped").put("dropped", dropped);
    }

    /** {@code {"rule": …, "ttl": "30s"}}; with null it is as the file says. */
    ObjectNode changeRule(byte[] body) throws HttpRefusal {
        JsonNode fields = fields(body, Set.of("rule", "ttl"));
        String name = text(fields, "rule");
        if (!fields.has("ttl")) {
            throw new HttpRefusal(400, "ttl is missing: a duration such as 30s, or null for that of the file");
        }
        Duration timeToLive = fields.get("ttl").isNull() ? null : RuleDuration.timeToLive(text(fields, "ttl"));
        if (timeToLive == null && !fields.get("ttl").isNull()) {
            throw new HttpRefusal(400, "ttl is a duration: " + RuleDuration.ACCEPTED_TIME_TO_LIVE);
        }
        CacheOperations operations = operations();
        String rule = known(name, operations);
        operations.setTimeToLive(rule, timeToLive);
        return done("rule " + shown(rule) + ": ttl "
                + (timeToLive == null ? "as in the file" : text(fields, "ttl") + " until the JVM ends"));
    }

    /** {@code {"on": true}}. */
    ObjectNode turn(byte[] body) throws HttpRefusal {
        JsonNode on = fields(body, Set.of("on")).path("on");
        if (!on.isBoolean()) {
            throw new HttpRefusal(400, "on is true or false");
        }
        operations().setOn(on.booleanValue());
        return done("switched " + (on.booleanValue() ? "on" : "off"));
    }

    private CacheOperations operations() throws HttpRefusal {
        CacheOperations operations = cache.get();
        if (operations == null) {
            throw new HttpRefusal(409, "there is no result cache: querytap.cache.rules is not set");
        }
        return operations;
    }

    private static ObjectNode done(String what) {
        Diagnostics.say("console: cache " + what);
        return JsonNodeFactory.instance.objectNode().put("done", what);
    }

    private static String shown(String name) {
        return Configuration.Builder.shown(name);
    }

    private static String known(String rule, CacheOperations operations) throws HttpRefusal {
        List<String> names = new ArrayList<>();
        for (RuleFigures figures : operations.figures().rules()) {
            names.add(figures.rule());
        }
        if (!names.contains(rule)) {
            throw new HttpRefusal(404, "no rule of this name");
        }
        return rule;
    }

    private static String text(JsonNode fields, String name) throws HttpRefusal {
        JsonNode value = fields.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new HttpRefusal(400, name + " is a text");
        }
        return value.textValue();
    }

    /** An object that has no other fields than these. */
    private static JsonNode fields(byte[] body, Set<String> known) throws HttpRefusal {
        JsonNode fields;
        try {
            fields = JSON.readTree(body);
        } catch (IOException broken) {
            throw new HttpRefusal(400, "the body is not JSON");
        }
        if (fields == null || !fields.isObject()) {
            throw new HttpRefusal(400, "the body is a JSON object");
        }
        for (var names = fields.fieldNames(); names.hasNext(); ) {
            if (!known.contains(names.next())) {
                throw new HttpRefusal(
                        400, known.isEmpty() ? "nothing is to be said here" : "fields are " + String.join(", ", known));
            }
        }
        return fields;
    }
}
