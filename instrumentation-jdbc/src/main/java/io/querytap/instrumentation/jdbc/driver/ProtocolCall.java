package io.querytap.instrumentation.jdbc.driver;

/** A call of a connection that carries no statement of the application. */
public enum ProtocolCall {
    COMMIT,
    ROLLBACK,
    SET_AUTO_COMMIT,
    SET_ISOLATION,
    SET_READ_ONLY,
    IS_VALID,
    SET_CATALOG,
    SET_SCHEMA,
    SET_SAVEPOINT,
    RELEASE_SAVEPOINT,
    ROLLBACK_TO_SAVEPOINT,
    GET_ISOLATION,
    OTHER;

    /** By the name of the method of {@link java.sql.Connection}. */
    public static ProtocolCall named(String method) {
        switch (method) {
            case "isValid":
                return IS_VALID;
            case "setCatalog":
                return SET_CATALOG;
            case "setSchema":
                return SET_SCHEMA;
            case "setSavepoint":
                return SET_SAVEPOINT;
            case "releaseSavepoint":
                return RELEASE_SAVEPOINT;
            case "getTransactionIsolation":
                return GET_ISOLATION;
            default:
                return OTHER;
        }
    }
}
