package io.querytap.agent.console;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The report at one moment, whole and taken apart. Thread-safe. */
final class Document {
    /** Numbers as they were written, not as a double would be. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Body whole;
    private @Nullable JsonNode tree; // guarded by this

    Document(byte[] json) {
        this.whole = new Body(json);
    }

    /** As it was written. */
    Body whole() {
        return whole;
    }

    /** Its fields; not to be changed, it is shared. */
    synchronized JsonNode tree() {
        if (tree == null) {
            try {
                tree = JSON.readTree(whole.bytes());
            } catch (IOException impossible) { // it was written here
                throw new UncheckedIOException(impossible);
            }
        }
        return tree;
    }

    /** A part of it. */
    static Body body(JsonNode part) {
        try {
            return new Body(JSON.writeValueAsBytes(part));
        } catch (IOException impossible) { // memory does not fail
            throw new UncheckedIOException(impossible);
        }
    }
}
