package io.querytap.instrumentation.jdbc.driver;

import io.querytap.instrumentation.jdbc.url.JdbcUrls;
import java.sql.Connection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How the driver of one connection behaves, from its class and its settings. Immutable. */
public final class DriverProfile {
    /** The isolation level where nobody told. */
    public static final int UNKNOWN_ISOLATION = -1;

    /** Of a driver that nothing is known of. */
    public static final DriverProfile UNKNOWN = new DriverProfile(DriverKind.OTHER, null, null);

    private final DriverKind kind;
    private final boolean sendsBatchesAsTheyAre;
    private final boolean cursorFetch;
    private final boolean settingsKnown;
    private final boolean localSessionState;

    private DriverProfile(DriverKind kind, @Nullable String url, @Nullable Properties properties) {
        this.kind = kind;
        this.settingsKnown = url != null;
        this.sendsBatchesAsTheyAre = url != null && sendsBatchesAsTheyAre(kind, url, properties);
        this.cursorFetch = kind == DriverKind.MYSQL && JdbcUrls.isOn(url, properties, "useCursorFetch");
        // A data source of Connector/J does not tell its settings: then nothing is counted that these could spare.
        this.localSessionState =
                kind == DriverKind.MYSQL && (url == null || JdbcUrls.isOn(url, properties, "useLocalSessionState"));
    }

    /**
     * @param url what the connection was made from; null where that is unknown or does not hold the settings
     * @param properties those it was made with
     */
    public static DriverProfile of(Class<?> connection, @Nullable String url, @Nullable Properties properties) {
        DriverKind kind = DriverKind.of(connection, url);
        return kind == DriverKind.OTHER ? UNKNOWN : new DriverProfile(kind, url, properties);
    }

    /**
     * The profile of a connection made by a data source.
     *
     * @param url what the data source says of itself: with all settings, except that Connector/J leaves out those set one by one
     */
    public static DriverProfile ofDataSource(Class<?> connection, @Nullable String url) {
        boolean incomplete = DriverKind.of(connection, url) == DriverKind.MYSQL;
        return of(connection, incomplete ? null : url, /* properties= */ null);
    }

    private static boolean sendsBatchesAsTheyAre(DriverKind kind, String url, @Nullable Properties properties) {
        switch (kind) {
            case POSTGRESQL:
                return !JdbcUrls.isOn(url, properties, "reWriteBatchedInserts");
            case MYSQL:
                return !JdbcUrls.isOn(url, properties, "rewriteBatchedStatements");
            default:
                return false; // MariaDB's sends inserts in bulk unless told otherwise
        }
    }

    public DriverKind kind() {
        return kind;
    }

    /** The driver could rewrite a batch of INSERTs into one statement, and was not told to. */
    public boolean sendsBatchesAsTheyAre() {
        return sendsBatchesAsTheyAre;
    }

    /** Whether its settings are known. */
    boolean isSettingsKnown() {
        return settingsKnown;
    }

    /** Connector/J fetches through a cursor. */
    boolean isCursorFetch() {
        return cursorFetch;
    }

    /** Isolation of a new connection, where no configuration of the server can change it; else {@link #UNKNOWN_ISOLATION}. */
    public int firstIsolation() {
        return kind == DriverKind.SQLITE ? Connection.TRANSACTION_SERIALIZABLE : UNKNOWN_ISOLATION;
    }

    /** Whether any call costs a trip. */
    public boolean hasRoundTrips() {
        switch (kind) {
            case POSTGRESQL:
            case MYSQL:
            case MARIADB:
            case ORACLE:
            case SQL_SERVER:
            case H2_SERVER:
                return true;
            default:
                return false;
        }
    }

    /**
     * Trips to the server that a call makes.
     *
     * @param changed it sets another value than the one before
     * @param transactionOpen a statement was executed since the last commit or rollback
     */
    public int roundTrips(ProtocolCall call, boolean changed, boolean transactionOpen) {
        return RoundTrips.of(kind, call, changed, transactionOpen, localSessionState);
    }
}
