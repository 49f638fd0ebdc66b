package io.querytap.core.pattern;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cases of {@code sentinels.txt}; its head describes the form. */
final class Sentinels {
    private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4})}");

    static final class Sentinel {
        final int line;
        final Dialect dialect;
        final SqlModes modes;
        final String sql;
        final @Nullable String text;

        /** The beginning of the text is something else, so it is not to be cut. */
        final boolean whole;

        Sentinel(int line, Dialect dialect, String[] words, String sql, @Nullable String text) {
            this.line = line;
            this.dialect = dialect;
            this.sql = sql;
            this.text = text;
            boolean whole = false;
            DoubleQuotes doubleQuotes = DoubleQuotes.UNKNOWN;
            Backslashes backslashes = Backslashes.UNKNOWN;
            for (int i = 1; i < words.length; i++) {
                switch (words[i]) {
                    case "names":
                        doubleQuotes = DoubleQuotes.NAMES;
                        break;
                    case "strings":
                        doubleQuotes = DoubleQuotes.STRINGS;
                        break;
                    case "literal":
                        backslashes = Backslashes.LITERAL;
                        break;
                    case "escapes":
                        backslashes = Backslashes.ESCAPES;
                        break;
                    case "whole":
                        whole = true;
                        break;
                    default:
                        throw new IllegalStateException("line " + line + ": " + words[i]);
                }
            }
            this.whole = whole;
            modes = SqlModes.of(doubleQuotes, backslashes);
        }

        @Override
        public String toString() {
            return "line " + line + " [" + dialect + ", " + modes + "] " + sql;
        }
    }

    private Sentinels() {}

    static List<Sentinel> all() {
        List<Sentinel> sentinels = new ArrayList<>();
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
            while (at < lines.size() && lines.get(at).startsWith("\\ ")) {
                sql.append('\n').append(lines.get(at++).substring(2));
            }
            String text = null;
            if (at < lines.size() && lines.get(at).startsWith("text")) {
                String value = lines.get(at++);
                text = value.length() > 8 ? value.substring(8) : "";
            }
            String[] words = line.substring(1, bracket).split(" ");
            for (Dialect dialect : dialects(words[0])) {
                sentinels.add(new Sentinel(number, dialect, words, characters(sql.toString()), text));
            }
        }
        return sentinels;
    }

    private static Dialect[] dialects(String name) {
        return name.equals("all") ? Dialect.values() : new Dialect[] {Dialect.valueOf(name.toUpperCase(Locale.ROOT))};
    }

    private static String characters(String sql) {
        Matcher matcher = CHARACTER.matcher(sql);
        return matcher.replaceAll(
                match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static List<String> lines() {
        try (InputStream file = Objects.requireNonNull(Sentinels.class.getResourceAsStream("sentinels.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
