package io.querytap.cache.rule;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value that knows the line on which it begins, and its path. Immutable once read. */
final class LocatedJson {
    /** Deeper files are no rules. */
    private static final int MAX_DEPTH = 16;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final String path;
    private final int line;
    private final @Nullable Map<String, LocatedJson> fields;
    private final @Nullable List<LocatedJson> elements;
    private final @Nullable Object scalar;

    private LocatedJson(
            String path,
            int line,
            @Nullable Map<String, LocatedJson> fields,
            @Nullable List<LocatedJson> elements,
            @Nullable Object scalar) {
        this.path = path;
        this.line = line;
        this.fields = fields;
        this.elements = elements;
        this.scalar = scalar;
    }

    /**
     * Reads a whole text.
     *
     * @throws JsonProcessingException if it is no JSON; says where
     */
    static LocatedJson read(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            LocatedJson value = read(parser, "", 0);
            if (parser.nextToken() != null) {
                throw new IOException("there is more behind the end, line "
                        + parser.currentLocation().getLineNr());
            }
            return value;
        }
    }

    private static LocatedJson read(JsonParser parser, String path, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("the file is empty");
        }
        if (depth > MAX_DEPTH) {
            throw new IOException("nested too deeply");
        }
        int line = parser.currentTokenLocation().getLineNr();
        switch (token) {
            case START_OBJECT:
                Map<String, LocatedJson> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, read(parser, path.isEmpty() ? name : path + "." + name, depth + 1));
                }
                return new LocatedJson(path, line, fields, null, null);
            case START_ARRAY:
                List<LocatedJson> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser, path + "[" + elements.size() + "]", depth + 1));
                }
                return new LocatedJson(path, line, null, elements, null);
            case VALUE_STRING:
                return new LocatedJson(path, line, null, null, parser.getText());
            case VALUE_TRUE:
            case VALUE_FALSE:
                return new LocatedJson(path, line, null, null, parser.getBooleanValue());
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return new LocatedJson(path, line, null, null, parser.getDecimalValue());
            default:
                return new LocatedJson(path, line, null, null, null);
        }
    }

    /** Where it is: {@code rules[0].ttl (line 3)}. */
    String where() {
        return (path.isEmpty() ? "the file" : path) + " (line " + line + ")";
    }

    /** The fields of an object, in order; null for anything else. */
    @Nullable
    Map<String, LocatedJson> fields() {
        return fields;
    }

    /** The elements of an array; null for anything else. */
    @Nullable
    List<LocatedJson> elements() {
        return elements;
    }

    /** A {@code String}, {@code Boolean}, {@code BigDecimal}; null for anything else. */
    @Nullable
    Object scalar() {
        return scalar;
    }

    /** As a message shows it. */
    String shown() {
        if (fields != null) {
            return "an object";
        }
        if (elements != null) {
            return "a list";
        }
        return scalar instanceof String ? '"' + (String) scalar + '"' : String.valueOf(scalar);
    }
}
