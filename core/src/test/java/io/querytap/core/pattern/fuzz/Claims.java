package io.querytap.core.pattern.fuzz;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.ColumnUse;
import io.querytap.core.pattern.facts.FunctionCall;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.form.PatternBuilder;
import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.Lexer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What must hold for every text. Each method throws an {@link AssertionError} that shows the text where it does not. */
final class Claims {
    private static final int MAX_SUMMARY = 255;

    /** No list of facts is longer; the reader has lower bounds of its own. */
    private static final int MAX_LIST = 256;

    /** Of a list's names together: a pattern must not keep a hostile text alive. */
    private static final int MAX_NAMES_LENGTH = 64 * 1024;

    /** 1 s for 100 kB: a hang on any machine, even with the fuzzer's counters in the code. */
    private static final long MAX_NANOS_PER_CHARACTER = 10_000;

    private static final int REPEATED_LENGTH = 12_500;

    /** A text four times as long may take four times as long, a quadratic reader takes sixteen times. */
    private static final int LONGER = 4;

    private static final int MAX_RATIO = 8;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Claims() {}

    /** Bounded, and the same again. */
    static SqlPattern hold(Server server, String sql) {
        SqlPattern pattern = server.analyze(sql);
        bounded(server, sql, pattern);
        SqlPattern again = server.analyzeAlone(sql);
        if (pattern.id() != again.id() || !everything(pattern).equals(everything(again))) {
            throw broken("another result by itself", server, sql, everything(pattern) + "\n" + everything(again));
        }
        return pattern;
    }

    private static void bounded(Server server, String sql, SqlPattern pattern) {
        SqlFacts facts = pattern.facts();
        String summary = facts.summary();
        if (pattern.text().length() > PatternBuilder.MAX_TEXT) {
            throw broken("text too long", server, sql, pattern.text());
        }
        if (pattern.text().length() > sql.length() + 1) {
            throw broken("text longer than the input", server, sql, pattern.text());
        }
        if (summary != null && summary.length() > MAX_SUMMARY) {
            throw broken("summary too long", server, sql, summary);
        }
        for (List<?> list : List.of(
                facts.tablesRead(), facts.tablesWritten(), facts.columnUses(), facts.functions(), facts.rowLimits())) {
            if (list.size() > MAX_LIST || list.toString().length() > MAX_NAMES_LENGTH) {
                throw broken("list too long", server, sql, list.size() + " " + list);
            }
        }
        if (!facts.parsed() && !facts.rowLimits().isEmpty() && facts.statements() == 0) {
            throw broken("row limits of no statement", server, sql, everything(pattern));
        }
    }

    /** The text over and over: what is quadratic shows. */
    static void linear(Server server, String sql) {
        if (sql.isEmpty() || sql.length() > REPEATED_LENGTH) {
            return;
        }
        String repeated = sql.repeat(REPEATED_LENGTH / sql.length());
        String longer = repeated.repeat(LONGER);
        for (int run = 0; run < 3; run++) { // the first may be interpreted code
            long longerNanos = nanos(server, longer);
            if (longerNanos <= MAX_NANOS_PER_CHARACTER * longer.length()
                    || longerNanos <= MAX_RATIO * nanos(server, repeated)) {
                return;
            }
        }
        throw broken("not linear when repeated", server, sql, "");
    }

    private static long nanos(Server server, String sql) {
        long start = THREADS.getCurrentThreadCpuTime();
        bounded(server, sql, server.analyze(sql));
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** The pattern's own text has the same pattern. */
    static void idempotent(Server server, String sql, SqlPattern pattern) {
        String text = pattern.text();
        if (text.length() >= PatternBuilder.MAX_TEXT || text.contains("??") || !isPlain(server, sql, text)) {
            return; // two values side by side look like an operator
        }
        SqlPattern again = server.analyze(text);
        if (again.id() != pattern.id()) {
            throw broken("the text has another pattern: " + again, server, sql, text);
        }
    }

    /**
     * The text says all that the pattern depends on. It does not where something is masked that is no literal (the rest of a
     * broken text, a savepoint's name: twice masked it is another statement), and where quotes, brackets or operators are read
     * by what stands beside them.
     */
    private static boolean isPlain(Server server, String sql, String text) {
        Lexer lexer = new Lexer(sql, server.rules);
        int placeholders = 0;
        while (lexer.next() != Lexer.Kind.END) {
            Lexer.Kind kind = lexer.kind;
            boolean plain = kind == Lexer.Kind.WORD || kind == Lexer.Kind.PUNCTUATION || kind == Lexer.Kind.NUMBER;
            if (!plain
                    || lexer.symbol == '['
                    || isOfTransactions(lexer.keyword)) { // a bracket may hold a name or a list
                return false;
            }
            placeholders += kind == Lexer.Kind.NUMBER ? 1 : 0;
        }
        return !lexer.malformed && text.chars().filter(c -> c == '?').count() <= placeholders;
    }

    /** Behind these a name may be masked. */
    private static boolean isOfTransactions(Keyword keyword) {
        switch (keyword) {
            case SAVEPOINT, SAVE, RELEASE, ROLLBACK, TRANSACTION, TRAN:
                return true;
            default:
                return false;
        }
    }

    /** Other white space and comments between the words, other letter case in them: the same pattern. */
    static void sameWhenRespelled(Server server, String sql, SqlPattern pattern) {
        String respelled = respelled(server, sql);
        if (respelled == null) {
            return;
        }
        same(
                server,
                sql,
                pattern,
                respelled + '\n'); // so that what stood before a comment is not cut off by the text's end
    }

    /** Two spellings of one statement. */
    static void same(Server server, String sql, SqlPattern pattern, String variant) {
        SqlPattern other = server.analyze(variant);
        if (other.id() != pattern.id()) {
            throw broken("a variant has another pattern", server, sql, variant + "\n" + pattern + "\n" + other);
        }
        String tables = lower(pattern.tablesRead()) + lower(pattern.tablesWritten());
        String otherTables = lower(other.tablesRead()) + lower(other.tablesWritten());
        if (!tables.equals(otherTables)
                || pattern.facts().parsed() != other.facts().parsed()) {
            throw broken("a variant has other tables", server, sql, variant + "\n" + tables + "\n" + otherTables);
        }
    }

    private static String lower(List<String> names) {
        return names.toString().toLowerCase(Locale.ROOT);
    }

    /** Null where the lexer itself is not sure what is quoted, or where blanks are part of a token. */
    private static @Nullable String respelled(Server server, String sql) {
        if (server.rules.mysqlLexis && sql.contains("--")) {
            return null; // a comment only with a blank behind it
        }
        Lexer lexer = new Lexer(sql, server.rules);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (lexer.next() != Lexer.Kind.END) {
            boolean introduced = lexer.kind == Lexer.Kind.STRING && sql.charAt(lexer.start) == '_';
            if (lexer.inHint || lexer.kind == Lexer.Kind.MARK || introduced) {
                return null;
            }
            if (lexer.start > end) {
                out.append(" \t/* Respelled */\n");
            }
            end = lexer.end;
            if (lexer.kind == Lexer.Kind.NUMBER && end == sql.length() && sql.indexOf('-', lexer.start) >= 0) {
                return null; // perhaps a UUID that the end of the text cut off: more behind it would make it numbers
            }
            String token = sql.substring(lexer.start, end);
            out.append(lexer.kind == Lexer.Kind.WORD ? swappedCase(token) : token);
        }
        return lexer.malformed ? null : out.toString();
    }

    /** Of ASCII letters only: no server folds others in a way that we could know. */
    private static String swappedCase(String word) {
        StringBuilder swapped = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            swapped.append(letter ? (char) (c ^ 0x20) : c);
        }
        return swapped.toString();
    }

    /** Nothing that is kept of the text shows any of the words. */
    static void hidden(Server server, String sql, SqlPattern pattern, String... values) {
        String shown = everything(pattern).toLowerCase(Locale.ROOT);
        for (String value : values) {
            if (shown.contains(value)) {
                throw broken("a value is seen", server, sql, everything(pattern));
            }
        }
    }

    /** All words of a pattern, without its id. */
    static String everything(SqlPattern pattern) {
        SqlFacts facts = pattern.facts();
        StringBuilder all = new StringBuilder(pattern.text());
        all.append("\nsummary ").append(facts.summary());
        all.append("\noperation ").append(facts.operation());
        all.append("\ntables ").append(facts.tablesRead()).append(facts.tablesWritten());
        for (ColumnUse use : facts.columnUses()) {
            all.append("\ncolumn ").append(use);
        }
        for (FunctionCall call : facts.functions()) {
            all.append("\nfunction ").append(call.name());
        }
        all.append("\nlimits ").append(facts.rowLimits()).append(" parsed ").append(facts.parsed());
        return all.append("\nobstacles ").append(facts.obstacles()).toString();
    }

    static AssertionError broken(String what, Server server, String sql, String seen) {
        return new AssertionError(
                what + "\n  server: " + server + "\n  input: " + escaped(sql) + "\n  seen: " + escaped(seen));
    }

    /** As a Java literal. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
