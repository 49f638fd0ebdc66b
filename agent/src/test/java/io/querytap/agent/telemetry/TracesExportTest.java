package io.querytap.agent.telemetry;

import static io.querytap.agent.telemetry.OtlpReceiver.attributes;
import static io.querytap.agent.telemetry.OtlpReceiver.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.TraceContext;
import io.querytap.core.work.UnitPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans as a receiver sees them: decoded from the wire. */
class TracesExportTest {
    private static final long MILLI = Observed.MILLI;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Said said = new Said();
    private final PatternStats select = Observed.patternOf("select name from customer where id = ?", "select customer");
    private final PatternStats insert = Observed.patternOf("insert into customer values (?)", "insert customer");
    private final PatternStats unknown = Observed.patternOf("magic", null);
    private final long start = System.nanoTime() - 1_000 * MILLI;

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void unit_isTheParentOfWaitAndExecutions_atTheTimesWhenTheyHappened() {
        FinishedUnit unit = unit(
                /* waitNanos= */ 30 * MILLI,
                execution(select, 5, 10, 3, -1, null),
                execution(insert, 20, 15, Execution.ROWS_UNKNOWN, -1, null));

        export(unit);

        List<Span> spans = receiver.spans();
        assertThat(spans).hasSize(4);
        Span lease = named("lease of shop-pool").get(0);
        Span wait = named("wait for connection").get(0);
        Span first = named("select customer").get(0);
        Span second = named("insert customer").get(0);
        assertThat(lease.getParentSpanId()).isEqualTo(ByteString.EMPTY);
        assertThat(lease.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(attributes(lease.getAttributesList()))
                .containsEntry("querytap.unit.kind", "lease")
                .containsEntry("querytap.unit.executions", 2L)
                .containsEntry("db.client.connection.pool.name", "shop-pool")
                .doesNotContainKey("querytap.unit.unrecorded");
        assertThat(List.of(wait, first, second)).allSatisfy(child -> {
            assertThat(child.getTraceId()).isEqualTo(lease.getTraceId());
            assertThat(child.getParentSpanId()).isEqualTo(lease.getSpanId());
            assertThat(child.getStartTimeUnixNano()).isGreaterThanOrEqualTo(lease.getStartTimeUnixNano());
            assertThat(child.getEndTimeUnixNano()).isLessThanOrEqualTo(lease.getEndTimeUnixNano());
        });
        assertThat(duration(lease)).isEqualTo(530 * MILLI);
        assertThat(wait.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
        assertThat(wait.getStartTimeUnixNano()).isEqualTo(lease.getStartTimeUnixNano());
        assertThat(duration(wait)).isEqualTo(30 * MILLI);
        assertThat(first.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(first.getStartTimeUnixNano() - wait.getEndTimeUnixNano()).isEqualTo(5 * MILLI);
        assertThat(duration(first)).isEqualTo(10 * MILLI);
        assertThat(second.getStartTimeUnixNano() - wait.getEndTimeUnixNano()).isEqualTo(20 * MILLI);
        assertThat(duration(second)).isEqualTo(15 * MILLI);
        long expectedStart = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(TimeUnit.NANOSECONDS.toMillis(wait.getEndTimeUnixNano())).isCloseTo(expectedStart, within(20L));
    }

    @Test
    void execution_carriesTheAttributesOfTheConventions() {
        export(unit(0, execution(select, 5, 10, 3, -1, null)));

        Span span = named("select customer").get(0);
        assertThat(attributes(span.getAttributesList()))
                .containsEntry("db.system.name", "postgresql")
                .containsEntry("db.namespace", "shop|public")
                .containsEntry("server.address", "db.test")
                .containsEntry("server.port", 5433L)
                .containsEntry("db.query.text", "select name from customer where id = ?")
                .containsEntry("db.query.summary", "select customer")
                .containsEntry("querytap.pattern.id", select.pattern().hexId())
                .containsEntry("db.response.returned_rows", 3L)
                .doesNotContainKeys("error.type", "db.operation.batch.size", "querytap.folded.count");
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(receiver.spans()).hasSize(2);
    }

    @Test
    void failure_hasErrorTypeAndStatus() {
        export(unit(
                0, execution(select, 5, 10, -1, -1, "23505"), execution(insert, 16, 1, -1, -1, "java.io.IOException")));

        Span duplicate = named("select customer").get(0);
        assertThat(duplicate.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(duplicate.getAttributesList()))
                .containsEntry("error.type", "23505")
                .containsEntry("db.response.status_code", "23505")
                .doesNotContainKey("db.response.returned_rows");
        assertThat(attributes(named("insert customer").get(0).getAttributesList()))
                .containsEntry("error.type", "java.io.IOException")
                .doesNotContainKey("db.response.status_code");
    }

    @Test
    void batches_areNamedSo_exceptThoseOfOne() {
        export(unit(
                0,
                execution(insert, 1, 1, -1, 20, null),
                execution(select, 3, 1, -1, 1, null),
                execution(insert, 5, 1, -1, 0, null),
                execution(unknown, 7, 1, -1, 2, null),
                execution(unknown, 9, 1, -1, -1, null)));

        List<Span> batches = named("BATCH insert customer");
        assertThat(batches).hasSize(2);
        assertThat(attributes(batches.get(0).getAttributesList()))
                .containsEntry("db.operation.batch.size", 20L)
                .containsEntry("db.query.summary", "BATCH insert customer");
        assertThat(attributes(batches.get(1).getAttributesList())).containsEntry("db.operation.batch.size", 0L);
        assertThat(attributes(named("select customer").get(0).getAttributesList()))
                .doesNotContainKey("db.operation.batch.size");
        assertThat(named("BATCH")).hasSize(1);
        assertThat(named("postgresql")).hasSize(1);
    }

    @Test
    void bothSignals_haveOneResource() {
        TelemetryOptions both = TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .build())
                .traces(OtlpTarget.builder(OtlpTarget.tracesUnder(receiver.base()))
                        .build())
                .build();
        Telemetry telemetry = Telemetry.start(both, new Observed()::snapshot, () -> 0, said);
        telemetry.exportUnits(List.of(unit(0)), Set.of());
        telemetry.shutdown(Duration.ofSeconds(10));

        assertThat(receiver.traceRequests().get(0).getResourceSpans(0).getResource())
                .isEqualTo(receiver.resourceMetrics().get(0).getResource());
    }

    @Test
    void runOfFive_staysAsItIs() {
        export(unit(0, run(select, 5, 0)));

        assertThat(named("select customer")).hasSize(5);
    }

    @Test
    void longerRun_isFoldedIntoItsFirstSpansAndOneForTheRest() {
        List<Execution> executions = new ArrayList<>(List.of(run(select, 10, 0)));
        executions.add(execution(insert, 110, 1, -1, -1, null));
        executions.addAll(List.of(run(select, 2, 120)));

        export(unit(0, executions.toArray(new Execution[0])));

        List<Span> selects = named("select customer");
        assertThat(selects).hasSize(UnitSpans.SPANS_BEFORE_FOLD + 1 + 2);
        Span folded = selects.get(UnitSpans.SPANS_BEFORE_FOLD);
        assertThat(attributes(folded.getAttributesList()))
                .containsEntry("querytap.folded.count", 7L)
                .containsEntry("querytap.folded.duration", 0.028)
                .containsEntry("db.response.returned_rows", 14L);
        Span firstSpan = selects.get(0);
        assertThat(folded.getStartTimeUnixNano() - firstSpan.getStartTimeUnixNano())
                .isEqualTo(30 * MILLI);
        assertThat(duration(folded)).isEqualTo(64 * MILLI);
        assertThat(selects.stream()
                        .filter(it -> attributes(it.getAttributesList()).containsKey("querytap.folded.count")))
                .hasSize(1);
    }

    @Test
    void failureInsideARun_isNeverFolded() {
        List<Execution> executions = new ArrayList<>(List.of(run(select, 4, 0)));
        executions.add(execution(select, 45, 1, -1, -1, "57014"));
        executions.addAll(List.of(run(select, 4, 50)));

        export(unit(0, executions.toArray(new Execution[0])));

        assertThat(named("select customer")).hasSize(9);
    }

    @Test
    void unitLongerThanItsRecord_saysSo() {
        export(unit(0, differing(300)));

        assertThat(attributes(named("lease of shop-pool").get(0).getAttributesList()))
                .containsEntry("querytap.unit.unrecorded", 44L)
                .containsEntry("querytap.unit.executions", 300L);
        assertThat(receiver.spans()).hasSize(1 + 256);
    }

    @Test
    void unitUnderASpanOfTheApplication_isItsChild() {
        TraceContext request = new TraceContext(TRACE, SPAN, /* sampled= */ true);
        List<FinishedUnit> units = new Work()
                .under(request)
                .lease(
                        "shop-pool",
                        start,
                        30 * MILLI,
                        start + 40 * MILLI,
                        List.of(execution(select, 5, 10, 3, -1, null)))
                .done();

        export(units, Set.of());

        Span unit = receiver.spans().stream()
                .filter(it -> hex(it.getParentSpanId()).equals(SPAN))
                .findAny()
                .orElseThrow();
        assertThat(attributes(unit.getAttributesList())).containsEntry("querytap.unit.kind", "trace");
        assertThat(receiver.spans())
                .hasSize(3)
                .allSatisfy(it -> assertThat(hex(it.getTraceId())).isEqualTo(TRACE));
        assertThat(named("select customer").get(0).getParentSpanId()).isEqualTo(unit.getSpanId());
        assertThat(named("wait for connection").get(0).getParentSpanId()).isEqualTo(unit.getSpanId());
    }

    @Test
    void unitOfAnEntryWithTraceparent_isAChildOfTheCallersSpan_evenOfOneThatNobodyKeeps() {
        Work work = new Work();
        work.units.entryBegins("GET /orders", "00-" + TRACE + '-' + SPAN + "-00");
        long now = System.nanoTime();
        work.lease("shop-pool", now, 0, now, List.of());
        work.units.entryEnds(null);

        export(work.done(), Set.of());

        Span unit = named("GET /orders").get(0);
        assertThat(hex(unit.getTraceId())).isEqualTo(TRACE);
        assertThat(hex(unit.getParentSpanId())).isEqualTo(SPAN);
    }

    @Test
    void unitThatIsNotInteresting_isSentIfSomethingWasFoundInIt() {
        List<FinishedUnit> units = new Work(UnitPolicy.Traces.INTERESTING)
                .under(new TraceContext(TRACE, SPAN, /* sampled= */ true))
                .lease("shop-pool", start, 0, start + MILLI, List.of(execution(select, 0, 1, 1, -1, null)))
                .done();
        assertThat(units).singleElement().matches(it -> !it.isForSpans());

        export(units, Set.of());
        assertThat(receiver.spans()).isEmpty();

        export(units, Set.copyOf(units));
        assertThat(receiver.spans()).hasSize(2);
    }

    @Test
    void unitOfTwoPools_namesNone_andEachWait() {
        Work work = new Work();
        work.units.entryBegins("GET /orders", null);
        long now = System.nanoTime();
        work.lease("shop-pool", now, MILLI, now, List.of(execution(select, 5, 10, 3, -1, null)));
        work.lease("archive", now, 2 * MILLI, now, List.of());
        work.units.entryEnds("GET /orders/{id}");

        export(work.done(), Set.of());

        Span unit = named("GET /orders/{id}").get(0);
        assertThat(attributes(unit.getAttributesList()))
                .containsEntry("querytap.unit.kind", "entry")
                .doesNotContainKey("db.client.connection.pool.name");
        assertThat(named("wait for connection"))
                .extracting(it -> attributes(it.getAttributesList()).get("db.client.connection.pool.name"))
                .containsExactlyInAnyOrder("shop-pool", "archive");
    }

    @Test
    void moreUnitsThanFit_areLeftOutWholeAndCounted() {
        receiver.hang();
        Telemetry telemetry = Telemetry.start(options(), new Observed()::snapshot, () -> 0, said);
        FinishedUnit unit = unit(0, differing(200));

        for (int i = 0; i < 100; i++) {
            telemetry.exportUnits(List.of(unit), Set.of());
        }

        // 202 spans a unit: 20 fit, one or two more for what the export takes away meanwhile, a request at a time.
        assertThat(telemetry.droppedUnits()).isBetween(75L, 80L);
        telemetry.shutdown(Duration.ofMillis(200));
    }

    private Execution[] differing(int count) {
        List<Execution> executions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            executions.add(execution(i % 2 == 0 ? select : insert, i, 1, -1, -1, null));
        }
        return executions.toArray(new Execution[0]);
    }

    /** One every ten milliseconds, of four milliseconds and two rows each. */
    private Execution[] run(PatternStats pattern, int length, int firstMillis) {
        List<Execution> executions = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            executions.add(execution(pattern, firstMillis + i * 10, 4, 2, -1, null));
        }
        return executions.toArray(new Execution[0]);
    }

    private Execution execution(
            PatternStats pattern, long atMillis, long millis, long rows, int batchSize, @Nullable String errorType) {
        return new Execution(pattern, start + atMillis * MILLI, millis * MILLI, rows, batchSize, 0, 0, errorType);
    }

    private FinishedUnit unit(long waitNanos, Execution... executions) {
        return new Work()
                .lease("shop-pool", start, waitNanos, start + 500 * MILLI, List.of(executions))
                .done()
                .get(0);
    }

    private TelemetryOptions options() {
        return TelemetryOptions.builder("shop", "1.2.3")
                .traces(OtlpTarget.builder(OtlpTarget.tracesUnder(receiver.base()))
                        .build())
                .build();
    }

    private void export(FinishedUnit unit) {
        export(List.of(unit), Set.of());
    }

    private void export(List<FinishedUnit> units, Set<FinishedUnit> withFinding) {
        Telemetry telemetry = Telemetry.start(options(), new Observed()::snapshot, () -> 0, said);
        telemetry.exportUnits(units, withFinding);
        telemetry.shutdown(Duration.ofSeconds(10));
        assertThat(said.messages()).isEmpty();
    }

    private List<Span> named(String name) {
        return receiver.spans().stream().filter(it -> it.getName().equals(name)).collect(Collectors.toList());
    }

    private static long duration(Span span) {
        return span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
    }
}
