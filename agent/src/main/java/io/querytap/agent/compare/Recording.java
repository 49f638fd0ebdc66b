package io.querytap.agent.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.querytap.agent.report.JsonReport;
import io.querytap.agent.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One recorded report, read. What it lacks because another version wrote it is missing here, not wrong. Immutable. */
final class Recording {
    /** Numbers stay as they were written, to the last digit. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String OVERFLOW_ID = "0000000000000000";

    private final String fileName;
    private final JsonNode document;
    private final Map<String, RecordedPattern> patterns = new LinkedHashMap<>();
    private int indistinguishable;
    private long overflow;

    private Recording(String fileName, JsonNode document) {
        this.fileName = fileName;
        this.document = document;
        for (JsonNode pattern : document.path("patterns")) {
            take(new RecordedPattern(pattern));
        }
    }

    static Recording read(Path file) throws ReportException {
        try {
            return of(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (JsonProcessingException broken) {
            throw ReportException.notAReport(
                    file,
                    "not valid JSON at line " + broken.getLocation().getLineNr() + ", column "
                            + broken.getLocation().getColumnNr());
        } catch (NotAReport why) {
            throw ReportException.notAReport(file, why.what);
        } catch (IOException failure) {
            throw ReportException.notRead(file, failure);
        }
    }

    static Recording of(String fileName, byte[] json) throws IOException {
        JsonNode document = MAPPER.readTree(json);
        if (!document.isObject()) {
            throw new NotAReport("it does not hold a JSON object");
        }
        JsonNode schema = document.path("schema");
        if (schema.asInt() != JsonReport.SCHEMA) {
            throw new NotAReport(
                    schema.isMissingNode()
                            ? "it has no \"schema\" number"
                            : "its schema is " + schema.asText() + ", this version reads " + JsonReport.SCHEMA);
        }
        return new Recording(fileName, document);
    }

    private void take(RecordedPattern pattern) {
        if (pattern.id().equals(OVERFLOW_ID)) {
            overflow += pattern.count();
        } else if (patterns.putIfAbsent(pattern.key(), pattern) != null) {
            indistinguishable++;
        }
    }

    String fileName() {
        return fileName;
    }

    /** The whole document. */
    JsonNode document() {
        return document;
    }

    /** A field of who recorded it and when; missing in what an older version wrote. */
    JsonNode agent(String field) {
        return document.path("agent").path(field);
    }

    double uptimeSeconds() {
        return agent("uptimeSeconds").asDouble();
    }

    /** By statement and database, without the one that stands for all past the bound. */
    Map<String, RecordedPattern> patterns() {
        return patterns;
    }

    /** Statements left out because another database of that name had the same. */
    int indistinguishable() {
        return indistinguishable;
    }

    /** Executions of statements past the bound on patterns, which cannot be told apart. */
    long overflow() {
        return overflow;
    }

    long executions() {
        return patterns.values().stream().mapToLong(RecordedPattern::count).sum() + overflow;
    }

    long errors() {
        return sum("errors");
    }

    /** Time that the application spent in executions, of all threads together. */
    double databaseSeconds() {
        double seconds = 0;
        for (JsonNode pattern : document.path("patterns")) {
            seconds += pattern.path("duration").path("sum").asDouble();
        }
        return seconds;
    }

    private long sum(String field) {
        long sum = 0;
        for (JsonNode pattern : document.path("patterns")) {
            sum += pattern.path(field).asLong();
        }
        return sum;
    }

    /** The document is JSON, and something else. */
    private static final class NotAReport extends IOException {
        private static final long serialVersionUID = 1L;

        private final String what;

        NotAReport(String why) {
            super(why);
            this.what = why;
        }
    }
}
