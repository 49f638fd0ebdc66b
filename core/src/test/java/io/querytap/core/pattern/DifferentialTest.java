package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.core.pattern.SqlCases.SqlCase;
import io.querytap.core.pattern.TableComparison.Reason;
import io.querytap.core.pattern.TableComparison.Verdict;
import io.querytap.core.pattern.lexis.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where we say that a text was understood, our tables and those of JSqlParser are the same, or it is known why not. Differences
 * that no rule of {@link TableComparison} explains stand in {@code differential.txt}, each with its reason.
 *
 * <p>{@code querytap.differential.report} names a file into which all differences are written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecondOpinion secondOpinion = new SecondOpinion();

    private static Path throughput() {
        String configured = System.getProperty("querytap.corpora");
        Path corpora = configured != null ? Paths.get(configured) : Paths.get("..", "..", "shared", "corpora", "sql");
        return corpora.resolve("throughput.sql.jsonl");
    }

    static boolean throughputPresent() {
        return Files.isRegularFile(throughput());
    }

    @AfterAll
    void closeSecondOpinion() {
        secondOpinion.close();
    }

    @Test
    void ownCases_understood_haveTheTablesOfTheSecondOpinion() throws IOException {
        List<TableComparison> comparisons = new ArrayList<>();
        for (SqlCase given : SqlCases.all()) {
            comparisons.add(compare(given.sql, given.dialect));
        }
        assertNoSurprise("own cases", comparisons, 100);
    }

    @Test
    @EnabledIf("throughputPresent")
    void throughput_understood_haveTheTablesOfTheSecondOpinion() throws IOException {
        List<TableComparison> comparisons = new ArrayList<>();
        for (String line : Files.readAllLines(throughput())) {
            JsonNode json = JSON.readTree(line);
            comparisons.add(compare(
                    json.get("sql").asText(), dialect(json.get("dialect").asText())));
        }
        assertNoSurprise("throughput", comparisons, 7100);
        report(comparisons);
    }

    /** The rules themselves: each takes one difference, and none takes a lost or an invented table. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OTHER | SELECT a FROM t | AGREE |",
                "OTHER | SELECT a FROM \"T\" JOIN s.u ON 1 = 1 | AGREE |",
                "OTHER | SELECT a FRM t | NO_OPINION |",
                "OTHER | SELECT a FROM (SELECT b FROM t) t | EXPLAINED | THEIRS_LOSES_TABLE_NAMED_AS_ALIAS",
                "OTHER | WITH t AS (SELECT a FROM t) SELECT a FROM t | EXPLAINED | THEIRS_LOSES_TABLE_NAMED_AS_CTE",
                "SQLSERVER | UPDATE x SET a = 1 FROM t AS x | EXPLAINED | THEIRS_COUNTS_ALIAS",
                "CLICKHOUSE | SELECT a FROM t ARRAY JOIN b | EXPLAINED | THEIRS_COUNTS_COLUMN",
                "OTHER | DROP FUNCTION f | EXPLAINED | THEIRS_COUNTS_OTHER_OBJECT",
                "OTHER | SELECT a FROM 'file' | EXPLAINED | THEIRS_COUNTS_FILE",
                "OTHER | TRUNCATE TABLE t, u | EXPLAINED | THEIRS_LOSES_TRUNCATED",
                "OTHER | ALTER TABLE t RENAME TO u | EXPLAINED | THEIRS_LOSES_NEW_NAME",
                "OTHER | ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u | EXPLAINED | THEIRS_COUNTS_MENTIONED",
                "OTHER | CREATE INDEX i ON t (a) | EXPLAINED | THEIRS_COUNTS_MENTIONED",
                "ORACLE | SELECT a INTO v FROM t | EXPLAINED | THEIRS_COUNTS_VARIABLE",
                "SNOWFLAKE | CREATE TABLE t CLONE u | EXPLAINED | THEIRS_LOSES_CLONED",
            })
    void compare_statement_explainsTheDifference(Dialect dialect, String sql, Verdict verdict, Reason reason) {
        TableComparison comparison = compare(sql, dialect);

        assertThat(comparison.verdict).as(comparison.toString()).isEqualTo(verdict);
        assertThat(comparison.reasons).isEqualTo(reason == null ? Set.of() : Set.of(reason));
    }

    @Test
    void compare_tablesOfAnotherStatement_isUnexplained() {
        TableComparison comparison = new TableComparison(
                "SELECT a FROM t", Dialect.OTHER, secondOpinion.of("SELECT a FROM t JOIN u", Dialect.OTHER));

        assertThat(comparison.verdict).isEqualTo(Verdict.UNEXPLAINED);
        assertThat(comparison.onlyTheirs).containsExactly("u");
    }

    private TableComparison compare(String sql, Dialect dialect) {
        return new TableComparison(sql, dialect, secondOpinion.of(sql, dialect));
    }

    private static void assertNoSurprise(String name, List<TableComparison> comparisons, int floor) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> known = known();
        List<TableComparison> surprises = new ArrayList<>();
        for (TableComparison comparison : comparisons) {
            boolean parsed = comparison.pattern.facts().parsed();
            counts.merge((parsed ? "understood " : "not understood ") + comparison.verdict, 1, Integer::sum);
            if (parsed && comparison.verdict == Verdict.UNEXPLAINED && !known.contains(key(comparison))) {
                surprises.add(comparison);
            }
        }
        System.out.println(name + ": " + counts);
        int compared = counts.getOrDefault("understood AGREE", 0);
        assertThat(compared).as(name + " understood and equal").isGreaterThanOrEqualTo(floor);
        assertThat(surprises).as(name).isEmpty();
    }

    private static String key(TableComparison comparison) {
        return comparison.pattern.hexId() + ' ' + comparison.dialect.name().toLowerCase(Locale.ROOT);
    }

    /** Pattern id and dialect of each line of {@code differential.txt}; the reason behind them is for the reader. */
    private static Set<String> known() throws IOException {
        Set<String> known = new HashSet<>();
        try (InputStream file = Objects.requireNonNull(DifferentialTest.class.getResourceAsStream("differential.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split(" +", 3);
                    assertThat(words).as("id, dialect, reason").hasSize(3);
                    known.add(words[0] + ' ' + words[1]);
                }
            }
        }
        return known;
    }

    private static void report(List<TableComparison> comparisons) throws IOException {
        String report = System.getProperty("querytap.differential.report");
        if (report == null) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (TableComparison comparison : comparisons) {
            if (comparison.verdict == Verdict.EXPLAINED || comparison.verdict == Verdict.UNEXPLAINED) {
                lines.add(comparison.verdict + " " + comparison.pattern.operation() + " " + comparison);
            }
        }
        lines.sort(null);
        Files.write(Paths.get(report), lines);
    }

    private static Dialect dialect(String name) {
        for (Dialect dialect : Dialect.values()) {
            if (dialect.name().equalsIgnoreCase(name)) {
                return dialect;
            }
        }
        return name.equals("duckdb") ? Dialect.POSTGRESQL : Dialect.OTHER;
    }
}
