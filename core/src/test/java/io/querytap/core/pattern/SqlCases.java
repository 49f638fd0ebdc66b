package io.querytap.core.pattern;

import io.querytap.core.pattern.lexis.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cases of {@code normalize.txt}; its head describes the form. */
final class SqlCases {
    static final class SqlCase {
        final int line;
        final Dialect dialect;
        final String sql;
        final String text;
        final @Nullable String summary;

        SqlCase(int line, Dialect dialect, String sql, String text, @Nullable String summary) {
            this.line = line;
            this.dialect = dialect;
            this.sql = sql;
            this.text = text;
            this.summary = summary;
        }

        @Override
        public String toString() {
            return "line " + line + " [" + dialect + "] " + sql;
        }
    }

    private SqlCases() {}

    static List<SqlCase> all() {
        List<SqlCase> cases = new ArrayList<>();
        List<String> lines = lines();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (!line.startsWith("[")) {
                continue;
            }
            int number = at;
            int bracket = line.indexOf(']');
            StringBuilder sql = new StringBuilder(line.substring(bracket + 2));
            while (lines.get(at).startsWith("\\ ")) {
                sql.append('\n').append(lines.get(at++).substring(2));
            }
            String text = value("text", lines.get(at++));
            String summary = value("summary", lines.get(at++));
            Dialect dialect = Dialect.valueOf(line.substring(1, bracket).toUpperCase(Locale.ROOT));
            cases.add(new SqlCase(number, dialect, sql.toString(), text, summary.equals("-") ? null : summary));
        }
        return cases;
    }

    private static String value(String key, String line) {
        if (!line.startsWith(key)) {
            throw new IllegalStateException("expected " + key + ": " + line);
        }
        return line.length() > 8 ? line.substring(8) : "";
    }

    private static List<String> lines() {
        try (InputStream file = Objects.requireNonNull(SqlCases.class.getResourceAsStream("normalize.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
