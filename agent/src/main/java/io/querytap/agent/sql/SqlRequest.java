package io.querytap.agent.sql;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import org.jspecify.annotations.Nullable;

/** One text to analyse, and how to read it. Immutable. */
final class SqlRequest {
    final String sql;
    final Dialect dialect;
    final SqlModes modes;

    /** Where it was found in its input, from 1. */
    final long line;

    /** What about it the caller should know, or null. */
    final @Nullable String warning;

    SqlRequest(String sql, Dialect dialect, SqlModes modes, long line, @Nullable String warning) {
        this.sql = sql;
        this.dialect = dialect;
        this.modes = modes;
        this.line = line;
        this.warning = warning;
    }
}
