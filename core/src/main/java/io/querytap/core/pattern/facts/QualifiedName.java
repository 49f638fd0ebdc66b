package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Keyword;
import io.querytap.core.pattern.lexis.PatternHash;
import org.jspecify.annotations.Nullable;

/** A name of one or more parts while it is read, as in {@code "schema" . table@link}; the white space between is left out. */
final class QualifiedName {
    /** What the name is for. */
    enum Role {
        /** A table, view or function in FROM. */
        READ,
        /** The target of INSERT, UPDATE, DELETE, MERGE. */
        WRITE,
        /** As {@link #WRITE}, if what follows shows that it was a name. */
        WRITE_PERHAPS,
        /** The target of SELECT INTO. */
        SELECT_INTO,
        /** An object of a definition. */
        DEFINED,
        /** A further object of the same statement, which the summary leaves out. */
        DEFINED_TOO,
        PROCEDURE
    }

    private final String sql;

    /** A name of one part is only a range of the text; more parts are copied together here. */
    private @Nullable StringBuilder joined;

    private boolean active;
    private boolean afterDot;
    private int start;
    private int end;
    private int parts;
    private int lastPart;
    private Role role = Role.READ;
    private Keyword keyword = Keyword.NONE;

    QualifiedName(String sql) {
        this.sql = sql;
    }

    void begin(Role newRole, int from, int to, Keyword onlyWord) {
        start = from;
        end = to;
        role = newRole;
        keyword = onlyWord;
        active = true;
        afterDot = false;
        parts = 1;
    }

    boolean isActive() {
        return active;
    }

    boolean wantsPart() {
        return active && afterDot;
    }

    void dot() {
        joined().append('.');
        afterDot = true;
    }

    void part(int from, int to) {
        StringBuilder text = joined();
        lastPart = text.length();
        text.append(sql, from, to);
        afterDot = false;
    }

    /** {@code @link} of Oracle. */
    void suffix(int from, int to) {
        joined().append(sql, from, to);
    }

    private StringBuilder joined() {
        StringBuilder text = joined;
        if (text == null) {
            text = new StringBuilder(32);
            joined = text;
        }
        if (parts == 1) {
            text.setLength(0);
            text.append(sql, start, end);
            lastPart = 0;
        }
        parts++;
        return text;
    }

    Role end() {
        active = false;
        return role;
    }

    void summarize(StatementFacts facts) {
        StringBuilder text = joined;
        if (parts == 1 || text == null) {
            facts.summarize(sql, start, end);
        } else {
            facts.summarize(text, 0, text.length());
        }
    }

    @Override
    public String toString() {
        StringBuilder text = joined;
        return parts == 1 || text == null ? sql.substring(start, end) : text.toString();
    }

    boolean isSimple() {
        return parts == 1;
    }

    /** The word, where the name is a single keyword. */
    Keyword keyword() {
        return parts == 1 ? keyword : Keyword.NONE;
    }

    /** Of the last part, see {@link #simpleHash}. */
    long lastPartHash() {
        StringBuilder text = joined;
        return parts == 1 || text == null ? simpleHash(sql, start, end) : simpleHash(text, lastPart, text.length());
    }

    /** Hash under which {@code "a"}, {@code `A`} and {@code a} are one name; good enough to find aliases. */
    static long simpleHash(CharSequence name, int start, int end) {
        char first = start < end ? name.charAt(start) : ' ';
        boolean quoted = end - start > 1 && (first == '"' || first == '`' || first == '[');
        return quoted ? PatternHash.folded(name, start + 1, end - 1) : PatternHash.folded(name, start, end);
    }
}
