package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Queries of SQLite's logic tests, of which the tables are plain to see: those that their file creates and that the query has
 * as a word. {@code querytap.sqllogic} names the jar {@code net.hydromatic:sql-logic-test:0.3}, 110 MB and therefore no
 * dependency.
 */
@EnabledIfSystemProperty(named = "querytap.sqllogic", matches = ".+")
class SqlLogicTest {
    /** The files repeat a few forms with other numbers. */
    private static final int EVERY_QUERY = 40;

    /** {@code a IN t}, without a subquery: no other server takes it. */
    private static final Pattern IN_TABLE = Pattern.compile("\\bIN t");

    private static final Dialect[] SQLITE = {Dialect.SQLITE};

    private static final Dialect[] DIALECTS = {Dialect.SQLITE, Dialect.POSTGRESQL, Dialect.MYSQL, Dialect.OTHER};

    private final List<String> wrong = new ArrayList<>();
    private int queries;

    @Test
    void queries_sampled_areUnderstoodWithTheirTables() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("querytap.sqllogic"))) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".test")) {
                    try (BufferedReader reader = new BufferedReader(
                            new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
                        file(reader);
                    }
                }
            }
        }
        System.out.println("SQL logic: " + queries + " queries");
        assertThat(wrong).isEmpty();
        assertThat(queries).isGreaterThan(10_000);
    }

    private void file(BufferedReader reader) throws IOException {
        Set<String> created = new HashSet<>();
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            boolean query = line.startsWith("query ");
            if (!query && !line.startsWith("statement ")) {
                continue;
            }
            StringBuilder sql = new StringBuilder();
            for (String next = reader.readLine();
                    next != null && !next.isBlank() && !next.startsWith("----");
                    next = reader.readLine()) {
                sql.append(next).append('\n');
            }
            String text = sql.toString();
            if (!query) {
                noteCreated(text.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+"), created);
            } else if (number++ % EVERY_QUERY == 0) {
                query(text, created);
            }
        }
    }

    private static void noteCreated(String[] words, Set<String> created) {
        boolean creates =
                words.length > 2 && words[0].equals("create") && (words[1].equals("table") || words[1].equals("view"));
        if (creates) {
            created.add(words[2]);
        }
    }

    private void query(String sql, Set<String> created) {
        queries++;
        Set<String> expected =
                new TreeSet<>(List.of(sql.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+")));
        expected.retainAll(created);
        boolean onlySqlite = IN_TABLE.matcher(sql).find();
        for (Dialect dialect : onlySqlite ? SQLITE : DIALECTS) {
            SqlPattern pattern = Shown.pattern(sql, dialect, SqlModes.UNKNOWN);
            boolean right = pattern.facts().parsed()
                    && SecondOpinion.comparable(pattern.tablesRead()).equals(expected)
                    && pattern.tablesWritten().isEmpty();
            if (!right) {
                wrong.add(dialect + " " + pattern.tablesRead() + " for " + expected + ": " + pattern.text());
            }
        }
    }
}
