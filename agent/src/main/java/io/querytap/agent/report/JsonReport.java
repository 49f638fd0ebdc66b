package io.querytap.agent.report;

import static io.querytap.agent.report.JsonValues.plain;
import static io.querytap.agent.report.JsonValues.seconds;
import static io.querytap.agent.report.JsonValues.writeCounts;
import static io.querytap.agent.report.JsonValues.writeDurations;
import static io.querytap.agent.report.JsonValues.writeText;
import static io.querytap.agent.report.JsonValues.writeTexts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.stats.DistributionSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.SiteSamples;
import io.querytap.core.stats.TransactionSnapshot;
import io.querytap.core.timeline.TimelineSnapshot;
import io.querytap.core.work.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot as JSON by the contract in the test resource contract.json: times in seconds, ids as 16 hex digits,
 * what is not known is null, what this version does not find is an empty list. Thread-safe.
 */
public final class JsonReport {
    /** Version of the contract: fields may be added under it, never renamed or removed. */
    public static final int SCHEMA = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private final AgentInfo agent;
    private final long slowQueryNanos;
    private final Set<Finding.Kind> lookedFor;
    private final @Nullable CacheFigures cache;

    /**
     * @param slowQuery the threshold from which an execution counts as slow for the health score
     * @param lookedFor the kinds of findings that are looked for; what is not among them may well be there
     */
    public JsonReport(AgentInfo agent, Duration slowQuery, Set<Finding.Kind> lookedFor) {
        this(agent, slowQuery.toNanos(), Set.copyOf(lookedFor), /* cache= */ null);
    }

    private JsonReport(
            AgentInfo agent, long slowQueryNanos, Set<Finding.Kind> lookedFor, @Nullable CacheFigures cache) {
        this.agent = agent;
        this.slowQueryNanos = slowQueryNanos;
        this.lookedFor = lookedFor;
        this.cache = cache;
    }

    /** The same with what the result cache did; null where there is none. */
    public JsonReport with(@Nullable CacheFigures figures) {
        return new JsonReport(agent, slowQueryNanos, lookedFor, figures);
    }

    /** Writes the file whole or not at all, parent directories included. */
    public void write(Snapshot snapshot, Path file) throws ReportException {
        AtomicFile.write(file, out -> write(snapshot, out));
    }

    /** The document in memory, for a page or a response. */
    public byte[] toBytes(Snapshot snapshot) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try {
            write(snapshot, bytes);
        } catch (IOException impossible) { // memory does not fail
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes the document, UTF-8; does not close the stream. */
    public void write(Snapshot snapshot, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            writeAgent(json, snapshot);
            writeHealth(
                    json,
                    Health.of(snapshot, cache, slowQueryNanos, !lookedFor.isEmpty()),
                    Actions.of(snapshot, slowQueryNanos));
            json.writeArrayFieldStart("patterns");
            HistogramText histograms = new HistogramText();
            for (PatternSnapshot pattern : snapshot.patterns()) {
                writePattern(json, pattern, snapshot.timeline(), histograms);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("findings");
            for (Finding finding : snapshot.findings()) {
                writeFinding(json, finding);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("pools");
            for (PoolSnapshot pool : snapshot.pools()) {
                PoolJson.write(json, pool);
            }
            json.writeEndArray();
            CacheJson.write(json, cache);
            writeTransactions(json, snapshot.transactions());
            TimelineJson.write(json, snapshot);
            json.writeEndObject();
        }
    }

    private void writeAgent(JsonGenerator json, Snapshot snapshot) throws IOException {
        Duration uptime = Duration.between(snapshot.startedAt(), snapshot.takenAt());
        json.writeObjectFieldStart("agent");
        writeText(json, "version", agent.version());
        json.writeStringField("startedAt", instant(snapshot.startedAt()));
        json.writeStringField("writtenAt", instant(snapshot.takenAt()));
        writeText(json, "serviceName", agent.serviceName());
        writeText(json, "jvm", agent.jvm());
        json.writeNumberField("uptimeSeconds", seconds(Math.max(0, uptime.toNanos())));
        json.writeNumberField("selfErrors", snapshot.selfErrors());
        json.writeNumberField("slowQuerySeconds", seconds(slowQueryNanos));
        json.writeNumberField("omittedFindings", snapshot.omittedFindings());
        json.writeArrayFieldStart("lookedFor");
        for (Finding.Kind kind : Finding.Kind.values()) {
            if (lookedFor.contains(kind)) {
                json.writeString(kind.id());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeHealth(JsonGenerator json, Health health, List<Actions.Action> actions)
            throws IOException {
        json.writeObjectFieldStart("health");
        writeScore(json, health.score());
        json.writeStringField("grade", health.grade());
        json.writeStringField("reason", health.reason());
        json.writeArrayFieldStart("parts");
        for (Health.Part part : health.parts()) {
            json.writeStartObject();
            json.writeStringField("name", part.name());
            writeScore(json, part.score());
            writeText(json, "why", part.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("actions");
        for (Actions.Action action : actions) {
            writeAction(json, action);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeAction(JsonGenerator json, Actions.Action action) throws IOException {
        json.writeStartObject();
        writeText(json, "title", action.title());
        writeText(json, "why", action.why());
        if (action.savedNanos().isPresent()) {
            json.writeNumberField("gainSeconds", seconds(action.savedNanos().getAsLong()));
        } else {
            json.writeNullField("gainSeconds");
        }
        writeText(json, "gain", action.gain());
        json.writeArrayFieldStart("findings");
        for (int finding : action.findings()) {
            json.writeNumber(finding);
        }
        json.writeEndArray();
        writeText(json, "pool", action.pool());
        json.writeEndObject();
    }

    private static void writeScore(JsonGenerator json, OptionalInt score) throws IOException {
        if (score.isPresent()) {
            json.writeNumberField("score", score.getAsInt());
        } else {
            json.writeNullField("score");
        }
    }

    private static void writePattern(
            JsonGenerator json, PatternSnapshot pattern, @Nullable TimelineSnapshot timeline, HistogramText histograms)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", pattern.pattern().hexId());
        writeText(json, "database", pattern.database().displayName());
        writeText(json, "system", pattern.database().system());
        writeText(json, "text", pattern.pattern().text());
        writeText(json, "summary", pattern.pattern().summary());
        writeText(json, "operation", pattern.pattern().operation());
        writeTexts(json, "tablesRead", pattern.pattern().tablesRead());
        writeTexts(json, "tablesWritten", pattern.pattern().tablesWritten());
        json.writeBooleanField("parsed", pattern.pattern().facts().parsed());
        json.writeNumberField("distinctPatterns", pattern.distinctPatterns());
        json.writeNumberField("count", pattern.count());
        json.writeNumberField("errors", pattern.errors());
        writeErrorTypes(json, pattern.failed());
        if (pattern.batchSize().isEmpty()) {
            json.writeNullField("batchSize");
        } else {
            writeCounts(json, "batchSize", pattern.batchSize());
        }
        if (pattern.texts().maxValuesRows() > 1) {
            json.writeNumberField("maxValuesRows", pattern.texts().maxValuesRows());
        }
        writeCounts(json, "rows", pattern.rows());
        writeDurations(json, "duration", pattern.duration(), histograms);
        writeDurations(json, "fetch", pattern.fetch(), histograms);
        writeCallSites(json, pattern);
        TimelineJson.write(json, timeline, pattern);
        json.writeEndObject();
    }

    private static void writeCallSites(JsonGenerator json, PatternSnapshot pattern) throws IOException {
        json.writeArrayFieldStart("callSites");
        for (SiteSamples.Line line : pattern.sampledSites()) {
            json.writeStartObject();
            writeText(json, "site", line.site());
            json.writeNumberField("count", line.count());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("callSitesSampled", pattern.sampledExecutions());
    }

    private static void writeErrorTypes(JsonGenerator json, Map<String, DistributionSnapshot> failed)
            throws IOException {
        List<Map.Entry<String, DistributionSnapshot>> mostFrequentFirst = failed.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, DistributionSnapshot> it) ->
                                -it.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .collect(Collectors.toList());
        json.writeObjectFieldStart("errorTypes");
        for (Map.Entry<String, DistributionSnapshot> type : mostFrequentFirst) {
            json.writeNumberField(wellFormed(type.getKey()), type.getValue().count());
        }
        json.writeEndObject();
    }

    private static void writeFinding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", finding.kind().id());
        writeText(json, "title", KindText.of(finding.kind()).title());
        json.writeStringField("confidence", lowerCase(finding.confidence()));
        json.writeStringField("severity", lowerCase(finding.severity()));
        json.writeStringField("pattern", finding.pattern().isEmpty() ? null : finding.pattern());
        writeText(json, "statement", finding.statement());
        writeText(json, "database", finding.database().displayName());
        json.writeStringField("source", finding.source());
        writeIfPresent(json, "repeats", finding.repeats());
        Finding.Unit unit = finding.unit();
        if (unit == null) {
            json.writeNullField("unit");
        } else {
            json.writeObjectFieldStart("unit");
            writeText(json, "kind", unit.kind());
            writeText(json, "name", unit.name());
            json.writeEndObject();
        }
        writeTrace(json, finding.trace());
        writeText(json, "callSite", finding.callSite());
        writeTexts(json, "stack", finding.stack());
        if (finding.impactNanos().isPresent()) {
            json.writeNumberField("impactSeconds", seconds(finding.impactNanos().getAsLong()));
        } else {
            json.writeNullField("impactSeconds");
        }
        json.writeNumberField("occurrences", finding.occurrences());
        json.writeStringField("firstSeen", instant(finding.firstSeen()));
        json.writeStringField("lastSeen", instant(finding.lastSeen()));
        writeEvidence(json, finding.evidence());
        writeText(json, "what", finding.what());
        writeText(json, "advice", finding.advice());
        json.writeEndObject();
    }

    private static void writeTrace(JsonGenerator json, @Nullable TraceContext trace) throws IOException {
        if (trace == null) {
            json.writeNullField("trace");
            return;
        }
        json.writeObjectFieldStart("trace");
        json.writeStringField("traceId", trace.traceId());
        json.writeStringField("spanId", trace.spanId());
        json.writeBooleanField("sampled", trace.sampled());
        json.writeEndObject();
    }

    private static void writeEvidence(JsonGenerator json, Map<String, Object> evidence) throws IOException {
        json.writeObjectFieldStart("evidence");
        for (Map.Entry<String, Object> entry : evidence.entrySet()) {
            Object value = entry.getValue();
            if (value instanceof Long) {
                json.writeNumberField(entry.getKey(), (Long) value);
            } else if (value instanceof Double) {
                json.writeNumberField(entry.getKey(), plain(BigDecimal.valueOf((Double) value)));
            } else if (value instanceof Boolean) {
                json.writeBooleanField(entry.getKey(), (Boolean) value);
            } else {
                writeText(json, entry.getKey(), value.toString());
            }
        }
        json.writeEndObject();
    }

    private static void writeIfPresent(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void writeTransactions(JsonGenerator json, List<TransactionSnapshot> transactions)
            throws IOException {
        long rollbacks = 0;
        for (TransactionSnapshot database : transactions) {
            rollbacks += database.rollbacks();
        }
        Percentiles all = Percentiles.of(
                transactions.stream().map(TransactionSnapshot::duration).collect(Collectors.toList()));
        json.writeObjectFieldStart("transactions");
        json.writeNumberField("count", all.count());
        json.writeNumberField("rollbacks", rollbacks);
        writeDurations(json, "duration", all);
        json.writeArrayFieldStart("byDatabase");
        for (TransactionSnapshot database : transactions) {
            json.writeStartObject();
            writeText(json, "database", database.database().displayName());
            writeText(json, "system", database.database().system());
            json.writeNumberField("count", database.commits() + database.rollbacks());
            json.writeNumberField("rollbacks", database.rollbacks());
            writeDurations(json, "duration", Percentiles.of(database.duration()));
            writeDurations(json, "commit", Percentiles.of(database.commit()));
            writeDurations(json, "rollback", Percentiles.of(database.rollback()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Half a surrogate pair, as left by cutting a text, is no Unicode: readers of the document would refuse all of it. */
    public static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char current = text.charAt(i);
            if (!Character.isSurrogate(current)) {
                continue;
            }
            if (Character.isHighSurrogate(current)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? new StringBuilder(text) : repaired;
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
    }

    static String instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
