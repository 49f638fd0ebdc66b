package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cases of {@code tables.txt}, {@code cacheable.txt} and {@code columns.txt}: a text, and lines of a key and a value that say
 * what is true of it. The head of each file says which keys it has.
 */
final class FactCases {
    static final class FactCase {
        final Dialect dialect;
        final String sql;
        private final String where;
        private final Map<String, String> expected = new LinkedHashMap<>();

        FactCase(Dialect dialect, String sql, String where) {
            this.dialect = dialect;
            this.sql = sql;
            this.where = where;
        }

        /** What stands behind the key; null where there is no such line. */
        @Nullable
        String value(String key) {
            return expected.get(key);
        }

        /** The elements of a list, which are separated by a comma and a space; empty where there is no such line. */
        List<String> list(String key) {
            String value = expected.get(key);
            return value == null ? List.of() : List.of(value.split(", +"));
        }

        @Override
        public String toString() {
            return where + " [" + dialect.name().toLowerCase(Locale.ROOT) + "] " + sql.replace('\n', ' ');
        }
    }

    private FactCases() {}

    /** Reads a file beside this class; a key that is not among those given is a mistake in the file. */
    static List<FactCase> of(String file, Set<String> keys) {
        List<FactCase> cases = new ArrayList<>();
        List<String> lines = lines(file);
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file + ':' + (at + 1);
            if (line.startsWith("[")) {
                StringBuilder sql = new StringBuilder(line.substring(line.indexOf(']') + 2));
                while (at + 1 < lines.size() && lines.get(at + 1).startsWith("\\ ")) {
                    sql.append('\n').append(lines.get(++at).substring(2));
                }
                Dialect dialect =
                        Dialect.valueOf(line.substring(1, line.indexOf(']')).toUpperCase(Locale.ROOT));
                cases.add(new FactCase(dialect, sql.toString(), where));
            } else {
                expect(cases, keys, line, where);
            }
        }
        return cases;
    }

    private static void expect(List<FactCase> cases, Set<String> keys, String line, String where) {
        int space = line.indexOf(' ');
        String key = space < 0 ? line : line.substring(0, space);
        if (space < 0 || cases.isEmpty() || !keys.contains(key)) {
            throw new IllegalStateException(where + ": " + line);
        }
        String before = cases.get(cases.size() - 1)
                .expected
                .put(key, line.substring(space).trim());
        if (before != null) {
            throw new IllegalStateException(where + ": twice " + key);
        }
    }

    private static List<String> lines(String file) {
        try (InputStream stream = Objects.requireNonNull(FactCases.class.getResourceAsStream(file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
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
