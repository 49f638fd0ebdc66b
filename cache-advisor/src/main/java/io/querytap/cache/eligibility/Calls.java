package io.querytap.cache.eligibility;

import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Lexer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names in front of brackets, for texts that were not understood as a whole: more than the functions, but all of them. */
final class Calls {
    /** A text with more is taken as one that calls whatever there is. */
    private static final int MAX_NAMES = 256;

    private Calls() {}

    /** Last parts of the names, as written; null if there are too many. */
    static @Nullable Set<String> in(String sql, DialectRules rules) {
        Set<String> names = new TreeSet<>();
        Lexer lexer = new Lexer(sql, rules);
        String before = "";
        while (lexer.next() != Lexer.Kind.END) {
            if (lexer.symbol == '(' && !before.isEmpty() && !isGrammar(before)) {
                names.add(before);
                if (names.size() > MAX_NAMES) {
                    return null;
                }
            }
            boolean name = lexer.kind == Lexer.Kind.WORD
                    || lexer.kind == Lexer.Kind.QUOTED
                    || lexer.kind == Lexer.Kind.NAME_OR_STRING;
            before = name ? sql.substring(lexer.start, lexer.end) : "";
        }
        return names;
    }

    private static final Set<String> GRAMMAR = Set.of(
            "in",
            "and",
            "or",
            "not",
            "as",
            "on",
            "using",
            "values",
            "select",
            "from",
            "where",
            "exists",
            "any",
            "all",
            "some",
            "over",
            "case",
            "when",
            "then",
            "else",
            "by",
            "join",
            "lateral",
            "union",
            "except",
            "intersect",
            "having",
            "is",
            "filter",
            "within",
            "array",
            "row",
            "with",
            "materialized",
            "limit",
            "offset",
            "like",
            "between",
            "set",
            "into",
            "conflict",
            "returning",
            "distinct",
            "table",
            "update",
            "delete",
            "insert",
            "key",
            "check",
            "references",
            "unique");

    private static boolean isGrammar(String word) {
        return GRAMMAR.contains(word.toLowerCase(Locale.ROOT));
    }
}
