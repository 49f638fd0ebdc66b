package io.querytap.scenarios.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.querytap.scenarios.label.Confidence;
import java.time.Instant;
import java.util.Locale;

/** A finding in a report. */
public record Found(JsonNode json) {

    public String kind() {
        return json.path("kind").asText();
    }

    public Confidence confidence() {
        return Confidence.valueOf(json.path("confidence").asText().toUpperCase(Locale.ROOT));
    }

    /** The last part of the database's name: what a server's address stands in front of. */
    public String database() {
        String name = json.path("database").asText();
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** {@code class.method(file:line)}; "null" where the report gives none. */
    public String callSite() {
        return json.path("callSite").asText();
    }

    /** Why a pool makes wait; empty for other findings. */
    String cause() {
        return json.path("evidence").path("cause").asText();
    }

    boolean isDeadlock() {
        return json.path("evidence").path("deadlock").asBoolean();
    }

    /** Whether it says this anywhere. */
    boolean mentions(String text) {
        return json.toString().contains(text);
    }

    String unitKind() {
        return json.path("unit").path("kind").asText();
    }

    String unitName() {
        return json.path("unit").path("name").asText();
    }

    Instant firstSeen() {
        return Instant.parse(json.path("firstSeen").asText());
    }

    /** What must stay the same when only the surroundings change. */
    public String signature() {
        return kind() + ' ' + confidence() + " in " + unitKind() + " at " + callSite();
    }

    @Override
    public String toString() {
        return signature() + " (" + unitName() + ", " + json.path("occurrences") + " times) " + json.path("evidence");
    }
}
