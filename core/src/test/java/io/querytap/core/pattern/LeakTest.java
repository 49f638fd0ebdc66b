package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlCases.SqlCase;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No value of a text may be seen in what is kept of it, however the text is cut. */
class LeakTest {
    static List<SqlCase> cases() {
        return SqlCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void analyze_whole_showsNoValue(SqlCase given) {
        assertNoValue(given.sql, given.dialect);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void analyze_cutAtEveryCharacter_showsNoValue(SqlCase given) {
        for (int length = 0; length < given.sql.length(); length++) {
            assertNoValue(given.sql.substring(0, length), given.dialect);
        }
    }

    @Test
    void analyze_valuesOfAllKindsInAllPlaces_areNotSeen() {
        String[] values = {"'Zq'", "'Zq''Zq'", "77", "-77.7e7", "0x77", "N'Zq'", "x'77'", "'Zq)'", "'Zq--'", "'/*Zq'"};
        String[] places = {
            "SELECT %s FROM t",
            "SELECT a FROM t WHERE a=%s",
            "SELECT a FROM t WHERE a IN (%s)",
            "SELECT a FROM t WHERE a IN (%s, %s, b, %s)",
            "SELECT a FROM t WHERE f(%s,(%s))>%s LIMIT %s",
            "INSERT INTO t VALUES (%s, %s), (%s, %s)",
            "INSERT INTO t (a) SELECT %s UNION SELECT %s",
            "UPDATE t SET a = %s, b = b || %s WHERE c BETWEEN %s AND %s",
            "DELETE FROM t WHERE a = %s; DELETE FROM t WHERE a = %s",
            "MERGE INTO t USING (SELECT %s a) s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = %s",
            "CALL p(%s, %s)",
            "{call p(%s)}",
            "SET x = %s",
            "CREATE TABLE t (a INT DEFAULT %s CHECK (a > %s))",
            "CREATE USER u PASSWORD %s",
            "SELECT CASE a WHEN %s THEN %s ELSE %s END FROM t",
            "SELECT a FROM t ORDER BY %s OFFSET %s ROWS FETCH NEXT %s ROWS ONLY",
            "SELECT a /* %s */ FROM t -- %s",
            "SELECT /*+ hint(%s) */ a FROM t",
            "%s",
            "(%s",
            "[%s]",
            "FROM %s",
            "INSERT INTO %s VALUES (%s)",
        };
        for (Dialect dialect : Dialect.values()) {
            for (String place : places) {
                if (place.startsWith("[")
                        && DialectRules.of(dialect, SqlModes.UNKNOWN).bracket == DialectRules.Bracket.QUOTE) {
                    continue; // a name
                }
                for (String value : values) {
                    assertNoValue(place.replace("%s", value), dialect);
                }
            }
        }
    }

    private static void assertNoValue(String sql, Dialect dialect) {
        SqlPattern pattern = SqlAnalyzer.analyze(sql, dialect);
        String shown = pattern.text()
                + ' '
                + pattern.summary()
                + ' '
                + pattern.operation()
                + ' '
                + pattern.tablesRead()
                + ' '
                + pattern.tablesWritten();
        assertThat(shown).as("%s: %s", dialect, sql).doesNotContain("Zq").doesNotContain("77");
    }
}
