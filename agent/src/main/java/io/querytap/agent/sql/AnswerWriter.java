package io.querytap.agent.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.agent.report.JsonReport;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.pattern.facts.ColumnUse;
import io.querytap.core.pattern.facts.FunctionCall;
import io.querytap.core.pattern.facts.Obstacle;
import io.querytap.core.pattern.facts.RowLimit;
import io.querytap.core.pattern.facts.SqlFacts;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object a line, UTF-8 whatever the platform's charset. Every line has the same fields in the same order; what
 * is not known is null. For use by one thread.
 */
final class AnswerWriter {
    /** Reason of a line that was not analysed. */
    private static final String NOT_READ = "not_read";

    /** Answers after which it is looked whether anybody still reads them. */
    private static final int ANSWERS_PER_CHECK = 256;

    /** Each object is followed by a line feed of ours, and nothing else. */
    private static final JsonFactory JSON = new JsonFactory().setRootValueSeparator(null);

    private final PrintStream out;
    private final JsonGenerator json;
    private final boolean withFacts;
    private int answers;
    private boolean readerGone;

    /** @param withFacts write functions, row limits, uses of columns and obstacles too */
    AnswerWriter(PrintStream out, boolean withFacts) throws IOException {
        this.out = out;
        this.json = JSON.createGenerator(out);
        this.withFacts = withFacts;
    }

    void answer(SqlRequest request, SqlPattern pattern) throws IOException {
        SqlFacts facts = pattern.facts();
        Cacheability cacheability = Cacheability.of(facts, request.dialect);
        json.writeStartObject();
        json.writeStringField("id", pattern.hexId());
        writeText("text", pattern.text());
        writeText("summary", facts.summary());
        writeText("operation", facts.operation());
        writeTexts("tablesRead", facts.tablesRead());
        writeTexts("tablesWritten", facts.tablesWritten());
        json.writeBooleanField("parsed", facts.parsed());
        json.writeBooleanField("cacheable", cacheability.isCacheable());
        writeText("reason", cacheability.reason());
        json.writeNumberField("statements", facts.statements());
        json.writeStringField("dialect", DialectNames.ownName(request.dialect));
        end(request.line, request.warning, /* error= */ null, facts);
    }

    /** A line that cannot be analysed. The words must hold nothing of it. */
    void error(long line, String expected) throws IOException {
        json.writeStartObject();
        json.writeNullField("id");
        json.writeNullField("text");
        json.writeNullField("summary");
        json.writeNullField("operation");
        writeTexts("tablesRead", List.of());
        writeTexts("tablesWritten", List.of());
        json.writeBooleanField("parsed", false);
        json.writeBooleanField("cacheable", false);
        json.writeStringField("reason", NOT_READ);
        json.writeNullField("statements");
        json.writeNullField("dialect");
        end(line, /* warning= */ null, "line " + line + ": " + expected, SqlFacts.UNKNOWN);
    }

    private void end(long line, @Nullable String warning, @Nullable String error, SqlFacts facts) throws IOException {
        json.writeNumberField("line", line);
        json.writeStringField("warning", warning);
        json.writeStringField("error", error);
        if (withFacts) {
            writeFacts(facts);
        }
        json.writeEndObject();
        json.writeRaw('\n');
        answers++;
        if (answers % ANSWERS_PER_CHECK == 0) {
            flush();
        }
    }

    private void writeFacts(SqlFacts facts) throws IOException {
        json.writeArrayFieldStart("functions");
        for (FunctionCall function : facts.functions()) {
            json.writeStartObject();
            writeText("name", function.name());
            json.writeNumberField("arguments", function.arguments());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rowLimits");
        for (RowLimit limit : facts.rowLimits()) {
            json.writeStartObject();
            writeName("kind", limit.kind());
            if (limit.parameter() == RowLimit.NO_PARAMETER) {
                json.writeNullField("parameter");
            } else {
                json.writeNumberField("parameter", limit.parameter());
            }
            json.writeNumberField("position", limit.position());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("columnUses");
        for (ColumnUse use : facts.columnUses()) {
            json.writeStartObject();
            writeText("table", use.table());
            writeText("column", use.column());
            writeName("kind", use.kind());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("obstacles");
        for (Obstacle obstacle : facts.obstacles()) {
            json.writeString(lowerCase(obstacle));
        }
        json.writeEndArray();
    }

    private void writeText(String name, @Nullable String text) throws IOException {
        json.writeStringField(name, text == null ? null : JsonReport.wellFormed(text));
    }

    private void writeTexts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(JsonReport.wellFormed(text));
        }
        json.writeEndArray();
    }

    private void writeName(String name, Enum<?> value) throws IOException {
        json.writeStringField(name, lowerCase(value));
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Hands on everything written so far, in whole lines. */
    void flush() throws IOException {
        json.flush();
        readerGone = out.checkError();
    }

    /** Nobody can read what is written, as after {@code | head}; known some lines later. */
    boolean isReaderGone() {
        return readerGone;
    }
}
