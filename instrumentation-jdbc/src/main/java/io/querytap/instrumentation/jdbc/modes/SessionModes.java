package io.querytap.instrumentation.jdbc.modes;

import io.querytap.core.pattern.lexis.SqlModes;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * In which modes the server of one connection reads a text. What is not certain is {@link SqlModes#UNKNOWN}. Sends nothing, waits
 * for nothing, throws nothing. Its only thread is the one that uses the connection.
 */
public abstract class SessionModes {
    /** Of a connection whose texts mean the same whatever its modes, or whose driver does not tell them. */
    public static final SessionModes NONE = new SessionModes() {
        @Override
        public SqlModes of(String sql, ModeChange change) {
            return SqlModes.UNKNOWN;
        }
    };

    SessionModes() {}

    /**
     * The modes of a connection that a driver just made.
     *
     * @param url what it was made from, where that is known
     */
    public static SessionModes of(Object connection, @Nullable String url, @Nullable Properties properties) {
        DriverGetters driver = DriverGetters.of(connection.getClass());
        if (driver.tellsConformingStrings()) {
            return new PostgresModes(connection);
        }
        return driver.tellsServerStatus() ? new MySqlModes(connection, driver, url, properties) : NONE;
    }

    /**
     * The modes in which the text will be read, as far as they matter for it.
     *
     * @param change what {@link #changeBy} said of the text
     */
    public abstract SqlModes of(String sql, ModeChange change);

    /** What the text, once executed, does to the modes. */
    public ModeChange changeBy(String sql) {
        return ModeChange.NONE;
    }

    /** A text is about to be executed. */
    public void executing(ModeChange change) {}

    /** That text was executed. */
    public void executed(ModeChange change, boolean successful) {}

    /** The connection is closed; some pools hand it out again, with modes that nobody saw set. */
    public void closed() {}
}
