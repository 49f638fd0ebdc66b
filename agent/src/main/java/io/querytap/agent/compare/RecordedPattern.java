package io.querytap.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;

/** One statement of a recorded report. Immutable. */
final class RecordedPattern {
    private final JsonNode written;
    private final Times duration;
    private final Times fetch;

    RecordedPattern(JsonNode written) {
        this.written = written;
        this.duration =
                Times.of(written.path("duration"), written.path("timeline").path("durations"));
        this.fetch = Times.of(written.path("fetch"), written.path("timeline").path("fetches"));
    }

    /** The same statement on the same database has it in another recording too. */
    String key() {
        return id() + ' ' + text("system") + ' ' + text("database");
    }

    String id() {
        return text("id");
    }

    /** A field that holds a text; empty where there is none. */
    String text(String field) {
        return written.path(field).asText("");
    }

    /** What to call it in a line. */
    String name() {
        String summary = text("summary");
        return summary.isEmpty() || written.path("summary").isNull() ? text("text") : summary;
    }

    long count() {
        return written.path("count").asLong();
    }

    long errors() {
        return written.path("errors").asLong();
    }

    /** Rows read per result. */
    JsonNode rows() {
        return written.path("rows");
    }

    Times duration() {
        return duration;
    }

    Times fetch() {
        return fetch;
    }
}
