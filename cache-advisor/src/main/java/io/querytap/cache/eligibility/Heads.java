package io.querytap.cache.eligibility;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Lexer;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The statements of a text as lists of words, for what the facts of a pattern do not tell: which setting gets which value, whether a
 * transaction begins or ends. Only of texts that are none of the usual ones, so it may allocate.
 */
final class Heads {
    /** Of a statement with more tokens only the first are looked at, and it counts as {@link Head#isWhole} no longer. */
    static final int MAX_TOKENS = 64;

    /** A text with more statements is not looked at. */
    static final int MAX_STATEMENTS = 64;

    private Heads() {}

    /** The statements without empty ones; empty if the text has too many. */
    static List<Head> of(String sql, Dialect dialect, SqlModes modes) {
        List<Head> heads = new ArrayList<>();
        Lexer lexer = new Lexer(sql, DialectRules.of(dialect, modes));
        Head head = new Head();
        int binds = 0;
        while (lexer.next() != Lexer.Kind.END) {
            if (lexer.kind == Lexer.Kind.MARK || lexer.inHint) {
                continue;
            }
            if (lexer.symbol == ';') {
                if (!head.isEmpty()) {
                    heads.add(head);
                    head = new Head();
                }
                if (heads.size() > MAX_STATEMENTS) {
                    return List.of();
                }
                continue;
            }
            binds += lexer.kind == Lexer.Kind.BIND && sql.charAt(lexer.start) == '?' ? 1 : 0;
            if (head.size() < MAX_TOKENS) {
                head.add(sql.substring(lexer.start, lexer.end), lexer.kind, binds);
            } else {
                head.whole = false;
            }
            head.whole &= !lexer.malformed;
        }
        if (!head.isEmpty()) {
            heads.add(head);
        }
        return heads;
    }

    /** How many JDBC parameters the text has. */
    static int parameters(String sql, Dialect dialect, SqlModes modes) {
        Lexer lexer = new Lexer(sql, DialectRules.of(dialect, modes));
        int count = 0;
        while (lexer.next() != Lexer.Kind.END) {
            count += lexer.kind == Lexer.Kind.BIND && sql.charAt(lexer.start) == '?' ? 1 : 0;
        }
        return count;
    }

    /** One statement. */
    static final class Head {
        private final List<String> texts = new ArrayList<>();
        private final List<Lexer.Kind> kinds = new ArrayList<>();
        private final List<Integer> binds = new ArrayList<>();
        private boolean whole = true;

        private void add(String text, Lexer.Kind kind, int bind) {
            texts.add(text);
            kinds.add(kind);
            binds.add(bind);
        }

        private boolean isEmpty() {
            return texts.isEmpty();
        }

        int size() {
            return texts.size();
        }

        /** All tokens are there, and were understood. */
        boolean isWhole() {
            return whole;
        }

        /** As written; empty behind the end. */
        String text(int index) {
            return index < texts.size() ? texts.get(index) : "";
        }

        /** In lower case, without quotes if it is a quoted name; empty behind the end. */
        String word(int index) {
            String text = text(index).toLowerCase(Locale.ROOT);
            boolean quoted = index < kinds.size()
                    && (kinds.get(index) == Lexer.Kind.QUOTED || kinds.get(index) == Lexer.Kind.NAME_OR_STRING);
            return quoted && text.length() > 1 ? text.substring(1, text.length() - 1) : text;
        }

        boolean is(int index, String word) {
            return text(index).equalsIgnoreCase(word);
        }

        boolean isName(int index) {
            Lexer.Kind kind = kind(index);
            return kind == Lexer.Kind.WORD || kind == Lexer.Kind.QUOTED || kind == Lexer.Kind.NAME_OR_STRING;
        }

        Lexer.Kind kind(int index) {
            return index < kinds.size() ? kinds.get(index) : Lexer.Kind.END;
        }

        /** Index of the JDBC parameter that the token is, among those of the text, from 1. */
        int parameter(int index) {
            return binds.get(index);
        }
    }
}
