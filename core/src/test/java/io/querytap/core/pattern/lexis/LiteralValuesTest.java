package io.querytap.core.pattern.lexis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralValuesTest {

    private static long hash(String sql, Dialect dialect) {
        return LiteralValues.hash(sql, DialectRules.of(dialect, SqlModes.UNKNOWN));
    }

    private static long hash(String sql) {
        return hash(sql, Dialect.POSTGRESQL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    select 1                           | select 2
                    select a from t where b = 'x'      | select a from t where b = 'y'
                    select a from t where b = 1.5      | select a from t where b = 1.50
                    insert into t values (1, 2)        | insert into t values (2, 1)
                    insert into t values (1, 23)       | insert into t values (12, 3)
                    select a from t where b in (1)     | select a from t where b in (1, 2)
                    select a from t where b = 1        | select a from t where b = ?
                    select a from t where b = $$x$$    | select a from t where b = $$y$$
                    select top 5 a from t where b = 1  | select top 5 a from t where b = 2
                    """)
    void hash_otherValues_differ(String one, String other) {
        assertThat(hash(one)).isNotEqualTo(hash(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    select a from t where b = 1        | SELECT  a FROM t WHERE /* 2 */ b=1 -- 3
                    select a from t where b=1 and c=?  | select a from t where b=1 and c in (?, ?, ?)
                    select a from t where b=1 limit 10 | select a from t where b=1 limit 20
                    select a from t where b=1 limit 10 | select a from t where b=1 limit 10 offset 30
                    select a from t where b=1 limit 10 | select a from t where b=1 limit 30, 10
                    select top 10 a from t where b=1   | select top (20) a from t where b=1
                    select a from t where b=1 offset 5 rows fetch next 9 rows only | select a from t where b=1
                    select /*+ rows(5) */ a from t where b=1 | select /*+ rows(6) */ a from t where b=1
                    """)
    void hash_sameValuesOtherwiseWritten_same(String one, String other) {
        assertThat(hash(one)).isEqualTo(hash(other)).isNotEqualTo(LiteralValues.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select a from t where b = ?",
                "select a from t where b = $1 and c = :name limit 20 offset 40",
                "select t1.a2 from t1 where t1.b is null",
                "select a from t where b = 'never closed",
                "select a from t where b = 1 /* never closed",
            })
    void hash_noValuesOrNotUnderstood_none(String sql) {
        assertThat(hash(sql)).isEqualTo(LiteralValues.NONE);
    }

    @Test
    void hash_doubleQuotes_valuesOnlyWhereTheyCanBeNothingElse() {
        String one = "select a from t where b = \"x\"";
        String other = "select a from t where b = \"y\"";

        assertThat(hash(one, Dialect.MYSQL)).isNotEqualTo(hash(other, Dialect.MYSQL));
        assertThat(hash(one, Dialect.SQLITE)).isEqualTo(hash(other, Dialect.SQLITE));
        assertThat(hash(one, Dialect.POSTGRESQL)).isEqualTo(LiteralValues.NONE);
    }
}
