package io.querytap.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.report.AgentInfo;
import io.querytap.agent.report.JsonReport;
import io.querytap.core.Observations;
import io.querytap.core.detect.Finding;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.work.UnitPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineMainTest {
    private String in = "";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_noCommand_saysHowToAttach() {
        assertThat(run()).isZero();
        assertThat(out())
                .contains("java -javaagent:querytap-agent.jar=report=", "JAVA_TOOL_OPTIONS", "config", "version");
        assertThat(err()).isEmpty();
    }

    @Test
    void run_config_namesEverySettingWithDefaultAndRange() {
        assertThat(run("config")).isZero();
        String withoutBreaks = out().replaceAll("\\s+", " ");
        for (Setting<?> setting : Settings.all()) {
            assertThat(out()).contains("  " + setting.propertyName() + '\n', setting.environmentName());
            assertThat(withoutBreaks).contains(setting.range());
        }
        assertThat(out()).contains("default: 500ms", "1ms to 1h", "also: otel.service.name, OTEL_SERVICE_NAME");
        assertThat(out().lines()).allMatch(line -> line.length() <= 160);
        assertThat(err()).isEmpty();
    }

    @Test
    void run_configAsMarkdown_isThePage() {
        assertThat(run("config", "--markdown")).isZero();
        assertThat(out()).isEqualTo(SettingsPage.markdown());
    }

    @Test
    void run_version_namesAgentJvmAndLibraries() {
        assertThat(run("version")).isZero();
        assertThat(out())
                .startsWith("querytap-agent ")
                .contains("JVM " + System.getProperty("java.vm.version"))
                .contains("contains byte-buddy ", "contains opentelemetry ");
        String command = out();
        out.reset();
        assertThat(run("--version")).isZero();
        assertThat(out()).isEqualTo(command);
    }

    @Test
    void run_report_rendersTheRecordedDocument(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("run.json");
        new JsonReport(new AgentInfo("1.0", "shop", "a JVM"), Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class))
                .write(new Observations(10, new UnitPolicy(UnitPolicy.Traces.OFF, 1, 1)).snapshot(), json);

        assertThat(run("report", json.toString())).isZero();

        assertThat(folder.resolve("run.html")).content().contains("\"serviceName\"", "shop");
        assertThat(out()).contains("run.html");
    }

    @Test
    void run_reportOfSomethingElse_saysWhatItIsNot(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("other.json"), "{}");

        assertThat(run("report", json.toString())).isEqualTo(1);

        assertThat(err()).contains("report failed", "other.json").doesNotContain("Exception");
        assertThat(folder.resolve("other.html")).doesNotExist();
    }

    @Test
    void run_reportOfTwo_saysAndWritesWhatChanged(@TempDir Path folder) throws IOException {
        Path before = recorded(folder.resolve("before.json"), "INSERT INTO a VALUES (?)");
        Path after = recorded(folder.resolve("after.json"), "INSERT INTO b VALUES (?)");
        Path json = folder.resolve("compared/changes.json");

        assertThat(run("report", before.toString(), after.toString(), "--json", json.toString(), "--fail-on-slower"))
                .isZero();

        assertThat(out()).contains("Before: before.json", "New (1)", "Gone (1)", "wrote ", "after-compared.html");
        assertThat(folder.resolve("after-compared.html")).content().contains("\"kind\":\"comparison\"", "Chart.js");
        assertThat(json).content().contains("\"verdict\":\"new\"");
        assertThat(err()).isEmpty();
    }

    @Test
    void run_reportOfTwoWithASlowerOne_isThreeOnlyIfAsked(@TempDir Path folder) throws IOException {
        Path before = timed(folder.resolve("before.json"), /* millis= */ 2);
        Path after = timed(folder.resolve("after.json"), /* millis= */ 5);

        assertThat(run("report", before.toString(), after.toString())).isZero();
        assertThat(run("report", before.toString(), after.toString(), "--fail-on-slower"))
                .isEqualTo(3);
        assertThat(out()).contains("Slower (1)");
        assertThat(run("report", after.toString(), before.toString(), "--fail-on-slower"))
                .isZero();
        assertThat(out()).contains("Faster (1)");
    }

    @Test
    void run_reportOfOneWithArgumentsOfTwo_isTwo(@TempDir Path folder) throws IOException {
        Path json = recorded(folder.resolve("run.json"), "SELECT 1");

        assertThat(run("report", json.toString(), "--fail-on-slower")).isEqualTo(2);

        assertThat(err()).contains("need a second recorded report");
    }

    @Test
    void run_reportOfTwoOneOfThemSomethingElse_saysWhich(@TempDir Path folder) throws IOException {
        Path json = recorded(folder.resolve("run.json"), "SELECT 1");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"schema\": 9}");

        assertThat(run("report", json.toString(), other.toString())).isEqualTo(1);
        assertThat(run("report", folder.resolve("none.json").toString(), json.toString()))
                .isEqualTo(1);

        assertThat(err()).contains("other.json is not a report of Querytap: its schema is 9", "no such file");
        assertThat(folder.resolve("other-compared.html")).doesNotExist();
    }

    private static Path recorded(Path json, String... statements) throws IOException {
        Observations observations = new Observations(10, new UnitPolicy(UnitPolicy.Traces.OFF, 1, 1));
        for (String sql : statements) {
            record(observations, sql, /* executions= */ 1, /* nanos= */ 1_000);
        }
        return written(observations, json);
    }

    private static Path timed(Path json, long millis) throws IOException {
        Observations observations = new Observations(10, new UnitPolicy(UnitPolicy.Traces.OFF, 1, 1));
        record(observations, "SELECT a FROM t", /* executions= */ 400, millis * 1_000_000);
        String document = Files.readString(written(observations, json));
        // Both as long: here they took as long as it takes to write them.
        return Files.writeString(json, document.replaceFirst("\"uptimeSeconds\":[0-9.]+", "\"uptimeSeconds\":60"));
    }

    private static void record(Observations observations, String sql, int executions, long nanos) {
        PatternStats stats = observations
                .patterns()
                .of(new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1))
                .find(sql);
        for (int i = 0; i < executions; i++) {
            stats.recordSuccess(new StripeHint(), nanos + i * nanos / executions);
        }
    }

    private static Path written(Observations observations, Path json) throws IOException {
        new JsonReport(new AgentInfo("1.0", "shop", "a JVM"), Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class))
                .write(observations.snapshot(), json);
        return json;
    }

    @Test
    void run_sql_answersEachLineOfStandardInput() {
        in = "{\"sql\":\"SELECT 7\"}\nbad\n";

        assertThat(run("sql")).isZero();

        assertThat(out().lines()).hasSize(2);
        assertThat(out()).contains("\"text\":\"SELECT ?\"", "line 2: expected");
        assertThat(err()).isEmpty();
    }

    @Test
    void run_sqlStrict_isOneOnlyIfALineWasBad() {
        in = "{\"sql\":\"SELECT 7\",\"dialect\":\"unheard-of\"}\n";
        assertThat(run("sql", "--strict")).isZero();
        in = "{\"sql\":\"SELECT 7\"}\n\n";
        assertThat(run("sql", "--strict")).isEqualTo(1);
        assertThat(err()).isEmpty();
    }

    @Test
    void run_sqlOfFiles_readsThemInOrder(@TempDir Path folder) throws IOException {
        Path first = Files.writeString(folder.resolve("first.sql"), "SELECT `a;`; COMMIT");
        Path second = Files.writeString(folder.resolve("second.sql"), "ROLLBACK;");
        in = "SELECT 1";

        assertThat(run("sql", "--text", "--dialect", "mysql", first.toString(), "-", second.toString()))
                .isZero();

        assertThat(out().lines().map(line -> line.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1")))
                .containsExactly("SELECT `a;`", "COMMIT", "SELECT ?", "ROLLBACK");
    }

    @Test
    void run_sqlWithWrongArguments_isTwoAndSaysWhich(@TempDir Path folder) {
        assertThat(run("sql", "--dialect", "klingon")).isEqualTo(2);
        assertThat(run("sql", "--modes", "ansi_quotes,loud")).isEqualTo(2);
        assertThat(run("sql", folder.resolve("missing.sql").toString())).isEqualTo(2);
        assertThat(run("sql", folder.toString())).isEqualTo(2);
        assertThat(err())
                .contains("Unknown dialect klingon; known: postgresql, mysql", "Unknown mode loud", "Cannot read ");
        assertThat(out()).isEmpty();
    }

    @Test
    void run_help_listsTheCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("Usage: java -jar querytap-agent.jar", "config", "sql", "version");
    }

    @Test
    void run_unknownCommand_isTwoAndNamesTheKnownOnes() {
        assertThat(run("cofnig")).isEqualTo(2);
        assertThat(err().lines().toList())
                .containsExactly(
                        "Unknown command cofnig; perhaps config was meant",
                        "Commands: config, report, sql, telemetry, version",
                        "Help: java -jar querytap-agent.jar --help");
        assertThat(out()).isEmpty();
    }

    @Test
    void run_unknownOptionOfACommand_isTwoAndPointsToItsHelp() {
        assertThat(run("config", "--html")).isEqualTo(2);
        assertThat(err()).contains("--html", "Help: java -jar querytap-agent.jar config --help");
    }

    private int run(String... args) {
        return CommandLineMain.run(
                args,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, /* autoFlush= */ true, StandardCharsets.UTF_8),
                new PrintStream(err, /* autoFlush= */ true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
