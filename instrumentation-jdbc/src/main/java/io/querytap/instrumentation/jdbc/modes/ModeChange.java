package io.querytap.instrumentation.jdbc.modes;

/** What a text, once executed, does to the modes of its session. */
public enum ModeChange {
    /** Nothing. */
    NONE,

    /** Not looked into, because at that time nothing was known that could be lost. */
    UNWATCHED,

    /** Something that cannot be read, or perhaps something. */
    UNCLEAR,

    /** Sets {@code sql_mode} to neither of the two that matter. */
    TO_USUAL,

    /** Sets {@code sql_mode} so that double quotes enclose names. */
    TO_ANSI_QUOTES,

    /** Sets {@code sql_mode} so that a backslash stands for itself. */
    TO_LITERAL_BACKSLASHES,

    /** Sets {@code sql_mode} to both. */
    TO_BOTH;

    /** What a text that sets the mode does. */
    static ModeChange to(boolean ansiQuotes, boolean literalBackslashes) {
        if (ansiQuotes) {
            return literalBackslashes ? TO_BOTH : TO_ANSI_QUOTES;
        }
        return literalBackslashes ? TO_LITERAL_BACKSLASHES : TO_USUAL;
    }

    /** Whether texts may mean something else afterwards, whatever was known before. */
    boolean touchesModes() {
        return compareTo(UNCLEAR) >= 0;
    }

    /** Whether the modes are known afterwards, if the text succeeds. */
    boolean isClear() {
        return compareTo(TO_USUAL) >= 0;
    }

    boolean toAnsiQuotes() {
        return this == TO_ANSI_QUOTES || this == TO_BOTH;
    }

    boolean toLiteralBackslashes() {
        return this == TO_LITERAL_BACKSLASHES || this == TO_BOTH;
    }

    /** What several texts do that are executed as one. */
    public ModeChange with(ModeChange next) {
        if (touchesModes() || next.touchesModes()) {
            return UNCLEAR;
        }
        return this == UNWATCHED ? UNWATCHED : next;
    }
}
