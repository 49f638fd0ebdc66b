package io.querytap.instrumentation.jdbc;

import io.querytap.core.cache.OpenedConnection;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections that the agent makes for itself, through the driver or data source that the application used. They get no state, and
 * without state nothing of them is measured or cached.
 */
final class OwnConnections {
    private static final ThreadLocal<Boolean> CONNECTING = new ThreadLocal<>();

    private OwnConnections() {}

    /** Whether the connection that the present thread makes is the agent's. */
    static boolean isConnecting() {
        return CONNECTING.get() != null;
    }

    /** Makes connections as {@code driver} made one. */
    static OpenedConnection.Another by(Driver driver, String url, Properties properties) {
        return new ByDriver(driver, url, properties);
    }

    /** Makes connections as {@code source} made one; user and password are null where it knows them itself. */
    static OpenedConnection.Another by(DataSource source, @Nullable String user, @Nullable String password) {
        return new BySource(source, user, password);
    }

    private static final class ByDriver implements OpenedConnection.Another {
        private final WeakReference<Driver> driver;
        private final String url;
        private final Properties properties;

        ByDriver(Driver driver, String url, Properties properties) {
            this.driver = new WeakReference<>(driver);
            this.url = url;
            this.properties = properties;
        }

        @Override
        public @Nullable Connection connect() throws SQLException {
            Driver present = driver.get();
            if (present == null) {
                return null;
            }
            CONNECTING.set(Boolean.TRUE);
            try {
                return present.connect(url, copyOf(properties)); // drivers may write into them
            } finally {
                CONNECTING.remove();
            }
        }
    }

    private static final class BySource implements OpenedConnection.Another {
        private final WeakReference<DataSource> source;
        private final @Nullable String user;
        private final @Nullable String password;

        BySource(DataSource source, @Nullable String user, @Nullable String password) {
            this.source = new WeakReference<>(source);
            this.user = user;
            this.password = password;
        }

        @Override
        public @Nullable Connection connect() throws SQLException {
            DataSource present = source.get();
            if (present == null) {
                return null;
            }
            CONNECTING.set(Boolean.TRUE);
            try {
                return user == null && password == null
                        ? present.getConnection()
                        : present.getConnection(user, password);
            } finally {
                CONNECTING.remove();
            }
        }
    }

    /** All of them, with those that are only defaults. */
    static Properties copyOf(@Nullable Properties properties) {
        Properties copy = new Properties();
        if (properties != null) {
            for (String name : properties.stringPropertyNames()) {
                copy.setProperty(name, properties.getProperty(name));
            }
            copy.putAll(properties); // drivers take other objects than strings too
        }
        return copy;
    }
}
