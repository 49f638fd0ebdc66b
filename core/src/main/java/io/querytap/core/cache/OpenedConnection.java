package io.querytap.core.cache;

import io.querytap.core.stats.DatabaseIdentity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A physical connection as its driver made it. Immutable; the properties must not be changed. */
public final class OpenedConnection {
    private final Connection connection;
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
        this.connection = Objects.requireNonNull(connection, "connection");
        this.database = Objects.requireNonNull(database, "database");
        this.url = url;
        this.properties = properties;
        this.another = another;
    }

    public Connection connection() {
        return connection;
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
