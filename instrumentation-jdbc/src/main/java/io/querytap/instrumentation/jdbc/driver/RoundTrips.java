package io.querytap.instrumentation.jdbc.driver;

/**
 * Which calls cost a trip to the server, as the drivers' code says: pgjdbc 42.7 ({@code PgConnection}), Connector/J 9
 * ({@code ConnectionImpl}), MariaDB Connector/J 3.5 ({@code Connection}), mssql-jdbc 12 ({@code SQLServerConnection}), H2 2.3
 * ({@code JdbcConnection}, {@code SessionRemote}), ojdbc as documented. Where a driver may or may not ask the server, it is taken
 * not to: what is counted here are trips that were made for certain.
 */
final class RoundTrips {
    private RoundTrips() {}

    /**
     * @param changed the call sets another value than the one before
     * @param transactionOpen a statement was executed since the last commit or rollback
     * @param localSessionState Connector/J was told to believe itself rather than the server
     */
    static int of(
            DriverKind driver, ProtocolCall call, boolean changed, boolean transactionOpen, boolean localSessionState) {
        switch (driver) {
            case POSTGRESQL:
                return postgresql(call, changed, transactionOpen) ? 1 : 0;
            case MYSQL:
                return mysql(call, changed || !localSessionState, transactionOpen) ? 1 : 0;
            case MARIADB:
                return mariadb(call, changed, transactionOpen) ? 1 : 0;
            case ORACLE:
                return oracle(call, changed, transactionOpen) ? 1 : 0;
            case SQL_SERVER:
                return sqlServer(call, changed) ? 1 : 0;
            case H2_SERVER:
                return h2Server(call) ? 1 : 0;
            default:
                return 0; // inside this process, or not known
        }
    }

    /** BEGIN goes with the first statement; READ ONLY with it ({@code readOnlyMode=transaction}, the default). */
    private static boolean postgresql(ProtocolCall call, boolean changed, boolean transactionOpen) {
        switch (call) {
            case COMMIT:
            case ROLLBACK:
                return transactionOpen; // else the driver sees that the server is idle
            case SET_AUTO_COMMIT:
                return changed && transactionOpen; // commits
            case SET_ISOLATION: // SET SESSION CHARACTERISTICS
            case GET_ISOLATION: // SHOW TRANSACTION ISOLATION LEVEL
            case SET_SCHEMA: // SET search_path
            case IS_VALID:
            case SET_SAVEPOINT:
            case RELEASE_SAVEPOINT:
            case ROLLBACK_TO_SAVEPOINT:
                return true;
            default:
                return false;
        }
    }

    /** Sets even what is set already, unless {@code useLocalSessionState}. */
    private static boolean mysql(ProtocolCall call, boolean sent, boolean transactionOpen) {
        switch (call) {
            case COMMIT:
            case ROLLBACK:
                return transactionOpen
                        || sent; // without useLocalTransactionState, which nearly nobody sets, in any case
            case SET_AUTO_COMMIT:
            case SET_READ_ONLY: // readOnlyPropagatesToServer is the default
                return sent;
            case SET_ISOLATION: // alwaysSendSetIsolation is the default
            case IS_VALID: // COM_PING
            case SET_SAVEPOINT:
            case ROLLBACK_TO_SAVEPOINT:
                return true;
            default:
                return false; // releasing a savepoint is local; a catalog may be the present one
        }
    }

    /** Looks at the server's status flags first. */
    private static boolean mariadb(ProtocolCall call, boolean changed, boolean transactionOpen) {
        switch (call) {
            case COMMIT:
            case ROLLBACK:
                return transactionOpen;
            case SET_AUTO_COMMIT:
            case SET_ISOLATION:
                return changed;
            case IS_VALID: // COM_PING
            case SET_SAVEPOINT:
            case RELEASE_SAVEPOINT:
            case ROLLBACK_TO_SAVEPOINT:
                return true;
            default:
                return false;
        }
    }

    private static boolean oracle(ProtocolCall call, boolean changed, boolean transactionOpen) {
        switch (call) {
            case COMMIT:
            case ROLLBACK:
                return transactionOpen;
            case SET_ISOLATION: // ALTER SESSION SET ISOLATION_LEVEL
                return changed;
            case SET_SCHEMA: // ALTER SESSION SET CURRENT_SCHEMA
            case IS_VALID:
            case SET_SAVEPOINT:
            case ROLLBACK_TO_SAVEPOINT:
                return true;
            default:
                return false;
        }
    }

    private static boolean sqlServer(ProtocolCall call, boolean changed) {
        switch (call) {
            case SET_AUTO_COMMIT: // SET IMPLICIT_TRANSACTIONS
                return changed;
            case COMMIT: // IF @@TRANCOUNT > 0 COMMIT TRAN, whether or not there is one
            case ROLLBACK:
            case SET_ISOLATION:
            case SET_CATALOG: // USE
            case IS_VALID: // SELECT 1
            case SET_SAVEPOINT:
            case ROLLBACK_TO_SAVEPOINT:
                return true;
            default:
                return false; // read-only and schema are ignored
        }
    }

    private static boolean h2Server(ProtocolCall call) {
        switch (call) {
            case COMMIT:
            case ROLLBACK:
            case SET_AUTO_COMMIT:
            case SET_ISOLATION:
            case SET_SCHEMA:
            case SET_SAVEPOINT:
            case RELEASE_SAVEPOINT:
            case ROLLBACK_TO_SAVEPOINT:
                return true;
            default:
                return false; // read-only is ignored
        }
    }
}
