package io.querytap.instrumentation.jdbc.modes;

/**
 * Reads what a text does to MySQL's {@code sql_mode}. Only the plain assignment of a constant is understood; whatever else may
 * change the mode is unclear. No allocation but for a text that sets the mode.
 */
final class SqlModeText {
    private static final String VARIABLE = "sql_mode";

    /** A prepared text, or one in a variable, may set the mode without naming it. */
    private static final String EXECUTE = "execute";

    /** ANSI_QUOTES itself and the modes that are put together with it. */
    private static final String[] WITH_ANSI_QUOTES = {
        "ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL"
    };

    private static final String LITERAL_BACKSLASHES = "NO_BACKSLASH_ESCAPES";

    private final String sql;
    private int position;

    private SqlModeText(String sql) {
        this.sql = sql;
    }

    /** Whether the text is a SET as people write it; one after a comment is not recognised. */
    static boolean beginsWithSet(String sql) {
        int word = 0;
        while (word < sql.length() && sql.charAt(word) <= ' ') {
            word++;
        }
        int end = word + "set".length();
        return end < sql.length() && isWordAt(sql, word, "set") && !isWordCharacter(sql.charAt(end));
    }

    /** Whether the text may change the mode, or another one named here could; looks at every character. */
    static boolean mayChange(String sql) {
        for (int i = 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '_' && isWordAt(sql, i - "sql".length(), VARIABLE)
                    || (c == 'x' || c == 'X') && isWordAt(sql, i - 1, EXECUTE)) {
                return true;
            }
        }
        return false;
    }

    /** What a text does that {@link #beginsWithSet begins with SET}. */
    static ModeChange changeBySet(String sql) {
        return mayChange(sql) ? new SqlModeText(sql).assignment() : ModeChange.NONE;
    }

    /** {@code SET [SESSION|LOCAL] sql_mode = value} or {@code SET @@[session.|local.]sql_mode = value}, and nothing more. */
    private ModeChange assignment() {
        skipBlanks();
        if (!takeWord("set")) {
            return ModeChange.UNCLEAR;
        }
        skipBlanks();
        if (take('@')) {
            if (!take('@') || (takeWord("session") || takeWord("local")) && !take('.')) {
                return ModeChange.UNCLEAR;
            }
        } else if (takeWord("session") || takeWord("local")) {
            skipBlanks();
        }
        if (!takeWord(VARIABLE)) {
            return ModeChange.UNCLEAR;
        }
        skipBlanks();
        take(':');
        if (!take('=')) {
            return ModeChange.UNCLEAR;
        }
        skipBlanks();
        ModeChange change = value();
        skipBlanks();
        take(';');
        skipBlanks();
        return position == sql.length() ? change : ModeChange.UNCLEAR;
    }

    /** A quoted list of modes, or one mode as a bare word: of those only the ones that cannot mean anything else. */
    private ModeChange value() {
        char quote = take('\'') ? '\'' : take('"') ? '"' : ' ';
        boolean ansiQuotes = false;
        boolean literalBackslashes = false;
        do {
            int start = position;
            while (position < sql.length() && isWordCharacter(sql.charAt(position))) {
                position++;
            }
            ansiQuotes |= isAnyOf(WITH_ANSI_QUOTES, start);
            literalBackslashes |= isAnyOf(new String[] {LITERAL_BACKSLASHES}, start);
        } while (quote != ' ' && take(','));
        if (quote == ' ' ? !ansiQuotes && !literalBackslashes : !take(quote)) {
            return ModeChange.UNCLEAR;
        }
        return ModeChange.to(ansiQuotes, literalBackslashes);
    }

    private boolean isAnyOf(String[] words, int start) {
        for (String word : words) {
            if (position - start == word.length() && isWordAt(sql, start, word)) {
                return true;
            }
        }
        return false;
    }

    private void skipBlanks() {
        while (position < sql.length() && sql.charAt(position) <= ' ') {
            position++;
        }
    }

    private boolean take(char expected) {
        if (position < sql.length() && sql.charAt(position) == expected) {
            position++;
            return true;
        }
        return false;
    }

    private boolean takeWord(String word) {
        int end = position + word.length();
        if (!isWordAt(sql, position, word) || end < sql.length() && isWordCharacter(sql.charAt(end))) {
            return false;
        }
        position = end;
        return true;
    }

    private static boolean isWordAt(String sql, int index, String word) {
        return sql.regionMatches(/* ignoreCase= */ true, index, word, 0, word.length());
    }

    /** Of a name in ASCII; what else a server takes for one makes a text unclear. */
    private static boolean isWordCharacter(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
