package io.querytap.agent.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines such as {@code {"sql": "SELECT 1", "dialect": "postgresql", "modes": []}}. For use by one thread. */
final class JsonLineParser {
    private static final String EXPECTED = "expected one JSON object with a string field \"sql\"";
    private static final String UNKNOWN_DIALECT = "the dialect is not known; read as \"other\"";
    private static final String UNKNOWN_MODE = "a mode is not known; it was passed over";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Names of fields come from anywhere: nothing of them is kept from one line to the next. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Dialect usualDialect;
    private final SqlModes usualModes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private CharBuffer characters = CharBuffer.allocate(0);

    private @Nullable String sql;
    private @Nullable Dialect dialect;
    private @Nullable SqlModes modes;
    private @Nullable String warning;

    /** What is given is taken for lines that say nothing of it. */
    JsonLineParser(Dialect usualDialect, SqlModes usualModes) {
        this.usualDialect = usualDialect;
        this.usualModes = usualModes;
    }

    SqlRequest parse(byte[] bytes, int start, int length, long line) throws BadLineException {
        decode(ByteBuffer.wrap(bytes, start, length));
        boolean marked = line == 1 && characters.hasRemaining() && characters.get(0) == BYTE_ORDER_MARK;
        int offset = marked ? 1 : 0;
        sql = null;
        dialect = null;
        modes = null;
        warning = null;
        try (JsonParser json = JSON.createParser(characters.array(), offset, characters.remaining() - offset)) {
            readObject(json);
        } catch (IOException notJson) { // it would quote the line
            throw new BadLineException(EXPECTED);
        }
        if (sql == null) {
            throw new BadLineException(EXPECTED);
        }
        return new SqlRequest(
                sql, dialect == null ? usualDialect : dialect, modes == null ? modesUnsaid() : modes, line, warning);
    }

    /** Modes are those of a server: what is usual for one dialect says nothing of a line with another. */
    private SqlModes modesUnsaid() {
        return dialect == null || dialect == usualDialect ? usualModes : SqlModes.UNKNOWN;
    }

    private void decode(ByteBuffer bytes) throws BadLineException {
        // UTF-8 never has more characters than bytes.
        if (characters.capacity() < bytes.remaining()) {
            characters = CharBuffer.allocate(Math.max(bytes.remaining(), characters.capacity() * 2));
        }
        characters.clear();
        decoder.reset();
        boolean failed =
                decoder.decode(bytes, characters, /* endOfInput= */ true).isError()
                        || decoder.flush(characters).isError();
        characters.flip();
        if (failed) {
            throw new BadLineException("expected UTF-8");
        }
    }

    private void readObject(JsonParser json) throws IOException, BadLineException {
        JsonToken first = json.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new BadLineException(first == null ? EXPECTED + ", the line is empty" : EXPECTED);
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "sql":
                    sql = string(json, value, "sql");
                    break;
                case "dialect":
                    readDialect(json, value);
                    break;
                case "modes":
                    readModes(json, value);
                    break;
                default:
                    json.skipChildren();
                    break;
            }
        }
        if (json.nextToken() != null) {
            throw new BadLineException(EXPECTED);
        }
    }

    private void readDialect(JsonParser json, JsonToken value) throws IOException, BadLineException {
        if (value != JsonToken.VALUE_NULL) {
            Dialect known = DialectNames.find(string(json, value, "dialect"));
            dialect = known == null ? Dialect.OTHER : known;
            if (known == null) {
                warn(UNKNOWN_DIALECT);
            }
        }
    }

    private void readModes(JsonParser json, JsonToken value) throws IOException, BadLineException {
        if (value == JsonToken.START_ARRAY) {
            JsonToken element = json.nextToken();
            while (element != JsonToken.END_ARRAY) {
                addModes(string(json, element, "modes"));
                element = json.nextToken();
            }
        } else if (value != JsonToken.VALUE_NULL) {
            addModes(string(json, value, "modes"));
        }
    }

    /** One, or several with commas as in MySQL's {@code sql_mode}. */
    private void addModes(String names) {
        for (String name : names.split(",")) {
            if (!name.trim().isEmpty()) {
                SqlModes more = ModeNames.with(modes == null ? SqlModes.UNKNOWN : modes, name);
                if (more == null) {
                    warn(UNKNOWN_MODE);
                } else {
                    modes = more;
                }
            }
        }
    }

    private void warn(String sentence) {
        warning = warning == null || warning.equals(sentence) ? sentence : UNKNOWN_DIALECT + "; " + UNKNOWN_MODE;
    }

    private static String string(JsonParser json, JsonToken value, String field) throws IOException, BadLineException {
        if (value != JsonToken.VALUE_STRING) {
            String alternative = field.equals("modes") ? " or a list of strings" : "";
            throw new BadLineException("expected the field \"" + field + "\" to be a string" + alternative);
        }
        return json.getText();
    }
}
