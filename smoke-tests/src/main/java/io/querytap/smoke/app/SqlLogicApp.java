package io.querytap.smoke.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Executes files of SQLite's logic tests, each query several times, and says how many answers were not the expected ones, and a digest of all.
 *
 * <p>Arguments: URL, user, password, jar with the files, queries of each file at most, name of the database, files.
 */
public final class SqlLogicApp {
    private static final int TIMES = 3;
    private static final Pattern HASH = Pattern.compile("\\d+ values hashing to ([0-9a-f]{32})");
    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (\\w+)", Pattern.CASE_INSENSITIVE);

    private final Connection connection;
    private final String database;
    private final int maxQueries;
    private final MessageDigest all = md5();
    private final Set<String> tables = new LinkedHashSet<>();
    private List<String> expected = List.of();
    private int executions;
    private int wrong;
    private int failed;

    private SqlLogicApp(Connection connection, String database, int maxQueries) {
        this.connection = connection;
        this.database = database;
        this.maxQueries = maxQueries;
    }

    public static void main(String[] arguments) throws Exception {
        try (JarFile jar = new JarFile(arguments[3]);
                Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
            SqlLogicApp app = new SqlLogicApp(connection, arguments[5], Integer.parseInt(arguments[4]));
            for (String name : Arrays.asList(arguments).subList(6, arguments.length)) {
                try (BufferedReader reader = new BufferedReader(
                        new InputStreamReader(jar.getInputStream(jar.getEntry(name)), StandardCharsets.UTF_8))) {
                    app.file(reader);
                }
                app.dropAll();
            }
            System.out.println("{\"executions\": " + app.executions + ", \"wrong\": " + app.wrong + ", \"failed\": "
                    + app.failed + ", \"digest\": \"" + hex(app.all) + "\"}");
        }
    }

    private void file(BufferedReader reader) throws IOException {
        int queries = 0;
        boolean skipped = false;
        for (String line = reader.readLine(); line != null && queries < maxQueries; line = reader.readLine()) {
            String[] words = line.trim().split("\\s+");
            if (words[0].equals("skipif")) {
                skipped |= words[1].equals(database);
            } else if (words[0].equals("onlyif")) {
                skipped |= !words[1].equals(database);
            } else if (words[0].equals("statement") || words[0].equals("query")) {
                String sql = paragraph(reader);
                if (!skipped && words[0].equals("statement")) {
                    statement(sql);
                } else if (!skipped) {
                    queries++;
                    query(sql, words);
                }
                skipped = false;
            }
        }
    }

    /** Up to an empty line; what follows four dashes is the expected answer and is kept apart. */
    private String paragraph(BufferedReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        expected = List.of();
        for (String line = reader.readLine(); line != null && !line.isBlank(); line = reader.readLine()) {
            if (line.startsWith("----")) {
                expected = Arrays.asList(paragraphOf(reader).split("\n"));
                break;
            }
            text.append(line).append(' ');
        }
        return text.toString();
    }

    private static String paragraphOf(BufferedReader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isBlank(); line = reader.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private void statement(String sql) {
        Matcher created = CREATED.matcher(sql);
        if (created.find()) {
            tables.add(created.group(1));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException otherDialect) {
            failed++;
        }
    }

    private void dropAll() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("DROP TABLE IF EXISTS " + table + " CASCADE");
            }
        }
        tables.clear();
    }

    private void query(String sql, String[] words) {
        String types = words[1];
        String sort = words.length > 2 ? words[2] : "nosort";
        List<String> wanted = expected;
        for (int time = 0; time < TIMES; time++) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                List<String> values = values(result, types, sort);
                executions++;
                all.update(String.join("\n", values).getBytes(StandardCharsets.UTF_8));
                if (!isExpected(values, wanted)) {
                    wrong++;
                }
            } catch (SQLException otherDialect) {
                failed++;
            }
        }
    }

    private static boolean isExpected(List<String> values, List<String> wanted) {
        Matcher hash = HASH.matcher(wanted.isEmpty() ? "" : wanted.get(0));
        if (!hash.matches()) {
            return values.equals(wanted)
                    || values.isEmpty() && String.join("", wanted).isEmpty();
        }
        MessageDigest digest = md5();
        values.forEach(value -> digest.update((value + '\n').getBytes(StandardCharsets.UTF_8)));
        return hex(digest).equals(hash.group(1));
    }

    private static List<String> values(ResultSet result, String types, String sort) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= types.length(); column++) {
                row.add(value(result, column, types.charAt(column - 1)));
            }
            rows.add(row);
        }
        if (sort.equals("rowsort")) {
            rows.sort((a, b) -> String.join("\n", a).compareTo(String.join("\n", b)));
        }
        List<String> values = new ArrayList<>();
        rows.forEach(values::addAll);
        if (sort.equals("valuesort")) {
            Collections.sort(values);
        }
        return values;
    }

    private static String value(ResultSet result, int column, char type) throws SQLException {
        if (result.getObject(column) == null) {
            return "NULL";
        }
        if (type == 'I') {
            return Long.toString(result.getLong(column));
        }
        if (type == 'R') {
            return String.format(Locale.ROOT, "%.3f", result.getDouble(column));
        }
        String text = result.getString(column);
        return text.isEmpty() ? "(empty)" : text;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(MessageDigest digest) {
        StringBuilder text = new StringBuilder();
        for (byte each : digest.digest()) {
            text.append(String.format("%02x", each));
        }
        return text.toString();
    }
}
