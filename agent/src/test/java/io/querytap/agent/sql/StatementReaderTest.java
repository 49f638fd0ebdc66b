package io.querytap.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementReaderTest {
    private static final int LIMIT = 100_000;

    @Test
    void next_semicolonsThatAreNoEnds_stayInside() throws IOException {
        assertThat(statements(
                        Dialect.POSTGRESQL,
                        "SELECT ';' ; SELECT \"a;b\" FROM t; SELECT $x$ ; $$ ; $x$; SELECT 1 /* ; */ + -- ;\n 2"))
                .containsExactly(
                        "SELECT ';' ", "SELECT \"a;b\" FROM t", "SELECT $x$ ; $$ ; $x$", "SELECT 1 /* ; */ + -- ;\n 2");
        assertThat(statements(Dialect.MYSQL, "SELECT 'it\\';'; SELECT `;` # ;\n; SELECT 3"))
                .containsExactly("SELECT 'it\\';'", "SELECT `;` # ;\n", "SELECT 3");
        assertThat(statements(Dialect.ORACLE, "SELECT /*+ a;b */ q'[;]' FROM dual; COMMIT;"))
                .containsExactly("SELECT /*+ a;b */ q'[;]' FROM dual", "COMMIT");
    }

    @Test
    void next_emptyStatementsAndComments_areNone() throws IOException {
        assertThat(statements(Dialect.POSTGRESQL, "")).isEmpty();
        assertThat(statements(Dialect.POSTGRESQL, ";; -- nothing\n ; /* ; */ ;\n"))
                .isEmpty();
        assertThat(statements(Dialect.POSTGRESQL, "\uFEFF-- head\nSELECT 1")).containsExactly("SELECT 1");
    }

    @Test
    void next_statementsLongerThanAnyWindow_areWhole() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int length : new int[] {1, 1_000, 1_014, 1_015, 1_016, 1_017, 1_018, 5_000, 70_000, 3, 90_000}) {
            expected.add("SELECT '" + ";x".repeat(length / 2) + "'");
            expected.add("SELECT " + "a".repeat(length));
        }
        assertThat(statements(Dialect.POSTGRESQL, String.join(";", expected))).isEqualTo(expected);
    }

    @Test
    void line_isWhereTheStatementsFirstWordStands() throws IOException {
        StatementReader reader =
                reader(Dialect.POSTGRESQL, "-- a\n\nSELECT\n1;;\n\n/* b\n */ SELECT 2; SELECT 3", LIMIT);
        List<Long> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(reader.line());
        }
        assertThat(lines).containsExactly(3L, 7L, 7L);
    }

    @Test
    void next_unterminated_isOneStatementToTheEndAndSaysSo() throws IOException {
        StatementReader reader = reader(Dialect.POSTGRESQL, "SELECT 1; SELECT 'a; SELECT 2;", LIMIT);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isMalformed()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.isMalformed()).isTrue();
        assertThat(reader.statement()).isEqualTo("SELECT 'a; SELECT 2;");
        assertThat(reader.next()).isFalse();
    }

    @Test
    void next_statementPastTheLimit_isTheLastAndNotKept() throws IOException {
        StatementReader reader =
                reader(Dialect.POSTGRESQL, "SELECT 1;\nSELECT 'a" + "b".repeat(LIMIT) + "'; SELECT 2", LIMIT);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isTooLong()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.isTooLong()).isTrue();
        assertThat(reader.next()).isFalse();
    }

    private static List<String> statements(Dialect dialect, String text) throws IOException {
        StatementReader reader = reader(dialect, text, LIMIT);
        List<String> statements = new ArrayList<>();
        while (reader.next()) {
            assertThat(reader.isTooLong()).isFalse();
            statements.add(reader.statement());
        }
        return statements;
    }

    private static StatementReader reader(Dialect dialect, String text, int limit) {
        return new StatementReader(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                DialectRules.of(dialect, SqlModes.UNKNOWN),
                limit);
    }
}
