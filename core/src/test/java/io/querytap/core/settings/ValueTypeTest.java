package io.querytap.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @TempDir
    Path directory;

    @Test
    void bool_anyCase_isAccepted() {
        assertThat(ValueType.bool().parse("TRUE")).isTrue();
        assertThat(ValueType.bool().parse("false")).isFalse();
        assertThat(ValueType.bool().parse("yes")).isNull();
        assertThat(ValueType.bool().parse("1")).isNull();
    }

    @Test
    void wholeNumber_atAndBeyondItsBounds_isAcceptedAndRejected() {
        ValueType<Integer> type = ValueType.wholeNumber(1, 100_000, "patterns");
        assertThat(type.parse("1")).isEqualTo(1);
        assertThat(type.parse("100000")).isEqualTo(100_000);
        assertThat(type.parse("0")).isNull();
        assertThat(type.parse("100001")).isNull();
        assertThat(type.parse("99999999999999")).isNull();
        assertThat(type.parse("2,000")).isNull();
        assertThat(type.parse("ten")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1ms, 1",
        "500ms, 500",
        "500, 500",
        "5s, 5000",
        "2m, 120000",
        "1h, 3600000",
        "1d, 86400000",
        "5 s, 5000",
        "0010ms, 10"
    })
    void duration_withAndWithoutUnit_isMilliseconds(String text, long millis) {
        assertThat(ValueType.duration("1ms", "1d").parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fast",
                "-1s",
                "+1s",
                "1.5s",
                "5 seconds",
                "5S",
                "ms",
                "25h",
                "2d",
                "99999999999999999999",
                "9223372036854775807d",
                "1s2m"
            })
    void duration_otherForms_areRejected(String text) {
        assertThat(ValueType.duration("1ms", "1d").parse(text)).isNull();
    }

    @Test
    void choice_anyCase_isAccepted() {
        ValueType<Settings.SqlText> type = ValueType.choice(Settings.SqlText.values());
        assertThat(type.parse("Raw")).isEqualTo(Settings.SqlText.RAW);
        assertThat(type.parse("cooked")).isNull();
        assertThat(type.parse("raw,normalized")).isNull();
        assertThat(ValueType.choice(Settings.Temporality.values()).accepted())
                .isEqualTo("cumulative, delta or lowmemory");
    }

    @Test
    void choiceInList_firstKnownItem_counts() {
        ValueType<Settings.OtlpExporter> type = ValueType.choiceInList(Settings.OtlpExporter.values());
        assertThat(type.parse("otlp")).isEqualTo(Settings.OtlpExporter.OTLP);
        assertThat(type.parse("prometheus, otlp")).isEqualTo(Settings.OtlpExporter.OTLP);
        assertThat(type.parse("none")).isEqualTo(Settings.OtlpExporter.NONE);
        assertThat(type.parse("prometheus")).isNull();
        assertThat(type.parse(",")).isNull();
    }

    @Test
    void methods_qualifiedNames_areTakenAndAnythingElseIsNot() {
        ValueType<List<String>> methods = ValueType.methods();
        assertThat(methods.parse("com.acme.Job.run, com.acme.Worker$Loop.step,Main.main"))
                .isEqualTo(List.of("com.acme.Job.run", "com.acme.Worker$Loop.step", "Main.main"));
        assertThat(List.of(
                        "run",
                        "com.acme.Job.run()",
                        "com.acme.Job#run",
                        "com..Job.run",
                        ".run",
                        "com.acme.Job.",
                        "com.acme.Job.run,Job",
                        "com.acme.1Job.run",
                        "com/acme/Job.run",
                        "com.acme.Job.<init>",
                        ","))
                .allSatisfy(it -> assertThat(methods.parse(it)).as(it).isNull());
    }

    @Test
    void list_blanksAndEmptyItems_areLeftOut() {
        assertThat(ValueType.list().parse("a, b ,,c")).isEqualTo(List.of("a", "b", "c"));
        assertThat(ValueType.list().parse(" , ")).isNull();
    }

    @Test
    void map_pairs_keepOrderAndEqualsSignsInValues() {
        assertThat(ValueType.map().parse("team=shop, authorization=Basic dTpw== ,empty="))
                .containsExactly(
                        Map.entry("team", "shop"), Map.entry("authorization", "Basic dTpw=="), Map.entry("empty", ""));
    }

    @Test
    void map_percentCodes_areDecodedAndPlusIsNot() {
        assertThat(ValueType.map().parse("a=x%2Cy%3dz,b=50%,c=1+1,d=%c3%a4,e=%zz%4"))
                .containsExactly(
                        Map.entry("a", "x,y=z"),
                        Map.entry("b", "50%"),
                        Map.entry("c", "1+1"),
                        Map.entry("d", "\u00e4"),
                        Map.entry("e", "%zz%4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "=shop", "a=b,c", ","})
    void map_itemWithoutName_isRejected(String text) {
        assertThat(ValueType.map().parse(text)).isNull();
    }

    @Test
    void pathStem_nameOfOneReportFile_losesItsEnding() {
        Path stem = directory.resolve("shop");
        assertThat(ValueType.pathStem().parse(stem.toString())).isEqualTo(stem);
        assertThat(ValueType.pathStem().parse(stem + ".html")).isEqualTo(stem);
        assertThat(ValueType.pathStem().parse(stem + ".json")).isEqualTo(stem);
        assertThat(ValueType.pathStem().parse("shop")).isEqualTo(Path.of("shop").toAbsolutePath());
    }

    @Test
    void pathStem_withoutFileName_isRejected() {
        assertThat(ValueType.pathStem().parse(directory.toString())).isNull();
        assertThat(ValueType.pathStem().parse(directory + "/")).isNull();
        assertThat(ValueType.pathStem().parse("/")).isNull();
        assertThat(ValueType.pathStem().parse("a\0b")).isNull();
    }

    @Test
    void readableFile_thatIsMissingOrADirectory_isRejected() throws IOException {
        Path file = Files.createFile(directory.resolve("querytap.properties"));
        assertThat(ValueType.readableFile().parse(file.toString())).isEqualTo(file);
        assertThat(ValueType.readableFile().parse(directory.toString())).isNull();
        assertThat(ValueType.readableFile().parse(directory.resolve("missing").toString()))
                .isNull();
        assertThat(ValueType.readableFile().parse("a\0b")).isNull();
    }

    @Test
    void httpUrl_withSchemeAndHost_isAccepted() {
        assertThat(ValueType.httpUrl().parse("http://localhost:4318")).isEqualTo(URI.create("http://localhost:4318"));
        assertThat(ValueType.httpUrl().parse("https://[::1]/otlp/v1/metrics")).isNotNull();
        assertThat(ValueType.httpUrl().parse("HTTP://collector")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:4318",
                "collector",
                "grpc://collector:4317",
                "http://",
                "http:///v1",
                "http://a b",
                "http://h:70000",
                "http://my_host:1"
            })
    void httpUrl_otherForms_areRejected(String text) {
        assertThat(ValueType.httpUrl().parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://user:secret@host/x, ftp://...@host/x",
        "user:secret@host, ...@host",
        "ftp://host/x?key=secret, ftp://host/x?...",
        "ftp://host/x, ftp://host/x",
        "http://user:p?ss@host, http://...@host"
    })
    void httpUrl_shownInAMessage_hidesItsSecrets(String given, String shown) {
        assertThat(ValueType.httpUrl().shown(given)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "9464, 127.0.0.1:9464",
        "0, 127.0.0.1:0",
        "0.0.0.0:9464, 0.0.0.0:9464",
        "[::1]:80, [::1]:80",
        "shop.internal:65535, shop.internal:65535"
    })
    void hostPort_barePort_isLoopback(String text, String address) {
        assertThat(ValueType.hostPort().parse(text)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", ":9464", "host:", "host:65536", "host:-1", "::1:80", "[::1:80", "http://host:80"})
    void hostPort_otherForms_areRejected(String text) {
        assertThat(ValueType.hostPort().parse(text)).isNull();
    }

    @Test
    void token_longEnoughWithoutBlanks_isTaken() {
        assertThat(ValueType.token().parse("0123456789abcdef")).isEqualTo("0123456789abcdef");
        assertThat(List.of("0123456789abcde", "0123456789 abcdef", "0123456789abcd\u00e9f", "x".repeat(513)))
                .allMatch(text -> ValueType.token().parse(text) == null);
    }
}
