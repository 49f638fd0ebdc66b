package io.querytap.agent.telemetry;

import static io.querytap.agent.telemetry.OtlpReceiver.attributes;
import static io.querytap.agent.telemetry.OtlpReceiver.hex;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.work.TraceContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Findings as a receiver sees them: log records decoded from the wire. */
class LogsExportTest {
    private static final TraceContext REQUEST =
            new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", /* sampled= */ true);

    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Said said = new Said();
    private final FindingEvents events = new FindingEvents();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void finding_becomesAnEventWithAllThatIsKnown() {
        long before = System.currentTimeMillis();
        events.raised(nPlusOne(Confidence.CONFIRMED, Severity.HIGH));

        export();

        LogRecord record = onlyRecord();
        assertThat(record.getEventName()).isEqualTo("querytap.finding.n_plus_one");
        assertThat(record.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
        assertThat(record.getSeverityText()).isEqualTo("ERROR");
        assertThat(record.getBody().getStringValue())
                .isEqualTo("One select for each of 50 orders. At shop.Orders.show(Orders.java:42).");
        assertThat(TimeUnit.NANOSECONDS.toMillis(record.getTimeUnixNano()))
                .isBetween(before, System.currentTimeMillis());
        assertThat(record.getObservedTimeUnixNano()).isEqualTo(record.getTimeUnixNano());
        assertThat(attributes(record.getAttributesList()))
                .containsOnly(
                        entry("db.system.name", "postgresql"),
                        entry("db.namespace", "shop|public"),
                        entry("server.address", "db.test"),
                        entry("server.port", 5433L),
                        entry("querytap.pattern.id", "00000000000000ab"),
                        entry("querytap.finding.kind", "n_plus_one"),
                        entry("querytap.finding.state", "raised"),
                        entry("querytap.finding.confidence", "confirmed"),
                        entry("querytap.finding.severity", "high"),
                        entry("querytap.finding.statement", "SELECT item"),
                        entry("querytap.finding.source", "00000000000000cd"),
                        entry("querytap.finding.repeats", 50L),
                        entry("querytap.finding.occurrences", 7L),
                        entry("querytap.finding.impact", 0.25),
                        entry("querytap.finding.advice", "Fetch them together."),
                        entry("querytap.finding.call_site", "shop.Orders.show(Orders.java:42)"),
                        entry("code.function.name", "shop.Orders.show"),
                        entry("code.file.path", "Orders.java"),
                        entry("code.line.number", 42L),
                        entry("querytap.unit.kind", "entry"),
                        entry("querytap.unit.name", "GET /orders"),
                        entry("querytap.finding.evidence.executions", 50L),
                        entry("querytap.finding.evidence.share", 0.98),
                        entry("querytap.finding.evidence.rows_match", true),
                        entry("querytap.finding.evidence.column", "orders.id"));
    }

    @Test
    void finding_isLinkedToTheApplicationsSpan() {
        events.raised(nPlusOne(Confidence.PROBABLE, Severity.WARNING));

        export();

        LogRecord record = onlyRecord();
        assertThat(hex(record.getTraceId())).isEqualTo(REQUEST.traceId());
        assertThat(hex(record.getSpanId())).isEqualTo(REQUEST.spanId());
        assertThat(record.getFlags()).isEqualTo(1);
    }

    @Test
    void findingOutsideAnyTrace_hasNoLink() {
        events.raised(Finding.of(Finding.Kind.SLOW_QUERY, Observed.LOCAL, "00000000000000ab", "SELECT item")
                .what("It is slow.")
                .build());

        export();

        LogRecord record = onlyRecord();
        assertThat(record.getTraceId()).isEqualTo(ByteString.EMPTY);
        assertThat(record.getBody().getStringValue()).isEqualTo("It is slow.");
        assertThat(attributes(record.getAttributesList()))
                .doesNotContainKeys(
                        "code.function.name",
                        "querytap.finding.impact",
                        "querytap.finding.repeats",
                        "querytap.finding.advice",
                        "querytap.unit.kind");
    }

    @Test
    void newFigures_areNoEvent() {
        Finding finding = nPlusOne(Confidence.PROBABLE, Severity.WARNING);
        events.raised(finding);
        events.changed(finding, nPlusOne(Confidence.PROBABLE, Severity.WARNING));
        events.changed(finding, nPlusOne(Confidence.SUSPECT, Severity.INFO));

        export();

        assertThat(attributes(onlyRecord().getAttributesList())).containsEntry("querytap.finding.state", "raised");
    }

    @Test
    void moreConfidenceOrSeverity_isAnEvent_andSoIsTheEnd() {
        Finding suspect = nPlusOne(Confidence.SUSPECT, Severity.INFO);
        Finding probable = nPlusOne(Confidence.PROBABLE, Severity.INFO);
        Finding high = nPlusOne(Confidence.PROBABLE, Severity.HIGH);
        events.raised(suspect);
        events.changed(suspect, probable);
        events.changed(probable, high);
        events.retracted(high);

        export();

        assertThat(receiver.logs())
                .extracting(it -> attributes(it.getAttributesList()).get("querytap.finding.state"))
                .containsExactly("raised", "risen", "risen", "retracted");
        assertThat(receiver.logs())
                .extracting(LogRecord::getSeverityNumber)
                .containsExactly(
                        SeverityNumber.SEVERITY_NUMBER_INFO,
                        SeverityNumber.SEVERITY_NUMBER_INFO,
                        SeverityNumber.SEVERITY_NUMBER_ERROR,
                        SeverityNumber.SEVERITY_NUMBER_INFO);
        assertThat(receiver.logs().get(3).getBody().getStringValue()).startsWith("Retracted: One select");
    }

    @ParameterizedTest
    @EnumSource(Finding.Kind.class)
    void eventName_isThatOfTheKind(Finding.Kind kind) {
        events.raised(Finding.of(kind, Observed.SHOP, "00000000000000ab", "SELECT item")
                .build());

        export();

        assertThat(onlyRecord().getEventName()).isEqualTo("querytap.finding." + kind.id());
    }

    @Test
    void logs_haveResourceAndScopeOfTheOtherSignals() {
        TelemetryOptions all = TelemetryOptions.builder("shop", "1.2.3")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .build())
                .logs(OtlpTarget.builder(OtlpTarget.logsUnder(receiver.base())).build())
                .build();
        events.raised(nPlusOne(Confidence.PROBABLE, Severity.WARNING));

        export(all);

        assertThat(receiver.logRequests().get(0).getResourceLogs(0).getResource())
                .isEqualTo(receiver.resourceMetrics().get(0).getResource());
        ScopeLogs scope = receiver.logRequests().get(0).getResourceLogs(0).getScopeLogs(0);
        assertThat(scope.getScope().getName()).isEqualTo("io.querytap");
        assertThat(scope.getScope().getVersion()).isEqualTo("1.2.3");
    }

    @Test
    void receiverThatIsNotThere_isSaidOnce_andShutdownIsQuick() {
        URI nobody = receiver.base();
        receiver.close();
        events.raised(nPlusOne(Confidence.PROBABLE, Severity.WARNING));
        long begun = System.nanoTime();

        Telemetry telemetry = Telemetry.start(options(), new Observed()::snapshot, () -> 0, said);
        telemetry.exportFindings(events.take());
        telemetry.shutdown(Duration.ofSeconds(20));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(said.messages())
                .containsExactly("could not export to 127.0.0.1:" + nobody.getPort()
                        + ": cannot connect; the application is not affected; retrying quietly");
    }

    @Test
    void wrongCertificate_isSaid_andTheOtherSignalsWork() {
        events.raised(nPlusOne(Confidence.PROBABLE, Severity.WARNING));
        Telemetry telemetry = Telemetry.start(
                TelemetryOptions.builder("shop", "1")
                        .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                                .build())
                        .logs(OtlpTarget.builder(URI.create("https://127.0.0.1:1/v1/logs"))
                                .trustedCertificates(Path.of("no-such-file.pem"))
                                .build())
                        .build(),
                new Observed()::snapshot,
                () -> 0,
                said);
        telemetry.exportFindings(events.take());
        telemetry.shutdown(Duration.ofSeconds(10));

        assertThat(receiver.lastMetrics()).isNotEmpty();
        assertThat(said.messages())
                .containsExactly("no logs are exported to 127.0.0.1:1: NoSuchFileException no-such-file.pem;"
                        + " check its URL, certificates and keys; the application is not affected");
    }

    @Test
    void take_moreEventsThanFit_leavesOutTheLatest() {
        for (int i = 0; i < FindingEvents.MAX_WAITING + 5; i++) {
            events.raised(nPlusOne(Confidence.PROBABLE, Severity.WARNING));
        }

        assertThat(events.take()).hasSize(FindingEvents.MAX_WAITING);
        assertThat(events.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.Orders.show(Orders.java:42), shop.Orders.show, Orders.java, 42",
        "shop.Orders.<init>(Orders.java), shop.Orders.<init>, Orders.java,",
        "shop.Orders.show(Unknown Source), shop.Orders.show,,",
        "shop.Orders.show(Native Method), shop.Orders.show,,",
        "shop.Orders.show(Orders.java:x), shop.Orders.show, Orders.java:x,",
        "shop.Orders.show, shop.Orders.show,,",
    })
    void callSite_isTakenApart(String callSite, String function, String file, Long line) {
        events.raised(Finding.of(Finding.Kind.SLOW_QUERY, Observed.SHOP, "00000000000000ab", "SELECT item")
                .callSite(callSite, List.of(callSite))
                .build());

        export();

        assertThat(attributes(onlyRecord().getAttributesList()))
                .containsEntry("code.function.name", function)
                .satisfies(it -> assertThat(it.get("code.file.path")).isEqualTo(file))
                .satisfies(it -> assertThat(it.get("code.line.number")).isEqualTo(line));
    }

    private static Finding nPlusOne(Confidence confidence, Severity severity) {
        return Finding.of(Finding.Kind.N_PLUS_ONE, Observed.SHOP, "00000000000000ab", "SELECT item")
                .confidence(confidence)
                .severity(severity)
                .source("00000000000000cd")
                .repeats(50)
                .occurrences(7)
                .impactNanos(250 * Observed.MILLI)
                .unit(new Finding.Unit("entry", "GET /orders"))
                .trace(REQUEST)
                .callSite("shop.Orders.show(Orders.java:42)", List.of("shop.Orders.show(Orders.java:42)"))
                .seen(Instant.now(), Instant.now())
                .evidence("executions", 50)
                .evidence("share", 0.98)
                .evidence("rows_match", true)
                .evidence("column", "orders.id")
                .what("One select for each of 50 orders.")
                .advice("Fetch them together.")
                .build();
    }

    private LogRecord onlyRecord() {
        assertThat(receiver.logs()).hasSize(1);
        return receiver.logs().get(0);
    }

    private TelemetryOptions options() {
        return TelemetryOptions.builder("shop", "1.2.3")
                .logs(OtlpTarget.builder(OtlpTarget.logsUnder(receiver.base())).build())
                .build();
    }

    private void export() {
        export(options());
    }

    private void export(TelemetryOptions options) {
        Telemetry telemetry = Telemetry.start(options, new Observed()::snapshot, () -> 0, said);
        telemetry.exportFindings(events.take());
        telemetry.shutdown(Duration.ofSeconds(10));
        assertThat(said.messages()).isEmpty();
    }
}
