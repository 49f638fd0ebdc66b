package io.querytap.instrumentation.jdbc;

import io.querytap.core.Observations;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.hook.QuerytapState;
import io.querytap.instrumentation.jdbc.driver.DriverProfile;
import io.querytap.instrumentation.jdbc.modes.SessionModes;
import io.querytap.instrumentation.jdbc.url.JdbcUrls;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.Properties;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;

/**
 * Gives each physical connection its state, once, when a driver hands it out. The innermost driver wins: whatever a wrapping
 * driver or data source returns around a connection made meanwhile stays without state and is not measured.
 *
 * <p>Which database it is, the URL and the properties say; of the connection only getters of its driver's fields are asked, for
 * its modes.
 */
final class ConnectionOrigin {
    private static final String[] URL_GETTERS = {"getURL", "getUrl"};

    private final Observations observations;
    private final LiveConnections live;
    private final ThreadLocal<Nesting> nestings = new ThreadLocal<>();

    ConnectionOrigin(Observations observations, LiveConnections live) {
        this.observations = observations;
        this.live = live;
    }

    void connecting() {
        nestings.set(new Nesting(nestings.get()));
    }

    /** {@code Driver.connect} ended; {@code connection} is null where the driver refused the URL or failed. */
    void connected(@Nullable Object connection, @Nullable String url, @Nullable Properties properties) {
        boolean innermost = leave() == null;
        QuerytapState made = newObject(connection);
        if (innermost && made != null && !OwnConnections.isConnecting()) {
            DriverProfile driver = DriverProfile.of(made.getClass(), url, properties);
            attach(made, JdbcUrls.identify(url, properties), SessionModes.of(made, url, properties), driver);
        }
    }

    /** A data source, or a pooled or XA connection, handed out what may be a physical connection of its driver. */
    void connectedFrom(Object source, @Nullable Object connection) {
        ConnectionState inside = leave();
        QuerytapState made = newObject(connection);
        if (made == null || OwnConnections.isConnecting()) {
            return;
        }
        if (inside != null) {
            if (made instanceof PooledConnection) {
                made.querytap$state(new PooledState(made.getClass(), /* identity= */ null, inside));
            }
        } else if (!isAroundMeasuredConnection(source)) {
            String url = urlOf(source);
            DatabaseIdentity identity = identityOf(source, url, made);
            if (made instanceof Connection) {
                DriverProfile driver = DriverProfile.ofDataSource(made.getClass(), url);
                ConnectionState state =
                        attach(made, identity, SessionModes.of(made, url, /* properties= */ null), driver);
                PooledState pooled = pooledState(source);
                if (pooled != null) {
                    pooled.handedOut(state);
                }
            } else if (made instanceof PooledConnection) { // keeps the identity for the connections it will hand out
                made.querytap$state(new PooledState(made.getClass(), identity, /* connection= */ null));
            }
        }
    }

    /**
     * Whether {@code source} is a pooled connection without an identity. Its physical connection then got a state of its own
     * when it was made, and a handle given out later, such as SQLServerConnectionPoolProxy, would count every commit again.
     */
    private static boolean isAroundMeasuredConnection(Object source) {
        if (!(source instanceof QuerytapState)) {
            return false;
        }
        PooledState pooled = pooledState(source);
        return pooled == null || pooled.identity() == null;
    }

    private static @Nullable PooledState pooledState(Object source) {
        Object state = source instanceof QuerytapState ? ((QuerytapState) source).querytap$state() : null;
        return state instanceof PooledState ? (PooledState) state : null;
    }

    /** Leaves one level; returns the state of the connection that got it inside it. */
    private @Nullable ConnectionState leave() {
        Nesting left = nestings.get();
        if (left == null) {
            return null;
        }
        Nesting outer = left.outer;
        if (outer == null) {
            nestings.remove();
        } else {
            if (left.attached != null) {
                outer.attached = left.attached;
            }
            nestings.set(outer);
        }
        return left.attached;
    }

    /** The object if it is woven and has no state yet. */
    private static @Nullable QuerytapState newObject(@Nullable Object connection) {
        if (!(connection instanceof QuerytapState)) {
            return null;
        }
        QuerytapState made = (QuerytapState) connection;
        return made.querytap$state() == null ? made : null;
    }

    private ConnectionState attach(
            QuerytapState connection, DatabaseIdentity identity, SessionModes modes, DriverProfile driver) {
        ConnectionState state = new ConnectionState(observations.patterns().of(identity), modes, driver, observations);
        connection.querytap$state(state);
        live.opened(connection, state);
        Nesting outer = nestings.get();
        if (outer != null) {
            outer.attached = state;
        }
        return state;
    }

    private static DatabaseIdentity identityOf(Object source, @Nullable String url, Object connection) {
        PooledState pooled = pooledState(source);
        DatabaseIdentity known = pooled == null ? null : pooled.identity();
        if (known != null) {
            return known;
        }
        return url == null
                ? JdbcUrls.identifyDriverClass(connection.getClass().getName())
                : JdbcUrls.identify(url, new Properties());
    }

    /** Drivers' data sources have a getter for the URL that returns a field; where it cannot be called, the URL is unknown. */
    static @Nullable String urlOf(Object source) {
        for (String getter : URL_GETTERS) {
            try {
                Method method = source.getClass().getMethod(getter);
                Object url = method.getReturnType() == String.class ? method.invoke(source) : null;
                if (url != null) {
                    return (String) url;
                }
            } catch (ReflectiveOperationException | RuntimeException notThisOne) {
                // Most have one of the two names, some none.
            }
        }
        return null;
    }

    /** One call on this thread that may hand out a connection, inside others. */
    private static final class Nesting {
        private final @Nullable Nesting outer;
        /** What got its state inside the call, last. */
        private @Nullable ConnectionState attached;

        Nesting(@Nullable Nesting outer) {
            this.outer = outer;
        }
    }
}
