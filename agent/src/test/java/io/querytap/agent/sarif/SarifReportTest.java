package io.querytap.agent.sarif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.querytap.agent.report.AgentInfo;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.work.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the schema that OASIS publishes, formats included. */
class SarifReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DatabaseIdentity SHOP = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);
    private static final DatabaseIdentity STOCK = new DatabaseIdentity("h2", Dialect.H2, "stock", null, -1);
    private static final Instant STARTED = Instant.parse("2026-11-21T09:00:00.123456Z");
    private static final String SITE = "com.acme.OwnerRepository.find(OwnerRepository.java:42)";

    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        SchemaValidatorsConfig strict =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        try (InputStream in =
                Objects.requireNonNull(SarifReportTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in, strict);
        }
    }

    @Test
    void schema_documentThatBreaksIt_isRefused() throws IOException {
        assertThat(schema.validate(MAPPER.readTree("{\"version\":\"2.1.0\"}"))).isNotEmpty();
        JsonNode document = document(full(Finding.Kind.N_PLUS_ONE).build());
        ((ObjectNode) document.at("/runs/0/results/0")).put("level", "fatal");
        assertThat(schema.validate(document)).isNotEmpty();
    }

    @Test
    void write_findingsOfEveryKind_keepTheSchema() throws IOException {
        Finding[] findings = new Finding[Finding.Kind.values().length];
        for (Finding.Kind kind : Finding.Kind.values()) {
            findings[kind.ordinal()] = full(kind).build();
        }

        JsonNode document = document(findings);

        assertThat(document.at("/version").textValue()).isEqualTo("2.1.0");
        assertThat(document.at("/runs/0/results")).hasSize(findings.length);
        for (JsonNode result : document.at("/runs/0/results")) {
            JsonNode rule = document.at("/runs/0/tool/driver/rules/" + result.get("ruleIndex"));
            assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
        }
    }

    @Test
    void write_nothingFound_keepsTheSchemaAndNamesAllRules() throws IOException {
        JsonNode document = document();

        assertThat(document.at("/runs/0/results")).isEmpty();
        assertThat(document.at("/runs/0/results").isArray()).isTrue();
        assertThat(document.at("/runs/0/tool/driver/rules")).hasSize(Finding.Kind.values().length);
        JsonNode rule = document.at("/runs/0/tool/driver/rules/0");
        assertThat(rule.get("id").textValue()).isEqualTo("n_plus_one");
        assertThat(rule.get("name").textValue()).isEqualTo("NPlusOne");
        assertThat(rule.at("/shortDescription/text").textValue()).isEqualTo("N+1 select");
        assertThat(rule.at("/help/text").textValue()).contains("docs/findings.md#n_plus_one");
        assertThat(rule.at("/defaultConfiguration/level").textValue()).isEqualTo("warning");
    }

    @Test
    void write_finding_placedAtItsLine() throws IOException {
        JsonNode result = document(full(Finding.Kind.N_PLUS_ONE).build()).at("/runs/0/results/0");

        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .textValue())
                .isEqualTo("src/main/java/com/acme/OwnerRepository.java");
        assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uriBaseId")
                        .textValue())
                .isEqualTo("%SRCROOT%");
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").intValue())
                .isEqualTo(42);
        assertThat(result.at("/locations/0/logicalLocations/0/fullyQualifiedName")
                        .textValue())
                .isEqualTo("com.acme.OwnerRepository.find");
        assertThat(result.get("relatedLocations")).hasSize(2);
        assertThat(result.at("/relatedLocations/0/physicalLocation/artifactLocation/uri")
                        .textValue())
                .isEqualTo("src/main/java/com/acme/OwnerPage.java");
        assertThat(result.at("/relatedLocations/1").has("physicalLocation")).isFalse();
    }

    @Test
    void write_finding_figuresAreProperties() throws IOException {
        JsonNode result = document(full(Finding.Kind.N_PLUS_ONE).build()).at("/runs/0/results/0");

        assertThat(result.at("/message/text").textValue())
                .isEqualTo("N+1 select, confirmed: SELECT pet {{x}}. 25 times. Join.");
        assertThat(result.get("properties").toString())
                .isEqualTo("{\"confidence\":\"confirmed\",\"severity\":\"high\",\"pattern\":\"00000000000000ab\","
                        + "\"statement\":\"SELECT pet {x}\",\"database\":\"shop\",\"source\":\"00000000000000cd\","
                        + "\"impactSeconds\":1.5,\"repeats\":25,\"occurrences\":7,"
                        + "\"unit\":{\"kind\":\"entry\",\"name\":\"GET /owners\"},"
                        + "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
                        + "\"evidence\":{\"rows\":25,\"share\":0.5,\"exact\":true,\"note\":\"a \ufffd\"}}");
    }

    @Test
    void write_severities_becomeLevels() throws IOException {
        JsonNode results = document(
                        full(Finding.Kind.N_PLUS_ONE)
                                .severity(Finding.Severity.HIGH)
                                .build(),
                        full(Finding.Kind.WRITE_LOOP)
                                .severity(Finding.Severity.WARNING)
                                .build(),
                        full(Finding.Kind.SLOW_QUERY)
                                .severity(Finding.Severity.INFO)
                                .build())
                .at("/runs/0/results");

        assertThat(results.findValuesAsText("level")).containsExactly("error", "warning", "note");
    }

    @Test
    void write_findingWithoutAFile_isANotification() throws IOException {
        JsonNode run = document(
                        full(Finding.Kind.N_PLUS_ONE).callSite(null, List.of()).build(),
                        full(Finding.Kind.WRITE_LOOP)
                                .callSite("a.B.c", List.of("a.B.c"))
                                .build())
                .at("/runs/0");

        assertThat(run.get("results")).isEmpty();
        JsonNode notifications = run.at("/invocations/0/toolExecutionNotifications");
        assertThat(notifications).hasSize(2);
        assertThat(notifications.at("/0/associatedRule/id").textValue()).isEqualTo("n_plus_one");
        assertThat(notifications.at("/0/properties/occurrences").intValue()).isEqualTo(7);
    }

    @Test
    void fingerprints_lineFiguresAndDatabaseChanged_stayTheSame() throws IOException {
        String before = fingerprint(full(Finding.Kind.N_PLUS_ONE).build());
        Finding later = of(Finding.Kind.N_PLUS_ONE, STOCK)
                .callSite("com.acme.OwnerRepository.find(OwnerRepository.java:57)", List.of())
                .repeats(900)
                .severity(Finding.Severity.INFO)
                .build();

        assertThat(fingerprint(later)).isEqualTo(before).matches("[0-9a-f]{16}:1");
    }

    @Test
    void fingerprints_anotherKindPatternUnitOrMethod_differ() throws IOException {
        assertThat(List.of(
                        fingerprint(full(Finding.Kind.N_PLUS_ONE).build()),
                        fingerprint(full(Finding.Kind.REDUNDANT_QUERY).build()),
                        fingerprint(full(Finding.Kind.N_PLUS_ONE).source(null).build()),
                        fingerprint(full(Finding.Kind.N_PLUS_ONE).unit(null).build()),
                        fingerprint(full(Finding.Kind.N_PLUS_ONE)
                                .callSite("com.acme.OwnerRepository.all(OwnerRepository.java:42)", List.of())
                                .build())))
                .doesNotHaveDuplicates();
    }

    @Test
    void fingerprints_sameFindingOnTwoDatabases_numbered() throws IOException {
        JsonNode results = document(
                        full(Finding.Kind.N_PLUS_ONE).build(),
                        of(Finding.Kind.N_PLUS_ONE, STOCK)
                                .callSite(SITE, List.of())
                                .build())
                .at("/runs/0/results");

        String first =
                results.at("/0/partialFingerprints/primaryLocationLineHash").textValue();
        assertThat(results.at("/1/partialFingerprints/primaryLocationLineHash").textValue())
                .isEqualTo(first.replace(":1", ":2"))
                .endsWith(":2");
    }

    @Test
    void sourceRoot_inAnyNotation_isARelativeFolder() throws IOException {
        for (String given : List.of("app/src", "./app/src/", "/app/src", "app\\src", " app/src ")) {
            assertThat(uri(given)).as(given).isEqualTo("app/src/com/acme/OwnerRepository.java");
        }
        assertThat(uri(".")).isEqualTo("com/acme/OwnerRepository.java");
    }

    @Test
    void write_moreThanHadPlace_saysSo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Snapshot snapshot = new Snapshot(
                STARTED,
                STARTED.plusSeconds(9),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                /* omittedFindings= */ 3,
                0);

        new SarifReport(new AgentInfo("1", null, "VM"), "src").write(snapshot, out);

        JsonNode document = MAPPER.readTree(out.toByteArray());
        assertKeepsSchema(document);
        assertThat(document.at("/runs/0/invocations/0/toolExecutionNotifications/0/message/text")
                        .textValue())
                .startsWith("3 further findings");
        assertThat(document.at("/runs/0").has("automationDetails")).isFalse();
    }

    private static Finding.Builder full(Finding.Kind kind) {
        return of(kind, SHOP)
                .callSite(
                        SITE,
                        List.of(SITE, "com.acme.OwnerPage.show(OwnerPage.java:11)", "com.acme.generated.Call.invoke"));
    }

    private static Finding.Builder of(Finding.Kind kind, DatabaseIdentity database) {
        return Finding.of(kind, database, "00000000000000ab", "SELECT pet {x}")
                .confidence(Finding.Confidence.CONFIRMED)
                .severity(Finding.Severity.HIGH)
                .source("00000000000000cd")
                .repeats(25)
                .unit(new Finding.Unit("entry", "GET /owners"))
                .trace(new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true))
                .impactNanos(1_500_000_000L)
                .occurrences(7)
                .seen(STARTED, STARTED)
                .evidence("rows", 25)
                .evidence("share", 0.5)
                .evidence("exact", true)
                .evidence("note", "a \ud83d")
                .what("25 times.")
                .advice("Join.");
    }

    private static String fingerprint(Finding finding) throws IOException {
        return document(finding)
                .at("/runs/0/results/0/partialFingerprints/primaryLocationLineHash")
                .textValue();
    }

    private static String uri(String sourceRoot) throws IOException {
        JsonNode document = write(sourceRoot, full(Finding.Kind.N_PLUS_ONE).build());
        String uri = document.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
                .textValue();
        assertThat(URI.create(uri).isAbsolute()).isFalse();
        return uri;
    }

    private static JsonNode document(Finding... findings) throws IOException {
        return write("src/main/java", findings);
    }

    private static JsonNode write(String sourceRoot, Finding... findings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Snapshot snapshot =
                new Snapshot(STARTED, STARTED.plusSeconds(9), List.of(), List.of(), List.of(), List.of(findings), 0, 0);
        new SarifReport(new AgentInfo("1.2.3", "shop", "VM"), sourceRoot).write(snapshot, out);
        JsonNode document = MAPPER.readTree(out.toByteArray());
        assertKeepsSchema(document);
        return document;
    }

    private static void assertKeepsSchema(JsonNode document) {
        assertThat(schema.validate(document)).isEmpty();
    }
}
