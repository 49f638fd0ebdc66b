package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.form.PatternBuilder;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that would take a backtracking or recursive reader minutes, or its stack. */
class HostileTextTest {
    private static final int SIZE = 1 << 20;

    /** Of the processor: a busy machine makes nobody slow by itself. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** By the clock: what takes so long hangs. */
    private static final int HANGING_SECONDS = 120;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** One of each lexical family; the others differ in no loop. */
    private static final Dialect[] FAMILIES = {
        Dialect.POSTGRESQL, Dialect.MYSQL, Dialect.ORACLE, Dialect.SQLSERVER, Dialect.OTHER
    };

    @ParameterizedTest
    @Timeout(value = HANGING_SECONDS, unit = TimeUnit.SECONDS)
    @ValueSource(
            strings = {
                "'",
                "\"",
                "`",
                "[",
                "(",
                ")",
                "{",
                "/*",
                "*/",
                "/*+",
                "/*+*/",
                "/*!",
                "--",
                "-",
                "- ",
                "#",
                "$",
                "$$",
                "$a",
                "$a$",
                "$a$b",
                "@",
                ":",
                "::",
                ":a",
                "?",
                ".",
                "a.",
                ",",
                ";",
                "\\",
                "\\'",
                "'\\'",
                "'\\''",
                "'''",
                "'''a' ",
                "'x' ",
                "a 'x' b ",
                "'x\\' ",
                "\"\\",
                "`\\`",
                "1$a",
                "1$$",
                "/*!*/",
                "SELECT/*+ a */",
                "SELECT/*+/*",
                "--\r",
                "#a ",
                "\u2019",
                "PASSWORD a;",
                "a/b ",
                "q'",
                "q'[",
                "E'",
                "_x ",
                "1",
                "1.",
                "1e",
                "0x",
                "a",
                "A",
                "\u00e9",
                "\ud83d",
                "a[",
                "[a",
                "[1,",
                "((",
                "(1,",
                "IN (",
                "IN (1,",
                "VALUES (1),",
                "VALUES (",
                "ARRAY[",
                "WITH a AS (",
                "FROM a, ",
                "JOIN a ",
                "UNION SELECT ",
                "SELECT (",
                "INTO a ",
                "a=:b ",
                "IDENTIFIED BY ",
                "EXEC a ",
                "UPDATE a SET b = 1 ",
                "UPDATE a, b SET b = 1 ",
                "DELETE a ",
                "MERGE INTO a USING b ",
                "7714aaaa-7700-7700-7700-77000000000"
            })
    void analyze_repeatedUpToOneMebibyte_endsSoon(String unit) {
        String sql = unit.repeat(SIZE / unit.length());
        long startNanos = THREADS.getCurrentThreadCpuTime();
        for (Dialect dialect : FAMILIES) {
            assertThat(SqlAnalyzer.analyze(sql, dialect).text()).hasSizeLessThanOrEqualTo(PatternBuilder.MAX_TEXT);
        }
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - startNanos))
                .isLessThan(LONGEST);
    }

    @Test
    @Timeout(value = HANGING_SECONDS, unit = TimeUnit.SECONDS)
    void analyze_randomTexts_neverThrows() {
        String[] units = {
            "'",
            "\"",
            "`",
            "[",
            "]",
            "(",
            ")",
            "/*",
            "*/",
            "/*+",
            "--",
            "\n",
            " ",
            "$$",
            "$a$",
            "q'[",
            "]'",
            "E'",
            "\\",
            ",",
            ";",
            "?",
            ":a",
            "@b",
            "1",
            "-",
            "SELECT ",
            "FROM ",
            "t",
            ".",
            "IN ",
            "VALUES ",
            "WITH ",
            "AS ",
            "INSERT INTO ",
            "UPDATE ",
            "DELETE ",
            "SET ",
            "JOIN ",
            "UNION ",
            "CREATE TABLE ",
            "EXEC ",
            "PASSWORD ",
            "=",
            "::",
            "ARRAY",
            "\u00e9",
            "\ud83d",
            "{"
        };
        Random random = new Random(42);
        for (int run = 0; run < 60_000; run++) {
            StringBuilder sql = new StringBuilder();
            for (int i = random.nextInt(25); i >= 0; i--) {
                sql.append(units[random.nextInt(units.length)]);
            }
            Dialect dialect = Dialect.values()[run % Dialect.values().length];
            // the normalizer itself: the analyzer would hide an exception
            SqlPattern pattern = SqlAnalyzer.pattern(sql.toString(), dialect, SqlModes.UNKNOWN);
            assertThat(pattern.text().length()).isLessThanOrEqualTo(sql.length() + 1);
        }
    }
}
