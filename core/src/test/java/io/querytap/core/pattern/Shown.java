package io.querytap.core.pattern;

import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;

/** Everything that is kept of a text, as one string to search in; positions and counts, which are no text, are left out. */
final class Shown {
    private Shown() {}

    /** Past {@link SqlAnalyzer}, which would hide an exception. */
    static SqlPattern pattern(String sql, Dialect dialect, SqlModes modes) {
        return SqlAnalyzer.pattern(sql, dialect, modes);
    }

    static String of(String sql, Dialect dialect, SqlModes modes) {
        return of(pattern(sql, dialect, modes));
    }

    static String of(SqlPattern pattern) {
        SqlFacts facts = pattern.facts();
        StringBuilder shown = new StringBuilder(pattern.text());
        shown.append('\n').append(pattern.summary());
        shown.append('\n').append(pattern.operation());
        shown.append('\n').append(pattern.tablesRead());
        shown.append('\n').append(pattern.tablesWritten());
        shown.append('\n').append(facts.columnUses());
        shown.append('\n').append(facts.functions());
        return shown.toString();
    }
}
