package io.querytap.cache.eligibility;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a text does to the session that executes it. Immutable. */
public final class SessionChange {
    /** Stands for the index of a parameter where the value stands in the text. */
    static final int NO_PARAMETER = 0;

    /** In place of the number of arguments: the name is that of a procedure. */
    static final int OF_PROCEDURE = -2;

    /** The kinds of changes. */
    public enum Kind {
        /** A setting has a value from now on, which becomes part of the key. */
        SET,
        /** A setting has the value again that it had when the connection was made. */
        RESET,
        /** All settings have. */
        RESET_ALL,
        /** Everything is as it was when the connection was made, temporary tables and all. */
        DISCARD_ALL,
        /** The session reads what was not committed. */
        READS_UNCOMMITTED,
        /** The session reads what was committed only. */
        READS_COMMITTED,
        /** A table that only this session has. */
        TEMPORARY_TABLE,
        /** A function was called of which nobody knew what it does, because no catalogue was there. */
        CALLS,
        /** Nobody can say what the session is like from now on. */
        TAINT
    }

    private final Kind kind;
    private final String name;
    private final @Nullable String value;
    private final int parameter;

    private SessionChange(Kind kind, String name, @Nullable String value, int parameter) {
        this.kind = kind;
        this.name = Objects.requireNonNull(name, "name");
        this.value = value;
        this.parameter = parameter;
    }

    static SessionChange of(Kind kind) {
        return new SessionChange(kind, "", null, NO_PARAMETER);
    }

    static SessionChange set(String setting, String value) {
        return new SessionChange(Kind.SET, setting, value, NO_PARAMETER);
    }

    /** @param parameter index of the JDBC parameter that has the value */
    static SessionChange setByParameter(String setting, int parameter) {
        return new SessionChange(Kind.SET, setting, null, parameter);
    }

    static SessionChange reset(String setting) {
        return new SessionChange(Kind.RESET, setting, null, NO_PARAMETER);
    }

    static SessionChange temporaryTable(String canonicalName) {
        return new SessionChange(Kind.TEMPORARY_TABLE, canonicalName, null, NO_PARAMETER);
    }

    static SessionChange calls(String function, int arguments) {
        return new SessionChange(Kind.CALLS, function, null, arguments);
    }

    /** @param reason for people */
    static SessionChange taint(String reason) {
        return new SessionChange(Kind.TAINT, reason, null, NO_PARAMETER);
    }

    public Kind kind() {
        return kind;
    }

    /** Of the setting in lower case, of the table, or the reason of a taint; else empty. */
    public String name() {
        return name;
    }

    /** The value of a setting as the text writes it, or null. */
    public @Nullable String value() {
        return value;
    }

    /** Index of the parameter that holds the value of a setting, or {@link #NO_PARAMETER}. */
    int parameter() {
        return kind == Kind.SET ? parameter : NO_PARAMETER;
    }

    /** Of a function that was called, see {@link Kind#CALLS}. */
    int arguments() {
        return parameter;
    }

    @Override
    public String toString() {
        return kind + (name.isEmpty() ? "" : " " + name);
    }
}
