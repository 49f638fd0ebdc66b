package io.querytap.instrumentation.jdbc.modes;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import io.querytap.instrumentation.jdbc.url.JdbcUrls;
import java.lang.ref.WeakReference;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * MySQL and MariaDB: what is known of {@code sql_mode}.
 *
 * <p>It is certain at two moments: when the connection was made, and when a plain {@code SET sql_mode} of a constant has just
 * succeeded. From there on <b>ANSI_QUOTES</b> is believed until a text passes that might change the mode, or the driver talks to
 * another session than then; that it is off is never said, because without it the usual reading is right anyway.
 *
 * <p><b>NO_BACKSLASH_ESCAPES</b> is in the status that comes with every answer of the server, and believed as long as the driver
 * says the same as at that moment. The status alone will not do: a mode that a routine, or {@code SET STATEMENT}, sets for its
 * own time stays in it.
 */
final class MySqlModes extends SessionModes {
    /** Weakly: states of connections outlive them for a while. */
    private final WeakReference<Object> connection;

    private boolean ansiQuotes;

    /** The session for which {@link #ansiQuotes} is true. */
    private long session;

    /** Of the last certain moment; unknown when something unclear came since. */
    private Backslashes backslashes;

    MySqlModes(Object connection, DriverGetters driver, @Nullable String url, @Nullable Properties properties) {
        this.connection = new WeakReference<>(connection);
        this.backslashes = driver.byServerStatus(connection);
        boolean inUrl = driver.endsWithSessionVariables && isAnsiQuotesInUrl(url, properties);
        believe(inUrl || driver.ansiQuotesAtConnect(connection), driver, connection);
    }

    /** MariaDB's driver does not read the mode of a new session, but sets what the URL says as the last thing it does. */
    private static boolean isAnsiQuotesInUrl(@Nullable String url, @Nullable Properties properties) {
        String variables = JdbcUrls.mariadbSessionVariables(url, properties);
        return variables != null && SqlModeText.changeBySet("SET " + variables).toAnsiQuotes();
    }

    private void believe(boolean inAnsiQuotes, DriverGetters driver, Object open) {
        session = inAnsiQuotes ? driver.session(open) : DriverGetters.NO_SESSION;
        ansiQuotes = session != DriverGetters.NO_SESSION;
    }

    @Override
    public SqlModes of(String sql, ModeChange change) {
        if (change.touchesModes()) {
            return SqlModes.UNKNOWN;
        }
        boolean hasNames = ansiQuotes && change == ModeChange.NONE && sql.indexOf('"') >= 0;
        boolean hasBackslash =
                backslashes != Backslashes.UNKNOWN && sql.indexOf('\\') >= 0 && !SqlModeText.mayChange(sql);
        return hasNames || hasBackslash ? ofSession(hasNames, hasBackslash) : SqlModes.UNKNOWN;
    }

    private SqlModes ofSession(boolean hasNames, boolean hasBackslash) {
        Object open = connection.get();
        if (open == null) {
            return SqlModes.UNKNOWN;
        }
        DriverGetters driver = DriverGetters.of(open.getClass());
        boolean names = hasNames && driver.session(open) == session;
        boolean sameStatus = hasBackslash && driver.byServerStatus(open) == backslashes;
        return SqlModes.of(
                names ? DoubleQuotes.NAMES : DoubleQuotes.UNKNOWN, sameStatus ? backslashes : Backslashes.UNKNOWN);
    }

    /** Looks at every character of a text only in ANSI_QUOTES: elsewhere nothing can be lost by not looking. */
    @Override
    public ModeChange changeBy(String sql) {
        if (SqlModeText.beginsWithSet(sql)) {
            return SqlModeText.changeBySet(sql);
        }
        if (!ansiQuotes) {
            return ModeChange.UNWATCHED;
        }
        return SqlModeText.mayChange(sql) ? ModeChange.UNCLEAR : ModeChange.NONE;
    }

    @Override
    public void executing(ModeChange change) {
        if (change != ModeChange.NONE) {
            ansiQuotes = false; // also for an unwatched text: it was prepared before there was something to lose
        }
        if (change.touchesModes()) {
            backslashes = Backslashes.UNKNOWN;
        }
    }

    @Override
    public void executed(ModeChange change, boolean successful) {
        Object open = change.isClear() && successful ? connection.get() : null;
        if (open == null) {
            return;
        }
        DriverGetters driver = DriverGetters.of(open.getClass());
        believe(change.toAnsiQuotes(), driver, open);
        Backslashes status = driver.byServerStatus(open);
        boolean asSet = (status == Backslashes.LITERAL) == change.toLiteralBackslashes();
        backslashes = asSet ? status : Backslashes.UNKNOWN;
    }

    @Override
    public void closed() {
        ansiQuotes = false;
        backslashes = Backslashes.UNKNOWN;
    }
}
