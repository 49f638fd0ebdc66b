package io.querytap.agent.sarif;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.agent.report.AgentInfo;
import io.querytap.agent.report.AtomicFile;
import io.querytap.agent.report.JsonReport;
import io.querytap.agent.report.KindText;
import io.querytap.agent.report.ReportException;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the findings of a snapshot in SARIF 2.1.0 (OASIS): a rule for each kind, a result for each finding that has a line in
 * the sources. A finding without one becomes a notification of the run, because readers refuse a whole file for a result that
 * they cannot place. Thread-safe.
 */
public final class SarifReport {
    /** Kinds of which an application is wrong and not only slow. */
    private static final Set<Finding.Kind> CORRECTNESS =
            EnumSet.of(Finding.Kind.UNCOMMITTED_RETURN, Finding.Kind.CONNECTION_LEAK, Finding.Kind.NESTED_ACQUISITION);

    /** The version of the standard, not of the agent. */
    static final String VERSION = "2.1.0";

    static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

    /** Names the root of the repository, to which the addresses of files are relative. */
    private static final String REPOSITORY_ROOT = "%SRCROOT%";

    private static final int NANO_DIGITS = 9;

    private static final JsonFactory JSON = new JsonFactory();

    private final AgentInfo agent;
    private final String sourceRoot;

    /** @param sourceRoot folder of the Java sources in the repository, such as {@code src/main/java} */
    public SarifReport(AgentInfo agent, String sourceRoot) {
        this.agent = agent;
        this.sourceRoot = folder(sourceRoot);
    }

    /** Writes the file whole or not at all, parent directories included. */
    public void write(Snapshot snapshot, Path file) throws ReportException {
        AtomicFile.write(file, out -> write(snapshot, out));
    }

    /** Writes the document, UTF-8; does not close the stream. */
    public void write(Snapshot snapshot, OutputStream out) throws IOException {
        List<Finding> placed = new ArrayList<>();
        List<Finding> unplaced = new ArrayList<>();
        for (Finding finding : snapshot.findings()) {
            boolean hasFile = finding.callSite() != null
                    && SourceLine.of(finding.callSite()).uri(sourceRoot) != null;
            (hasFile ? placed : unplaced).add(finding);
        }
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", VERSION);
            json.writeArrayFieldStart("runs");
            json.writeStartObject();
            writeTool(json);
            writeRun(json, snapshot, unplaced);
            json.writeArrayFieldStart("results");
            Fingerprints fingerprints = new Fingerprints();
            for (Finding finding : placed) {
                writeResult(json, finding, fingerprints);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void writeTool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "Querytap");
        writeText(json, "version", agent.version());
        json.writeArrayFieldStart("rules");
        for (Finding.Kind kind : Finding.Kind.values()) {
            writeRule(json, kind);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeRule(JsonGenerator json, Finding.Kind kind) throws IOException {
        KindText text = KindText.of(kind);
        String reference = "docs/findings.md#" + kind.id();
        json.writeStartObject();
        json.writeStringField("id", kind.id());
        json.writeStringField("name", pascalCase(kind.id()));
        writeMessage(json, "shortDescription", text.title());
        writeMessage(json, "fullDescription", text.meaning());
        json.writeObjectFieldStart("help");
        json.writeStringField(
                "text",
                text.meaning() + ' ' + text.remedy() + " Thresholds and limits: " + reference + " of Querytap.");
        json.writeStringField(
                "markdown",
                text.meaning() + "\n\n" + text.remedy() + "\n\nThresholds and limits: `" + reference
                        + "` of Querytap.");
        json.writeEndObject();
        json.writeObjectFieldStart("defaultConfiguration");
        json.writeStringField("level", "warning");
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeArrayFieldStart("tags");
        json.writeString("database");
        json.writeString(CORRECTNESS.contains(kind) ? "correctness" : "performance");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeRun(JsonGenerator json, Snapshot snapshot, List<Finding> unplaced) throws IOException {
        if (agent.serviceName() != null) {
            // Code hosts keep the results of each category apart: two services do not close each other's alerts.
            json.writeObjectFieldStart("automationDetails");
            writeText(json, "id", "querytap/" + agent.serviceName().replace('/', '_') + '/');
            json.writeEndObject();
        }
        json.writeStringField("columnKind", "utf16CodeUnits");
        json.writeObjectFieldStart("originalUriBaseIds");
        json.writeObjectFieldStart(REPOSITORY_ROOT);
        writeMessage(json, "description", "The root of the repository.");
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", true);
        json.writeStringField("startTimeUtc", instant(snapshot.startedAt()));
        json.writeStringField("endTimeUtc", instant(snapshot.takenAt()));
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (Finding finding : unplaced) {
            json.writeStartObject();
            json.writeStringField("level", level(finding.severity()));
            writeMessage(json, "message", message(finding));
            writeRuleReference(json, "associatedRule", finding.kind());
            json.writeObjectFieldStart("properties");
            writeProperties(json, finding);
            json.writeEndObject();
            json.writeEndObject();
        }
        if (snapshot.omittedFindings() > 0) {
            json.writeStartObject();
            json.writeStringField("level", "warning");
            writeMessage(
                    json, "message", snapshot.omittedFindings() + " further findings had no place and are not listed.");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeRuleReference(JsonGenerator json, String name, Finding.Kind kind) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("id", kind.id());
        json.writeNumberField("index", kind.ordinal());
        json.writeEndObject();
    }

    private void writeResult(JsonGenerator json, Finding finding, Fingerprints fingerprints) throws IOException {
        List<String> frames = frames(finding);
        json.writeStartObject();
        json.writeStringField("ruleId", finding.kind().id());
        json.writeNumberField("ruleIndex", finding.kind().ordinal());
        json.writeStringField("level", level(finding.severity()));
        writeMessage(json, "message", message(finding));
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        writePlace(json, SourceLine.of(frames.get(0)));
        json.writeEndObject();
        json.writeEndArray();
        if (frames.size() > 1) {
            json.writeArrayFieldStart("relatedLocations");
            for (int i = 1; i < frames.size(); i++) {
                json.writeStartObject();
                json.writeNumberField("id", i);
                writePlace(json, SourceLine.of(frames.get(i)));
                writeMessage(json, "message", "Called by " + frames.get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeObjectFieldStart("partialFingerprints");
        String fingerprint = fingerprints.of(finding);
        json.writeStringField("querytapFinding/v1", fingerprint);
        // The one name that GitHub compares; it would else hash the line, which moves with every edit above it.
        json.writeStringField("primaryLocationLineHash", fingerprint);
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        writeProperties(json, finding);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static List<String> frames(Finding finding) {
        String site = String.valueOf(finding.callSite());
        List<String> frames = new ArrayList<>();
        frames.add(site);
        for (String frame : finding.stack()) {
            if (!frame.equals(site)) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private void writePlace(JsonGenerator json, SourceLine line) throws IOException {
        String uri = line.uri(sourceRoot);
        if (uri != null) {
            json.writeObjectFieldStart("physicalLocation");
            json.writeObjectFieldStart("artifactLocation");
            json.writeStringField("uri", uri);
            json.writeStringField("uriBaseId", REPOSITORY_ROOT);
            json.writeEndObject();
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", line.line());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeArrayFieldStart("logicalLocations");
        json.writeStartObject();
        writeText(json, "name", line.method());
        writeText(json, "fullyQualifiedName", line.qualifiedName());
        json.writeStringField("kind", "function");
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String message(Finding finding) {
        return KindText.of(finding.kind()).title() + ", " + lowerCase(finding.confidence()) + ": " + finding.statement()
                + ". " + finding.what() + ' ' + finding.advice();
    }

    private static void writeProperties(JsonGenerator json, Finding finding) throws IOException {
        json.writeStringField("confidence", lowerCase(finding.confidence()));
        json.writeStringField("severity", lowerCase(finding.severity()));
        if (!finding.pattern().isEmpty()) {
            json.writeStringField("pattern", finding.pattern());
        }
        writeText(json, "statement", finding.statement());
        writeText(json, "database", finding.database().displayName());
        if (finding.source() != null) {
            json.writeStringField("source", finding.source());
        }
        if (finding.impactNanos().isPresent()) {
            json.writeNumberField(
                    "impactSeconds",
                    BigDecimal.valueOf(finding.impactNanos().getAsLong(), NANO_DIGITS)
                            .stripTrailingZeros());
        }
        if (finding.repeats().isPresent()) {
            json.writeNumberField("repeats", finding.repeats().getAsLong());
        }
        json.writeNumberField("occurrences", finding.occurrences());
        Finding.Unit unit = finding.unit();
        if (unit != null) {
            json.writeObjectFieldStart("unit");
            writeText(json, "kind", unit.kind());
            writeText(json, "name", unit.name());
            json.writeEndObject();
        }
        if (finding.trace() != null) {
            json.writeStringField("traceId", finding.trace().traceId());
        }
        json.writeObjectFieldStart("evidence");
        for (Map.Entry<String, Object> entry : finding.evidence().entrySet()) {
            Object value = entry.getValue();
            if (value instanceof Long) {
                json.writeNumberField(entry.getKey(), (Long) value);
            } else if (value instanceof Double) {
                json.writeNumberField(entry.getKey(), BigDecimal.valueOf((Double) value));
            } else if (value instanceof Boolean) {
                json.writeBooleanField(entry.getKey(), (Boolean) value);
            } else {
                writeText(json, entry.getKey(), value.toString());
            }
        }
        json.writeEndObject();
    }

    private static void writeMessage(JsonGenerator json, String name, String text) throws IOException {
        json.writeObjectFieldStart(name);
        // A single brace begins a placeholder (3.11.5).
        writeText(json, "text", text.replace("{", "{{").replace("}", "}}"));
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, String text) throws IOException {
        json.writeStringField(name, JsonReport.wellFormed(text));
    }

    private static String level(Finding.Severity severity) {
        switch (severity) {
            case HIGH:
                return "error";
            case WARNING:
                return "warning";
            default:
                return "note";
        }
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String pascalCase(String id) {
        StringBuilder name = new StringBuilder(id.length());
        for (String word : id.split("_")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }

    /** Milliseconds and UTC, as the standard wants it (3.9). */
    private static String instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Slashes only, one at the end, none at the start; empty for the root of the repository. */
    private static String folder(String given) {
        String folder = given.trim().replace('\\', '/');
        while (folder.startsWith("./") || folder.startsWith("/")) {
            folder = folder.substring(folder.indexOf('/') + 1);
        }
        return folder.isEmpty() || folder.equals(".") ? "" : folder.endsWith("/") ? folder : folder + '/';
    }
}
