package io.querytap.benchmarks;

import com.sun.management.ThreadMXBean;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.lexis.Dialect;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Texts of a mebibyte that consist of one thing again and again: whoever looks for the end of each anew takes minutes. One figure is
 * the thread's processor time for one text, the median of some runs.
 */
final class HostileSql {
    private static final int SIZE = 1 << 20;
    private static final int RUNS = 3;

    /** Those of which each has its own line in the table. */
    private static final String[] NAMED = {"'", "\"", "[", "(", "/*", "$a"};

    private static final String[] OTHERS = {
        "`",
        ")",
        "{",
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
        "7714aaaa-7700-7700-7700-77000000000",
        "f(",
        "a.b.c, ",
        "CASE WHEN a THEN ",
        "a = 1 AND ",
        "SELECT a; "
    };

    private static final Dialect[] DIALECTS = {
        Dialect.POSTGRESQL, Dialect.MYSQL, Dialect.SQLSERVER, Dialect.ORACLE, Dialect.OTHER
    };

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    void run() {
        StringBuilder header = new StringBuilder("| repeated | ");
        for (Dialect dialect : DIALECTS) {
            header.append(dialect.name().toLowerCase(Locale.ROOT)).append(" | ");
        }
        System.out.println(header.toString().stripTrailing());
        System.out.println("| --- |" + " --- |".repeat(DIALECTS.length));
        for (String unit : OTHERS) { // also warms up
            measureAll(unit, /* runs= */ 1);
        }
        double[] slowest = new double[DIALECTS.length];
        String[] slowestUnit = new String[DIALECTS.length];
        for (String unit : NAMED) {
            System.out.println(row("`" + unit + "`", measureAll(unit, RUNS)));
        }
        for (String unit : OTHERS) {
            double[] millis = measureAll(unit, RUNS);
            for (int i = 0; i < millis.length; i++) {
                if (millis[i] > slowest[i]) {
                    slowest[i] = millis[i];
                    slowestUnit[i] = unit;
                }
            }
        }
        StringBuilder last = new StringBuilder("| the slowest of " + OTHERS.length + " others");
        for (int i = 0; i < slowest.length; i++) {
            last.append(String.format(Locale.ROOT, " | %.1f (`%s`)", slowest[i], slowestUnit[i]));
        }
        System.out.println(last.append(" |"));
    }

    private static String row(String name, double[] millis) {
        StringBuilder row = new StringBuilder("| ").append(name);
        for (double each : millis) {
            row.append(String.format(Locale.ROOT, " | %.1f", each));
        }
        return row.append(" |").toString();
    }

    private static double[] measureAll(String unit, int runs) {
        String sql = unit.repeat(SIZE / unit.length());
        double[] millis = new double[DIALECTS.length];
        for (int i = 0; i < DIALECTS.length; i++) {
            Figures millisOfRuns = new Figures();
            for (int run = 0; run < runs; run++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                SqlAnalyzer.analyze(sql, DIALECTS[i]);
                millisOfRuns.add((THREADS.getCurrentThreadCpuTime() - begin) / 1e6);
            }
            millis[i] = millisOfRuns.median();
        }
        return millis;
    }
}
