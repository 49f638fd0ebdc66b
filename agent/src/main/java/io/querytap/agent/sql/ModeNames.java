package io.querytap.agent.sql;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names that servers give to the modes of {@link SqlModes}, alone or with {@code =on} or {@code =off}: {@code ANSI_QUOTES} and
 * {@code NO_BACKSLASH_ESCAPES} of MySQL, {@code QUOTED_IDENTIFIER} of SQL Server, {@code standard_conforming_strings} of
 * PostgreSQL.
 */
public final class ModeNames {
    private ModeNames() {}

    /** {@code modes} with one more, or null where the name is not known. */
    public static @Nullable SqlModes with(SqlModes modes, String mode) {
        String text = mode.trim().toLowerCase(Locale.ROOT);
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals).trim();
        Boolean on =
                equals < 0 ? Boolean.TRUE : state(text.substring(equals + 1).trim());
        if (on == null) {
            return null;
        }
        switch (name) {
            case "ansi": // of MySQL: a set of modes that has ANSI_QUOTES in it
            case "ansi_quotes":
            case "quoted_identifier":
                return SqlModes.of(on ? DoubleQuotes.NAMES : DoubleQuotes.STRINGS, modes.backslashes());
            case "no_backslash_escapes":
            case "standard_conforming_strings":
                return SqlModes.of(modes.doubleQuotes(), on ? Backslashes.LITERAL : Backslashes.ESCAPES);
            default:
                return null;
        }
    }

    private static @Nullable Boolean state(String value) {
        switch (value) {
            case "on":
            case "true":
            case "1":
                return Boolean.TRUE;
            case "off":
            case "false":
            case "0":
                return Boolean.FALSE;
            default:
                return null;
        }
    }
}
