package io.querytap.core.settings;

import io.querytap.core.settings.Setting.Declaration;
import io.querytap.core.work.UnitPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the agent, declared here and nowhere else, in the order in which the reference page shows them. What is
 * parsed, what messages say and what {@code docs/settings.md} prints all come from these declarations.
 */
public final class Settings {
    /** Where a signal goes that is switched on without an endpoint. */
    public static final String DEFAULT_OTLP_ENDPOINT = "http://localhost:4318";

    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    public static final Setting<Boolean> ENABLED = add(declare(Section.AGENT, "enabled", ValueType.bool())
            .defaultsTo("true")
            .means("`false`: the agent attaches and does nothing; no class is woven."));

    public static final Setting<Path> CONFIG = add(declare(Section.AGENT, "config", ValueType.readableFile())
            .rejectedMeans("no file is read")
            .means(
                    "A file with further settings: a Java properties file in UTF-8, names with or without `querytap.` in front."
                            + " Every other source wins over it."));

    public static final Setting<Duration> EXIT_TIMEOUT = add(declare(
                    Section.AGENT, "exit.timeout", ValueType.duration("100ms", "1m"))
            .defaultsTo("5s")
            .means("How long the end of the JVM is held up at most to write the report and to send what has not been"
                    + " sent."));

    public static final Setting<Path> REPORT = add(declare(Section.REPORT, "report", ValueType.pathStem())
            .rejectedMeans("no report is written")
            .means(
                    "Where to write the report when the JVM ends: `<stem>.html`, a page to read, `<stem>.json`, the data in"
                            + " it, and `<stem>.sarif`, the findings for code hosts. A relative path counts from the working"
                            + " directory."));

    public static final Setting<String> REPORT_SOURCE_ROOT = add(declare(
                    Section.REPORT, "report.source-root", ValueType.text())
            .defaultsTo("src/main/java")
            .means("Folder of the application's sources, from the root of its repository on; `<stem>.sarif` puts it in"
                    + " front of the path of each file. `.` is the root itself."));

    public static final Setting<Duration> REPORT_INTERVAL =
            add(declare(Section.REPORT, "report.interval", ValueType.duration("1s", "7d"))
                    .unsetMeans("only at exit")
                    .rejectedMeans("the report is written only at exit")
                    .means(
                            "Also writes the report this often while the application runs; each time takes some milliseconds on a"
                                    + " thread of the agent."));

    public static final Setting<Boolean> SUMMARY = add(declare(Section.REPORT, "summary", ValueType.bool())
            .defaultsTo("true")
            .means(
                    "Prints what was found and the ten costliest query patterns to standard error when the JVM ends, 40 lines at"
                            + " most."));

    public static final Setting<HostPort> CONSOLE = add(declare(Section.CONSOLE, "console", ValueType.hostPort())
            .unsetMeans("no console, and nothing of it is loaded")
            .rejectedMeans("there is no console")
            .means(
                    "Where the console listens once the first driver class has been loaded. A port alone is one of the loopback"
                            + " address, which nobody reaches from outside; port 0 is any free one, and the agent says which. On"
                            + " another address everything needs the token, and nothing is encrypted."));

    public static final Setting<String> CONSOLE_TOKEN = add(declare(Section.CONSOLE, "console.token", ValueType.token())
            .unsetMeans("a random one, said on standard error")
            .rejectedMeans("a random one is made and said on standard error")
            .secret()
            .means(
                    "What a request must know to change something, and to read something where the console does not listen on"
                            + " the loopback address."));

    public static final Setting<Duration> SLOW_QUERY =
            add(declare(Section.RECORDING, "slow-query", ValueType.duration("1ms", "1h"))
                    .defaultsTo("500ms")
                    .means("An execution that takes at least this long is a slow query."));

    public static final Setting<Duration> POOL_WAIT_THRESHOLD = add(declare(
                    Section.RECORDING, "pool.wait-threshold", ValueType.duration("1ms", "1h"))
            .defaultsTo("50ms")
            .means("A wait for a pooled connection of at least this long makes its unit of work interesting: with"
                    + " `querytap.traces` at `interesting` its spans are sent."));

    public static final Setting<Integer> POOL_INSTANCES =
            add(declare(Section.RECORDING, "pool.instances", ValueType.wholeNumber(1, 100_000, "instances"))
                    .defaultsTo("1")
                    .means(
                            "How many instances of this application run at once, each with pools like these: advice on the size of a"
                                    + " pool leaves the others their share of the database. No pool is ever resized."));

    public static final Setting<Integer> POOL_DATABASE_CONNECTIONS = add(declare(
                    Section.RECORDING, "pool.database-connections", ValueType.wholeNumber(1, 1_000_000, "connections"))
            .unsetMeans("no limit")
            .rejectedMeans("no limit is taken into account")
            .means("How many connections the database has for all instances of this application: its limit without what"
                    + " it keeps back and what others need. The advised size of a pool never exceeds one instance's"
                    + " share."));

    public static final Setting<Integer> POOL_DATABASE_CORES = add(declare(
                    Section.RECORDING, "pool.database-cores", ValueType.wholeNumber(1, 100_000, "processors"))
            .unsetMeans("no limit")
            .rejectedMeans("no limit is taken into account")
            .means("Processors of the database server. The advised size of a pool keeps so many connections busy at"
                    + " once, over all instances of this application, that each processor has two."));

    public static final Setting<Integer> PATTERNS_MAX = add(declare(
                    Section.RECORDING, "patterns.max", ValueType.wholeNumber(1, 100_000, "patterns"))
            .defaultsTo("2000")
            .means("How many different query patterns are kept apart; the rest is counted in one overflow pattern."
                    + " Bounds the agent's memory: a pattern that runs often costs some tens of KiB."));

    public static final Setting<List<String>> ENTRY_METHODS = add(
            declare(Section.RECORDING, "entry.methods", ValueType.methods())
                    .rejectedMeans("no method is taken for an entry point by its name")
                    .means(
                            "Methods whose calls are units of work of their own, as requests and scheduled methods are anyway:"
                                    + " `com.acme.Import.main,com.acme.Worker$Loop.step`. All overloads, static ones too; a class in a"
                                    + " class is written with `$`. Where one calls another, or is called in a request, the outermost counts."));

    public static final Setting<SqlText> SQL_TEXT = add(
            declare(Section.RECORDING, "sql.text", ValueType.choice(SqlText.values()))
                    .defaultsTo("normalized")
                    .means(
                            "How statements are shown in report and telemetry. `normalized`: without their literals. `raw`: as the"
                                    + " application wrote them, with all personal data and secrets that are in the literals."));

    /** What is looked for, and what counts as found. */
    public static final FindingSettings FINDINGS = new FindingSettings(DECLARED);

    public static final Setting<FindingsFail> FINDINGS_FAIL = add(declare(
                    Section.FINDINGS, "findings.fail", ValueType.choice(FindingsFail.values()))
            .unsetMeans("the exit code stays as it is")
            .rejectedMeans("the exit code stays as it is")
            .means("For tests in a pipeline: the JVM ends with exit code 3 instead of 0 if a finding of at least this"
                    + " severity stands at the end and is at least probable. Another exit code than 0 stays."));

    /** What may be answered without the database. */
    public static final CacheSettings CACHE = new CacheSettings(DECLARED);

    public static final Setting<UnitPolicy.Traces> TRACES = add(declare(
                    Section.TELEMETRY, "traces", ValueType.choice(UnitPolicy.Traces.values()))
            .defaultsTo("interesting")
            .means("Which units of work become spans, once traces are exported. `interesting`: those with a finding, an"
                    + " error, a slow query or a long wait for a connection. `all` costs a span for each query, built"
                    + " on a thread of the agent. Beside the OpenTelemetry agent, which makes spans of statements"
                    + " itself, none are sent unless this is set."));

    public static final Setting<Boolean> OTEL_SDK_DISABLED =
            add(declare(Section.TELEMETRY, "otel.sdk.disabled", ValueType.bool())
                    .defaultsTo("false")
                    .means("`true`: nothing is sent, whatever the settings below say."));

    public static final Setting<String> OTEL_SERVICE_NAME =
            add(declare(Section.TELEMETRY, "otel.service.name", ValueType.text())
                    .unsetMeans("`service.name` of the resource attributes, else unknown_service:java")
                    .means("The name of this application, in the telemetry and in the report."));

    public static final Setting<Map<String, String>> OTEL_RESOURCE_ATTRIBUTES =
            add(declare(Section.TELEMETRY, "otel.resource.attributes", ValueType.map())
                    .rejectedMeans("no attribute is added")
                    .means("Attributes of everything that is sent, such as `deployment.environment.name=staging`."));

    public static final Setting<OtlpExporter> OTEL_METRICS_EXPORTER =
            add(declare(Section.TELEMETRY, "otel.metrics.exporter", ValueType.choiceInList(OtlpExporter.values()))
                    .unsetMeans("otlp when an endpoint is configured, else none")
                    .rejectedMeans("no metrics are sent")
                    .means("Whether metrics are sent. In a list of exporters only these two are looked for."));

    public static final Setting<OtlpExporter> OTEL_TRACES_EXPORTER =
            add(declare(Section.TELEMETRY, "otel.traces.exporter", ValueType.choiceInList(OtlpExporter.values()))
                    .unsetMeans("otlp when an endpoint is configured, else none")
                    .rejectedMeans("no traces are sent")
                    .means("Whether traces are sent. In a list of exporters only these two are looked for."));

    public static final Setting<OtlpExporter> OTEL_LOGS_EXPORTER = add(declare(
                    Section.TELEMETRY, "otel.logs.exporter", ValueType.choiceInList(OtlpExporter.values()))
            .unsetMeans("otlp when an endpoint is configured, else none")
            .rejectedMeans("no logs are sent")
            .means("Whether logs are sent: one event for each finding, never what the application logs. In a list of"
                    + " exporters only these two are looked for."));

    public static final Setting<Duration> OTEL_METRIC_EXPORT_INTERVAL =
            add(declare(Section.TELEMETRY, "otel.metric.export.interval", ValueType.duration("100ms", "1d"))
                    .defaultsTo("60s")
                    .means("How often metrics are sent."));

    public static final Setting<Temporality> OTLP_METRICS_TEMPORALITY = add(declare(
                    Section.TELEMETRY,
                    "otel.exporter.otlp.metrics.temporality.preference",
                    ValueType.choice(Temporality.values()))
            .defaultsTo("cumulative")
            .means("Whether counters and histograms are sent as totals since the start (`cumulative`) or as the change"
                    + " since the last time (`delta`). `lowmemory` is the mixture of both that"
                    + " OpenTelemetry defines under that name."));

    public static final Setting<HistogramAggregation> OTLP_METRICS_HISTOGRAM_AGGREGATION = add(declare(
                    Section.TELEMETRY,
                    "otel.exporter.otlp.metrics.default.histogram.aggregation",
                    ValueType.choice(HistogramAggregation.values()))
            .defaultsTo("explicit_bucket_histogram")
            .means(
                    "The shape of histograms: fixed buckets that every dashboard understands, or exponential ones that are"
                            + " finer and that Prometheus calls native histograms."));

    /** For every signal that has none of its own. */
    public static final OtlpSettings OTLP = new OtlpSettings("", DECLARED);

    public static final OtlpSettings OTLP_METRICS = new OtlpSettings("metrics", DECLARED);

    public static final OtlpSettings OTLP_TRACES = new OtlpSettings("traces", DECLARED);

    public static final OtlpSettings OTLP_LOGS = new OtlpSettings("logs", DECLARED);

    private static final List<Setting<?>> ALL = Collections.unmodifiableList(DECLARED);

    private Settings() {}

    /** All settings in reading order. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** The setting of that name, written without prefix; null when there is none. */
    public static @Nullable Setting<?> named(String name) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name().equals(name)) {
                return ALL.get(i);
            }
        }
        return null;
    }

    static <T> Declaration<T> declare(Section section, String name, ValueType<T> type) {
        return new Declaration<>(section, name, type);
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        DECLARED.add(setting);
        return setting;
    }

    /** How statements are shown. */
    public enum SqlText {
        NORMALIZED,
        RAW
    }

    /** The least severity of a finding that makes the JVM end with an exit code of its own. */
    public enum FindingsFail {
        HIGH,
        WARNING
    }

    /** Where a signal goes. */
    public enum OtlpExporter {
        OTLP,
        NONE
    }

    /** What a data point of a counter or histogram covers. */
    public enum Temporality {
        CUMULATIVE,
        DELTA,
        LOWMEMORY
    }

    /** The shape of an exported histogram. */
    public enum HistogramAggregation {
        EXPLICIT_BUCKET_HISTOGRAM,
        BASE2_EXPONENTIAL_BUCKET_HISTOGRAM
    }

    /** How a request body is packed. */
    public enum Compression {
        NONE,
        GZIP
    }
}
