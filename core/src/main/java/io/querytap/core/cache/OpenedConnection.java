package io.querytap.core.cache;

import io.querytap.core.stats.DatabaseIdentity;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A physical connection as its driver made it. Immutable; the properties must not be changed. Held weakly, and to be held weakly by
 * whoever takes it from here: what is known of a connection outlives it where nobody closes it.
 */
public final class OpenedConnection {
    private final WeakReference<Connection> connection;
    private final DatabaseIdentity database;
    private final @Nullable String url;
    private final @Nullable Properties properties;
    private final @Nullable Another another;

    /**
     * @param url what it was made from, where that is known
     * @param properties what the driver was given beside the URL, with user and password; null where a data source made it
     * @param another makes another one like it; null where nobody can
     */
    public OpenedConnection(
            Connection connection,
            DatabaseIdentity database,
            @Nullable String url,
            @Nullable Properties properties,
            @Nullable Another another) {
        this.connection = new WeakReference<>(Objects.requireNonNull(connection, "connection"));
        this.database = Objects.requireNonNull(database, "database");
        this.url = url;
        this.properties = properties;
        this.another = another;
    }

    /**
     * The driver's own connection; never gone while a call of it runs.
     *
     * @throws IllegalStateException if it is gone
     */
    public Connection connection() {
        Connection present = connection.get();
        if (present == null) {
            throw new IllegalStateException("the connection is gone");
        }
        return present;
    }

    public DatabaseIdentity database() {
        return database;
    }

    public @Nullable String url() {
        return url;
    }

    public @Nullable Properties properties() {
        return properties;
    }

    public @Nullable Another another() {
        return another;
    }

    /** Makes connections of the agent's own, for the catalogue; never on a thread of the application. */
    public interface Another {
        /**
         * A new connection, neither measured nor cached; to be closed by the caller.
         *
         * @return null where the driver or data source is no longer there
         */
        @Nullable
        Connection connect() throws SQLException;
    }
}
