package io.querytap.core.pattern.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.fuzz.FuzzCorpus.Input;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fuzzer kept, without the fuzzer; and what it found. */
class FuzzReplayTest {
    @Test
    void keptInputs_ofBothTargets_keepTheClaims() {
        List<String> broken = new ArrayList<>();
        int leak = 0;
        List<Input> inputs = FuzzCorpus.inputs();
        for (Input input : inputs) {
            leak += input.target.equals("leak") ? 1 : 0;
            try {
                input.run();
            } catch (AssertionError | RuntimeException e) {
                broken.add(input + "\n" + e);
            }
        }
        assertThat(broken).isEmpty();
        assertThat(leak).isBetween(100, inputs.size() - 100);
    }

    /** One line a defect that the fuzzer found; Zq must not be seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "MYSQL | UNKNOWN | LITERAL | SELECT \"C:\\\", \"Zq\" FROM t",
                "SQLSERVER | STRINGS | UNKNOWN | SELECT \"C:\\\", \"Zq\" FROM t",
                "MYSQL | UNKNOWN | LITERAL | SELECT N\"C:\\\", \"Zq\" FROM t",
                "MYSQL | UNKNOWN | LITERAL | SELECT _utf8mb4 'C:\\', 'Zq' FROM t",
                "OTHER | UNKNOWN | UNKNOWN | SELECT f(\"a\\\" , Zq , \\\"b\") FROM t",
                "OTHER | UNKNOWN | UNKNOWN | SELECT f(\"a\\\" Zq\", 1)",
                "OTHER | UNKNOWN | UNKNOWN | SELECT f(\"a\\\"\"\"Zq\")",
                "SQLSERVER | UNKNOWN | UNKNOWN | EXEC(\"SELECT Zq\")",
                "SQLSERVER | UNKNOWN | UNKNOWN | EXEC (\"SELECT Zq\") AT srv1",
                "SQLSERVER | UNKNOWN | UNKNOWN | MERGE INTO t USING fn(\"Zq\") x ON (a = b) WHEN MATCHED THEN DELETE",
            })
    void defectsFound_showNoValue(Dialect dialect, DoubleQuotes doubleQuotes, Backslashes backslashes, String sql) {
        Server server = new Server(dialect, SqlModes.of(doubleQuotes, backslashes));
        SqlPattern pattern = Claims.hold(server, sql);

        Claims.hidden(server, sql, pattern, Literal.WORD);
    }

    /** Exceptions that the fuzzer found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | SELECT U&\"a FROM t",
                "POSTGRESQL | U&\"d\\0061t\\+00006",
            })
    void exceptionsFound_areGone(Dialect dialect, String sql) {
        Server server = new Server(dialect, SqlModes.UNKNOWN);

        assertThat(Claims.hold(server, sql).facts().parsed()).isFalse();
    }

    /** The claims can fail. */
    @Test
    void claims_ofABrokenPattern_fail() {
        Server server = new Server(Dialect.OTHER, SqlModes.UNKNOWN);
        SqlPattern leaky = new SqlPattern(1, "SELECT 'Zq'", SqlFacts.UNKNOWN);

        assertThatThrownBy(() -> Claims.hidden(server, "SELECT 'Zq'", leaky, Literal.WORD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a value is seen");
        assertThatThrownBy(() -> Claims.same(server, "SELECT 1", leaky, "SELECT 2"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another pattern");
        assertThatThrownBy(() -> Claims.idempotent(server, "SELECT a", leaky))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another pattern");
    }
}
