package io.querytap.instrumentation.jdbc;

import java.sql.SQLException;

/** {@code error.type} of a failed call, by the conventions: the database's status code, or else the exception's class. */
final class ErrorTypes {
    /** Longest status code kept, in characters; real ones have five. */
    private static final int MAX_LENGTH = 32;

    private ErrorTypes() {}

    /** Never null or empty, holds nothing of the exception's message. */
    static String of(Throwable thrown, String system) {
        if (!(thrown instanceof SQLException)) {
            return thrown.getClass().getName();
        }
        SQLException failure = (SQLException) thrown;
        String sqlState = failure.getSQLState();
        int vendorCode = failure.getErrorCode();
        String code = code(sqlState == null ? "" : sqlState, vendorCode, system);
        return code.isEmpty() || code.length() > MAX_LENGTH ? thrown.getClass().getName() : code;
    }

    private static String code(String sqlState, int vendorCode, String system) {
        switch (system) {
            case "postgresql":
            case "cockroachdb":
                return sqlState;
            case "mysql":
            case "mariadb":
            case "microsoft.sql_server":
            case "oracle.db":
                return vendorCode != 0 ? Integer.toString(vendorCode) : sqlState;
            default:
                return vendorCode == 0 || sqlState.isEmpty() || sqlState.equals(Integer.toString(vendorCode))
                        ? sqlState
                        : sqlState.concat("/").concat(Integer.toString(vendorCode));
        }
    }
}
