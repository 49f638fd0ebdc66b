package io.querytap.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.Cacheability;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSessionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIELDS = List.of(
            "id",
            "text",
            "summary",
            "operation",
            "tablesRead",
            "tablesWritten",
            "parsed",
            "cacheable",
            "reason",
            "statements",
            "dialect",
            "line",
            "warning",
            "error");

    @Test
    void answer_ofAStatement_isWhatTheAnalyzerSays() throws IOException {
        String sql = "SELECT a, upper(b) FROM t WHERE c = 'x' AND d IN (1, 2) ORDER BY e LIMIT 7";
        JsonNode answer = only(answers("{\"sql\":\"" + sql + "\",\"dialect\":\"pg\"}"));

        SqlPattern pattern = SqlAnalyzer.analyze(sql, Dialect.POSTGRESQL);
        Cacheability cacheability = Cacheability.of(pattern.facts(), Dialect.POSTGRESQL);
        assertThat(answer.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
        assertThat(answer.get("id").textValue()).isEqualTo(pattern.hexId());
        assertThat(answer.get("text").textValue()).isEqualTo(pattern.text());
        assertThat(answer.get("summary").textValue()).isEqualTo(pattern.summary());
        assertThat(answer.get("operation").textValue()).isEqualTo("SELECT");
        assertThat(texts(answer.get("tablesRead"))).containsExactly("t");
        assertThat(texts(answer.get("tablesWritten"))).isEmpty();
        assertThat(answer.get("parsed").booleanValue())
                .isEqualTo(pattern.facts().parsed());
        assertThat(answer.get("cacheable").booleanValue()).isEqualTo(cacheability.isCacheable());
        assertThat(answer.get("reason").textValue()).isEqualTo(cacheability.reason());
        assertThat(answer.get("statements").intValue())
                .isEqualTo(pattern.facts().statements());
        assertThat(answer.get("dialect").textValue()).isEqualTo("postgresql");
        assertThat(answer.get("line").intValue()).isEqualTo(1);
        assertThat(answer.get("warning").isNull()).isTrue();
        assertThat(answer.get("error").isNull()).isTrue();
    }

    @Test
    void answer_withFacts_hasTheListsBehindTheRest() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqlSession session = new SqlSession(Dialect.OTHER, SqlModes.UNKNOWN, print(out), /* withFacts= */ true);
        session.answerLines(stream("{\"sql\":\"SELECT f(a) FROM t WHERE b = 1 LIMIT ?\"}\nbad"));

        List<String> fields = new ArrayList<>(FIELDS);
        fields.addAll(List.of("functions", "rowLimits", "columnUses", "obstacles"));
        for (JsonNode answer : parse(out)) {
            assertThat(answer.fieldNames()).toIterable().containsExactlyElementsOf(fields);
        }
    }

    @Test
    void answer_operationUnknown_isNullAndThere() throws IOException {
        JsonNode answer = only(answers("{\"sql\":\"\"}"));
        assertThat(answer.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
        assertThat(answer.get("operation").isNull()).isTrue();
        assertThat(answer.get("cacheable").booleanValue()).isFalse();
        assertThat(answer.get("reason").isTextual()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "SECRET",
                "SELECT 'SECRET'",
                "[\"SECRET\"]",
                "\"SECRET\"",
                "null",
                "{}",
                "{\"sql\":null}",
                "{\"sql\":42}",
                "{\"sql\":[\"SECRET\"]}",
                "{\"sql\":{\"sql\":\"SECRET\"}}",
                "{\"SQL\":\"SECRET\"}",
                "{\"x\":{\"sql\":\"SECRET\"}}",
                "{\"sql\":\"SECRET\"",
                "{\"sql\":\"SECRET",
                "{\"sql\":\"SECRET\"} SECRET",
                "{\"sql\":\"SECRET\"}{\"sql\":\"SECRET\"}",
                "{\"sql\":\"SECRET\\q\"}",
                "{\"sql\":\"SELECT 1\",\"dialect\":7,\"x\":\"SECRET\"}",
                "{\"sql\":\"SELECT 1\",\"modes\":{\"a\":\"SECRET\"}}",
                "{\"sql\":\"SELECT 1\",\"modes\":[\"SECRET\",1]}",
                "{'sql':'SECRET'}"
            })
    void answer_ofALineThatIsNone_isAnErrorThatRepeatsNothing_andTheNextIsAnswered(String line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqlSession session = new SqlSession(Dialect.OTHER, SqlModes.UNKNOWN, print(out), /* withFacts= */ false);
        session.answerLines(stream("{\"sql\":\"SELECT 1\"}\n" + line + "\n{\"sql\":\"SELECT 1\"}\n"));

        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("SECRET");
        List<JsonNode> answers = parse(out);
        assertThat(answers).hasSize(3);
        JsonNode bad = answers.get(1);
        assertThat(bad.fieldNames()).toIterable().containsExactlyElementsOf(FIELDS);
        assertThat(bad.get("error").textValue()).startsWith("line 2: expected ");
        assertThat(bad.get("id").isNull()).isTrue();
        assertThat(bad.get("parsed").booleanValue()).isFalse();
        assertThat(bad.get("cacheable").booleanValue()).isFalse();
        assertThat(answers.get(2).get("error").isNull()).isTrue();
        assertThat(answers.get(2).get("line").intValue()).isEqualTo(3);
        assertThat(session.badLines()).isEqualTo(1);
    }

    @Test
    void answer_ofBytesThatAreNoUtf8_isAnError() throws IOException {
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        in.write("{\"sql\":\"SELECT '".getBytes(StandardCharsets.UTF_8));
        in.write(new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xed, (byte) 0xa0, (byte) 0x80});
        in.write("'\"}\n{\"sql\":\"SELECT 'ä'\"}".getBytes(StandardCharsets.UTF_8));
        List<JsonNode> answers = answers(new ByteArrayInputStream(in.toByteArray()));

        assertThat(answers.get(0).get("error").textValue()).isEqualTo("line 1: expected UTF-8");
        assertThat(answers.get(1).get("text").textValue()).isEqualTo("SELECT ?");
    }

    @Test
    void answer_ofALineThatIsTooLong_isAnErrorAndTheNextIsAnswered() throws IOException {
        String half = "x".repeat(LineReader.MAX_LINE_BYTES / 2);
        List<JsonNode> answers = answers("{\"sql\":\"'" + half + half + "'\"}\n{\"sql\":\"SELECT '" + half + "'\"}");

        assertThat(answers.get(0).get("error").textValue())
                .isEqualTo("line 1: expected at most " + LineReader.MAX_LINE_BYTES + " bytes");
        assertThat(answers.get(1).get("text").textValue()).isEqualTo("SELECT ?");
    }

    @Test
    void answer_ofAnyCharacters_isUtf8() throws IOException {
        JsonNode answer =
                only(answers("\uFEFF{\"sql\":\"SELECT größe, \\\"\\ud83d\\\", \\\"\\ud83d\\ude00\\\" FROM t\","
                        + "\"dialect\":\"postgresql\"}\r\n"));
        assertThat(answer.get("text").textValue()).isEqualTo("SELECT größe, \"\uFFFD\", \"\ud83d\ude00\" FROM t");
    }

    @Test
    void answer_dialectUnknown_isThatOfAnyWithAWarning() throws IOException {
        JsonNode unknown = only(answers("{\"sql\":\"SELECT 1\",\"dialect\":\"SECRET\"}"));
        assertThat(unknown.get("dialect").textValue()).isEqualTo("other");
        assertThat(unknown.get("warning").textValue()).contains("dialect").doesNotContain("SECRET");
        assertThat(unknown.get("error").isNull()).isTrue();
        assertThat(only(answers("{\"sql\":\"SELECT 1\",\"dialect\":null}"))
                        .get("warning")
                        .isNull())
                .isTrue();
    }

    @Test
    void answer_modes_changeHowTheTextIsRead() throws IOException {
        String line = "{\"sql\":\"SELECT \\\"a\\\" FROM t WHERE b = 'c\\\\'\",\"dialect\":\"mysql\"";
        assertThat(text(line + ",\"modes\":[\"ANSI_QUOTES\",\"NO_BACKSLASH_ESCAPES\"]}"))
                .isEqualTo("SELECT \"a\" FROM t WHERE b = ?");
        assertThat(text(line + ",\"modes\":\"STRICT_ALL_TABLES,ANSI_QUOTES\"}"))
                .isEqualTo("SELECT \"a\" FROM t WHERE b = ?");
        // With backslashes as escapes the last string has no end, so nothing behind the first one is trusted.
        assertThat(text(line + ",\"modes\":[]}")).isEqualTo("SELECT ?");
        assertThat(text(line + "}")).isEqualTo("SELECT ?");
    }

    @Test
    void answer_modesUnknown_areToldInAWarning() throws IOException {
        JsonNode answer = only(answers("{\"sql\":\"SELECT 1\",\"modes\":[\"SECRET\",\"ansi_quotes\",\"SECRET2\"]}"));
        assertThat(answer.get("warning").textValue()).contains("mode").doesNotContain("SECRET");
    }

    @Test
    void answerLines_usualDialectAndModes_countWhereTheLineSaysNothing() throws IOException {
        SqlModes ansiQuotes = ModeNames.with(SqlModes.UNKNOWN, "ansi_quotes");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SqlSession(Dialect.MYSQL, ansiQuotes, print(out), /* withFacts= */ false)
                .answerLines(stream("{\"sql\":\"SELECT \\\"a\\\"\"}\n"
                        + "{\"sql\":\"SELECT \\\"a\\\"\",\"dialect\":\"mysql\"}\n"
                        + "{\"sql\":\"SELECT \\\"a\\\"\",\"dialect\":\"mariadb\"}\n"
                        + "{\"sql\":\"SELECT \\\"a\\\"\",\"modes\":[\"ansi_quotes=off\"]}\n"));
        assertThat(parse(out))
                .extracting(answer -> answer.get("text").textValue())
                .containsExactly("SELECT \"a\"", "SELECT \"a\"", "SELECT ?", "SELECT ?");
    }

    @Test
    void answerStatements_ofAText_areOneLineEach() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqlSession session = new SqlSession(Dialect.MYSQL, SqlModes.UNKNOWN, print(out), /* withFacts= */ false);
        session.answerStatements(stream("-- orders\nSELECT ';' FROM a;\n\nDELETE FROM b WHERE c = 'SECRET;\n'"));
        session.answerStatements(stream("UPDATE d SET e = 'SECRET"));

        List<JsonNode> answers = parse(out);
        assertThat(answers)
                .extracting(answer -> answer.get("text").textValue())
                .containsExactly("SELECT ? FROM a", "DELETE FROM b WHERE c = ?", "UPDATE d SET e = ?");
        assertThat(answers).extracting(answer -> answer.get("line").intValue()).containsExactly(2, 4, 1);
        assertThat(answers).extracting(answer -> answer.get("warning").isNull()).containsExactly(true, true, false);
    }

    @Test
    void answerLines_nobodyReadsTheAnswers_endsEarlyAndQuietly() throws IOException {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        InputStream endless = new InputStream() {
            private static final byte[] LINE = "{\"sql\":\"SELECT 1\"}\n".getBytes(StandardCharsets.UTF_8);

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                System.arraycopy(LINE, 0, target, offset, LINE.length);
                return LINE.length;
            }

            @Override
            public int available() {
                return 1;
            }
        };
        SqlSession session =
                new SqlSession(Dialect.OTHER, SqlModes.UNKNOWN, new PrintStream(closed), /* withFacts= */ false);
        session.answerLines(endless);
        assertThat(session.isReaderGone()).isTrue();
    }

    private static String text(String line) throws IOException {
        return only(answers(line)).get("text").textValue();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.textValue()));
        return texts;
    }

    private static JsonNode only(List<JsonNode> answers) {
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static List<JsonNode> answers(String lines) throws IOException {
        return answers(stream(lines));
    }

    private static List<JsonNode> answers(InputStream lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SqlSession(Dialect.OTHER, SqlModes.UNKNOWN, print(out), /* withFacts= */ false).answerLines(lines);
        return parse(out);
    }

    /** Of a charset that has no letter beyond A to z: the answers must not depend on it. */
    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, /* autoFlush= */ false, StandardCharsets.US_ASCII);
    }

    private static List<JsonNode> parse(ByteArrayOutputStream out) throws IOException {
        String all = out.toString(StandardCharsets.UTF_8);
        assertThat(all).endsWith("}\n").doesNotContain("\n\n", "\n ");
        List<JsonNode> answers = new ArrayList<>();
        for (String line : all.split("\n")) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
