package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlCases.SqlCase;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PatternIdTest {
    static List<SqlCase> cases() {
        return SqlCases.all();
    }

    /** Ids are written to files and compared between releases: a failure here means a new {@link SqlPattern#ID_VERSION}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t WHERE b = 1 | 40c895fe67a10fc8",
                "INSERT INTO t (a, b) VALUES (?, ?) | 5ed47adfc52e4161",
                "SELECT \"A\" FROM t WHERE x IN (1, 2) AND y IN ((1, 2)) | 9fdd538b727a9200",
                "UPDATE t SET a = f(1, g(2)), b = -1; DELETE FROM t | 73d093c897658253",
            })
    void id_ofVersionOne_isStable(String sql, String id) {
        assertThat(SqlPattern.ID_VERSION).isOne();
        assertThat(SqlAnalyzer.analyze(sql, Dialect.POSTGRESQL).hexId()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t WHERE b = 1 | select A from T where B=$1",
                "SELECT a FROM t WHERE b = 1 | SELECT/* c */a -- d",
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM t WHERE b = 'x' ;",
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM t WHERE b = -1.5e3",
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM t WHERE b = :name",
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM t WHERE b = NULL",
                "SELECT a FROM t WHERE b IN (1) | SELECT a FROM t WHERE b IN(?,?,?)",
                "SELECT a FROM t WHERE (b, c) IN ((1, 2)) | SELECT a FROM t WHERE (b,c) IN ((?,?),(?,?))",
                "SELECT ARRAY[1] | SELECT array[ 'a' , 'b' ]",
                "INSERT INTO t VALUES (1, 2) | INSERT INTO t VALUES (1, 2), (3, 4), (?, ?)",
                "INSERT INTO t VALUES (1, f(2)), (1, f(2)) | INSERT INTO t VALUES (1, f(2))",
                "ROLLBACK TO a | ROLLBACK TO SAVEPOINT b",
                "SELECT a FROM t LIMIT 1 OFFSET 2 | SELECT a FROM t LIMIT 10 OFFSET 20",
            })
    void id_ofVariantsOfOneStatement_isOne(String sql, String variant) {
        String whole = variant.endsWith("-- d") ? variant + "\nFROM t WHERE b = 1" : variant;

        assertThat(SqlAnalyzer.analyze(whole, Dialect.POSTGRESQL).hexId())
                .isEqualTo(SqlAnalyzer.analyze(sql, Dialect.POSTGRESQL).hexId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM t WHERE b = 1 + 1",
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM t WHERE b > 1",
                "SELECT a FROM t WHERE b = 1 | SELECT a FROM u WHERE b = 1",
                "SELECT a FROM t | SELECT \"a\" FROM t",
                "SELECT \"a\" FROM t | SELECT \"A\" FROM t",
                "SELECT a, b FROM t | SELECT b, a FROM t",
                "SELECT ab FROM t | SELECT a b FROM t",
                "SELECT a FROM t WHERE b IS NULL | SELECT a FROM t WHERE b = NULL",
                "SELECT a FROM t WHERE b IN (1, x) | SELECT a FROM t WHERE b IN (1, x, 1)",
                "SELECT a FROM t WHERE b IN ((1, 2)) | SELECT a FROM t WHERE b IN ((1, 2, 3))",
                "SELECT a FROM t WHERE b IN (1) | SELECT a FROM t WHERE b NOT IN (1)",
                "INSERT INTO t VALUES (1, 2) | INSERT INTO t VALUES (1, 2, 3)",
                "INSERT INTO t VALUES (1, 2) | INSERT INTO t VALUES (1, DEFAULT)",
                "SELECT f(1) | SELECT f(1, 2)",
                "SELECT (a) b | SELECT (a b)",
                "SELECT a - 1 | SELECT a + 1",
                "SELECT 1; SELECT 1 | SELECT 1",
                "SELECT a::int | SELECT a::bigint",
                "SELECT t.a | SELECT t, a",
            })
    void id_ofDifferentStatements_differs(String sql, String other) {
        assertThat(SqlAnalyzer.analyze(sql, Dialect.POSTGRESQL).hexId())
                .isNotEqualTo(SqlAnalyzer.analyze(other, Dialect.POSTGRESQL).hexId());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void id_ofPatternTextWithMoreSpace_isKept(SqlCase given) {
        SqlPattern pattern = SqlAnalyzer.analyze(given.sql, given.dialect);
        String wider = pattern.text().replace(" ", " \t\n ") + "  ;";

        if (pattern.text().matches("[^\"`\\[]+")) { // a quoted name may have spaces, and may be a value by now
            assertThat(SqlAnalyzer.analyze(wider, given.dialect).text()).isEqualTo(pattern.text());
            assertThat(SqlAnalyzer.analyze(wider, given.dialect).hexId()).isEqualTo(pattern.hexId());
        }
    }

    @Test
    void id_ofTheCases_isSharedOnlyByEqualTexts() {
        Map<Long, String> seen = new HashMap<>();
        for (SqlCase given : SqlCases.all()) {
            SqlPattern pattern = SqlAnalyzer.analyze(given.sql, given.dialect);
            String canonical = pattern.text().replace(" ", "").replace("ROW(", "(");
            String other = seen.putIfAbsent(pattern.id(), canonical);
            if (other != null && !given.sql.startsWith("ROLLBACK")) {
                assertThat(canonical).isEqualToIgnoringCase(other);
            }
        }
    }

    @Test
    void text_ofLongStatement_isCutButTheIdCoversAll() {
        String columns = "a_rather_long_column_name, ".repeat(400);
        SqlPattern one = SqlAnalyzer.analyze("SELECT " + columns + "b FROM t", Dialect.OTHER);
        SqlPattern other = SqlAnalyzer.analyze("SELECT " + columns + "c FROM t", Dialect.OTHER);

        assertThat(one.text()).hasSize(4096).isEqualTo(other.text());
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(one.tablesRead()).containsExactly("t");
    }

    @Test
    void text_ofListLongerThanTheText_isFolded() {
        String list = "123456789, ".repeat(5000);
        SqlPattern pattern = SqlAnalyzer.analyze("SELECT a FROM t WHERE b IN (" + list + "1) AND c = 2", Dialect.H2);

        assertThat(pattern.text()).isEqualTo("SELECT a FROM t WHERE b IN (?) AND c = ?");
    }
}
