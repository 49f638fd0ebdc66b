package io.querytap.instrumentation.jdbc.driver;

import io.querytap.core.stats.ReadingStats;
import io.querytap.core.stats.ReadingStats.Column;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels and types of a result's columns, on drivers that have them at hand with the result. pgjdbc does not for types that are
 * not built in: it would ask the server, and so is asked for the number of the type instead.
 */
public final class ResultColumns {
    private static final int OID_BYTEA = 17;
    private static final int OID_XML = 142;

    private ResultColumns() {}

    /** Whether {@link #of} may be called for results of a driver. */
    public static boolean areAtHand(DriverKind driver) {
        switch (driver) {
            case POSTGRESQL:
            case MYSQL:
            case MARIADB:
            case SQL_SERVER:
            case H2_IN_PROCESS:
            case H2_SERVER:
            case HSQLDB:
            case DERBY:
                return true;
            default:
                return false;
        }
    }

    /** The columns; empty where they cannot be told or are too many. */
    public static List<Column> of(DriverKind driver, ResultSet result) {
        try {
            ResultSetMetaData description = result.getMetaData();
            int count = description.getColumnCount();
            if (count > ReadingStats.MAX_COLUMNS) {
                return List.of();
            }
            List<Column> columns = new ArrayList<>(count);
            Method oid = driver == DriverKind.POSTGRESQL ? oidGetter(result) : null;
            for (int column = 1; column <= count; column++) {
                int type = driver == DriverKind.POSTGRESQL
                        ? typeOfOid(oid == null ? 0 : (Integer) oid.invoke(result, column))
                        : description.getColumnType(column);
                columns.add(new Column(description.getColumnLabel(column), type));
            }
            return columns;
        } catch (SQLException | ReflectiveOperationException | RuntimeException untold) {
            return List.of();
        }
    }

    private static Method oidGetter(ResultSet result) throws NoSuchMethodException {
        return result.getClass().getMethod("getColumnOID", int.class);
    }

    /** Only what matters of a type: whether its values are large as a rule. PostgreSQL's {@code text} mostly is not. */
    private static int typeOfOid(int oid) {
        switch (oid) {
            case OID_BYTEA:
                return Types.LONGVARBINARY;
            case OID_XML:
                return Types.SQLXML;
            default:
                return Types.OTHER;
        }
    }
}
