package io.querytap.instrumentation.jdbc.modes;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import java.lang.ref.WeakReference;

/**
 * PostgreSQL: the server reports {@code standard_conforming_strings} whenever it changes, also by a function, a rollback or
 * RESET, and the driver keeps the report. So nothing is followed here; a text with a backslash looks.
 */
final class PostgresModes extends SessionModes {
    private static final String VARIABLE = "standard_conforming_strings";

    /** Weakly: states of connections outlive them for a while. */
    private final WeakReference<Object> connection;

    PostgresModes(Object connection) {
        this.connection = new WeakReference<>(connection);
    }

    @Override
    public SqlModes of(String sql, ModeChange change) {
        if (sql.indexOf('\\') < 0 || mayChange(sql)) {
            return SqlModes.UNKNOWN;
        }
        Object open = connection.get();
        return open == null
                ? SqlModes.UNKNOWN
                : SqlModes.of(
                        DoubleQuotes.UNKNOWN, DriverGetters.of(open.getClass()).byParameterStatus(open));
    }

    /** A text of several statements that changes the mode in the middle. */
    private static boolean mayChange(String sql) {
        int last = sql.length() - VARIABLE.length();
        for (int i = 0; i <= last; i++) {
            if (sql.regionMatches(/* ignoreCase= */ true, i, VARIABLE, 0, VARIABLE.length())) {
                return true;
            }
        }
        return false;
    }
}
