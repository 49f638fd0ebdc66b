package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OTHER | SELECT a FROM t | SELECT | t | ",
                "OTHER | SELECT a FROM s.t x, u JOIN t USING (b) | SELECT | s.t u t | ",
                "OTHER | SELECT a FROM T JOIN t ON 1 = 1 | SELECT | T | ",
                "OTHER | (SELECT a FROM t) UNION ALL (SELECT a FROM u) ORDER BY a, b | SELECT | t u | ",
                "OTHER | WITH x AS (SELECT * FROM t) SELECT * FROM x, u | SELECT | t u | ",
                "POSTGRESQL | WITH t AS (SELECT * FROM t) SELECT * FROM t | SELECT | t | ",
                "SQLSERVER | WITH x AS (SELECT 1 a UNION ALL SELECT a FROM x) SELECT * FROM x | SELECT |  | ",
                "OTHER | WITH x AS (SELECT * FROM t) INSERT INTO u SELECT * FROM x | INSERT | t | u",
                "OTHER | INSERT INTO u (a) SELECT a FROM t | INSERT | t | u",
                "OTHER | INSERT INTO t VALUES (1) | INSERT |  | t",
                "MYSQL | INSERT t VALUES (1) | INSERT |  | t",
                "OTHER | INSERT INTO table u VALUES (1) | INSERT |  | u",
                "ORACLE | INSERT ALL INTO a VALUES (1) INTO b VALUES (2) SELECT * FROM c | INSERT | c | a b",
                "OTHER | UPDATE t SET a = (SELECT b FROM u) WHERE c = 1 | UPDATE | u | t",
                "POSTGRESQL | UPDATE t SET a = 1 FROM u WHERE t.b = u.b | UPDATE | u | t",
                "SQLSERVER | UPDATE x SET a = 1 FROM t AS x JOIN u ON 1 = 1 | UPDATE | t u | t",
                "OTHER | DELETE FROM t WHERE a IN (SELECT b FROM u) | DELETE | u | t",
                "MYSQL | DELETE x, u FROM t x JOIN u ON x.a = u.a | DELETE | t u | t u",
                "POSTGRESQL | DELETE FROM t USING u WHERE t.a = u.a | DELETE | u | t",
                "OTHER | MERGE INTO t USING u ON (t.a = u.a) WHEN MATCHED THEN DELETE | MERGE | u | t",
                "OTHER | CREATE TABLE t AS SELECT * FROM u | CREATE | u | t",
                "OTHER | DROP TABLE t, u | DROP |  | t u",
                "OTHER | TRUNCATE t | TRUNCATE |  | t",
                "OTHER | ALTER TABLE t ADD a INT | ALTER |  | t",
                "POSTGRESQL | SELECT * INTO TEMP TABLE t FROM u | SELECT | u | t",
                "OTHER | SELECT EXTRACT(DAY FROM a), b IS DISTINCT FROM c FROM t | SELECT | t | ",
                "OTHER | SELECT * FROM f(1), t | SELECT | t | ",
                "OTHER | SELECT a FROM t FOR UPDATE OF b, c | SELECT | t | ",
                "OTHER | { ? = call p(1) } | CALL |  | ",
                "OTHER | COMMIT | COMMIT |  | ",
                "OTHER | SET a = 1 | SET |  | ",
                "OTHER | unknown words | |  | ",
                "MYSQL | UPDATE t, u SET t.a = u.a | UPDATE | u | t",
                // not parsed, so perhaps there are more
                "OTHER | INSERT INTO t SELECT * FROM 'file' | INSERT |  | t",
                "OTHER | SELECT a FROM t WHERE b = 'x | SELECT | t | ",
            })
    void analyze_statement_namesItsTables(Dialect dialect, String sql, String operation, String read, String written) {
        SqlPattern pattern = SqlAnalyzer.analyze(sql, dialect);

        assertThat(pattern.operation()).isEqualTo(operation);
        assertThat(String.join(" ", pattern.tablesRead())).isEqualTo(read == null ? "" : read);
        assertThat(String.join(" ", pattern.tablesWritten())).isEqualTo(written == null ? "" : written);
    }

    @Test
    void summary_ofManyTables_isCutAtAName() {
        StringBuilder sql = new StringBuilder("SELECT * FROM first");
        for (int i = 0; i < 50; i++) {
            sql.append(" JOIN table_number_").append(i);
        }
        SqlPattern pattern = SqlAnalyzer.analyze(sql.toString(), Dialect.OTHER);

        assertThat(pattern.summary()).hasSizeBetween(230, 255).startsWith("SELECT first table_number_0 ");
        assertThat(pattern.summary()).matches("SELECT first( table_number_[0-9]+)+");
        assertThat(pattern.tablesRead()).hasSize(51);
    }
}
