package io.querytap.core.pattern;

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

    private final StringBuilder text = new StringBuilder(32);
    private boolean active;
    private boolean afterDot;
    private int parts;
    private int lastPart;
    private Role role = Role.READ;
    private Keyword keyword = Keyword.NONE;

    void begin(Role newRole, String sql, int start, int end, Keyword onlyWord) {
        text.setLength(0);
        text.append(sql, start, end);
        role = newRole;
        keyword = onlyWord;
        active = true;
        afterDot = false;
        parts = 1;
        lastPart = 0;
    }

    boolean isActive() {
        return active;
    }

    boolean wantsPart() {
        return active && afterDot;
    }

    void dot() {
        text.append('.');
        afterDot = true;
    }

    void part(String sql, int start, int end) {
        lastPart = text.length();
        text.append(sql, start, end);
        afterDot = false;
        parts++;
    }

    /** {@code @link} of Oracle. */
    void suffix(String sql, int start, int end) {
        text.append(sql, start, end);
        parts++;
    }

    Role end() {
        active = false;
        return role;
    }

    CharSequence text() {
        return text;
    }

    @Override
    public String toString() {
        return text.toString();
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
        return simpleHash(text, lastPart, text.length());
    }

    /** Hash under which {@code "a"}, {@code `A`} and {@code a} are one name; good enough to find aliases. */
    static long simpleHash(CharSequence name, int start, int end) {
        char first = start < end ? name.charAt(start) : ' ';
        boolean quoted = end - start > 1 && (first == '"' || first == '`' || first == '[');
        return quoted ? PatternHash.folded(name, start + 1, end - 1) : PatternHash.folded(name, start, end);
    }
}
