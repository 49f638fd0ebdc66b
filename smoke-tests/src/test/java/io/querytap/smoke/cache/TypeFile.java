package io.querytap.smoke.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of one database, from {@code fidelity/<name>.txt}:
 *
 * <pre>
 * setup: CREATE TYPE mood AS ENUM ('sad', 'ok')
 * c_int: int NOT NULL DEFAULT 7 = 42 | -2147483648
 * query duplicates: SELECT 1 AS a, 2 AS a
 * </pre>
 *
 * A column's values, SQL expressions, go into one row each; a column with fewer values than rows has null there, if it may, else its first
 * value. The last row has nulls only.
 */
final class TypeFile {
    private static final String TABLE = "fidelity";

    private final List<String> setup = new ArrayList<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String[]> values = new LinkedHashMap<>();
    private final Map<String, String> queries = new LinkedHashMap<>();

    private TypeFile() {}

    static TypeFile read(String database) {
        String resource = "/fidelity/" + database + ".txt";
        TypeFile file = new TypeFile();
        try (InputStream stream = TypeFile.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no " + resource);
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(file::add);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }

    private void add(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).trim();
        String rest = line.substring(colon + 1).trim();
        if (name.equals("setup")) {
            setup.add(rest);
        } else if (name.startsWith("query ")) {
            queries.put(name.substring("query ".length()), rest);
        } else {
            int equals = rest.indexOf(" = ");
            types.put(name, rest.substring(0, equals).trim());
            values.put(name, rest.substring(equals + " = ".length()).split(" \\| "));
        }
    }

    int types() {
        return types.size();
    }

    /** Statements that make the table and what it needs. */
    List<String> setup() {
        List<String> statements = new ArrayList<>(setup);
        StringBuilder create = new StringBuilder("CREATE TABLE " + TABLE + " (id int PRIMARY KEY");
        types.forEach(
                (name, type) -> create.append(", ").append(name).append(' ').append(type));
        statements.add(create.append(')').toString());
        int rows = values.values().stream().mapToInt(each -> each.length).max().orElse(0);
        for (int row = 0; row <= rows; row++) {
            StringBuilder insert = new StringBuilder("INSERT INTO " + TABLE + " (id");
            types.keySet().forEach(name -> insert.append(", ").append(name));
            insert.append(") VALUES (").append(row);
            for (Map.Entry<String, String[]> column : values.entrySet()) {
                insert.append(", ").append(value(column.getKey(), column.getValue(), row));
            }
            statements.add(insert.append(')').toString());
        }
        return statements;
    }

    private String value(String name, String[] of, int row) {
        if (row < of.length) {
            return of[row];
        }
        return types.get(name).contains("NOT NULL") ? of[0] : "NULL";
    }

    /** What is read, by a name; the whole table first. */
    Map<String, String> queries() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("table", "SELECT * FROM " + TABLE + " ORDER BY id");
        all.put("empty", "SELECT * FROM " + TABLE + " WHERE id < 0");
        all.putAll(queries);
        return all;
    }
}
