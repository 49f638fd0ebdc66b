package io.querytap.core.stats;

import io.querytap.core.pattern.lexis.Dialect;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which database a connection goes to, as far as its URL and properties say; never asked of the server. Immutable, a value.
 * Attribute names in the comments are those of the OpenTelemetry semantic conventions.
 */
public final class DatabaseIdentity {
    /** Used where the connection was never seen being made. */
    public static final DatabaseIdentity UNKNOWN = new DatabaseIdentity("other_sql", Dialect.OTHER, null, null, -1);

    /** Stands for all databases past the number that is kept apart. */
    public static final DatabaseIdentity FURTHER =
            new DatabaseIdentity("other_sql", Dialect.OTHER, "(further databases)", null, -1);

    private final String system;
    private final Dialect dialect;
    private final @Nullable String namespace;
    private final @Nullable String serverAddress;
    private final int serverPort;
    private final String displayName;

    /** @param serverPort the port, or -1 where it is the system's default or unknown */
    public DatabaseIdentity(
            String system,
            Dialect dialect,
            @Nullable String namespace,
            @Nullable String serverAddress,
            int serverPort) {
        this.system = Objects.requireNonNull(system, "system");
        this.dialect = Objects.requireNonNull(dialect, "dialect");
        this.namespace = namespace;
        this.serverAddress = serverAddress;
        this.serverPort = serverPort;
        this.displayName = displayNameOf(system, serverAddress, serverPort, namespace);
    }

    /** Whether it stands for several databases; what is counted of them together says nothing of any one. */
    public boolean isMixture() {
        return this == FURTHER;
    }

    /** {@code db.system.name}. */
    public String system() {
        return system;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** {@code db.namespace}, as of connect time. */
    public @Nullable String namespace() {
        return namespace;
    }

    /** {@code server.address}. */
    public @Nullable String serverAddress() {
        return serverAddress;
    }

    /** {@code server.port}; -1 where it is the default of the system or unknown. */
    public int serverPort() {
        return serverPort;
    }

    /** {@code server.address:server.port/db.namespace} as far as known, never empty: a name for people and for pools. */
    public String displayName() {
        return displayName;
    }

    private static String displayNameOf(
            String system, @Nullable String serverAddress, int serverPort, @Nullable String namespace) {
        StringBuilder name = new StringBuilder(48);
        if (serverAddress != null) {
            name.append(serverAddress);
            if (serverPort >= 0) {
                name.append(':').append(serverPort);
            }
        }
        if (namespace != null) {
            name.append(name.length() == 0 ? "" : "/").append(namespace);
        }
        return name.length() == 0 ? system : name.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof DatabaseIdentity)) {
            return false;
        }
        DatabaseIdentity that = (DatabaseIdentity) other;
        return serverPort == that.serverPort
                && dialect == that.dialect
                && system.equals(that.system)
                && Objects.equals(namespace, that.namespace)
                && Objects.equals(serverAddress, that.serverAddress);
    }

    @Override
    public int hashCode() {
        return Objects.hash(system, namespace, serverAddress, serverPort);
    }

    @Override
    public String toString() {
        return system + ' ' + displayName();
    }
}
