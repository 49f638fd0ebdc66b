package io.querytap.instrumentation.jdbc.driver;

import io.querytap.core.stats.ReadingStats;
import io.querytap.core.stats.ReadingStats.FetchObstacle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Why a large result was held in memory as a whole, or fetched in too many trips: the preconditions of the drivers, as they
 * document them. The driver's own getters say what is set, defaults of the connection included; each returns a field.
 */
public final class Fetching {
    /** Trips for one result from which on the fetch size is called small. */
    private static final long MANY_TRIPS = 50;

    private Fetching() {}

    /**
     * Counts what stood in the way of fetching a result piece by piece.
     *
     * @param result still open; what it does not tell is not counted
     * @param autoCommit whether it was executed in autocommit
     */
    public static void judge(
            DriverProfile driver, ReadingStats stats, ResultSet result, long rows, boolean autoCommit) {
        try {
            switch (driver.kind()) {
                case POSTGRESQL:
                    postgresql(stats, result, autoCommit);
                    break;
                case MYSQL:
                    mysql(driver, stats, result);
                    break;
                case MARIADB:
                    if (fetchSize(result) == 0) {
                        stats.countObstacle(FetchObstacle.NO_FETCH_SIZE);
                    }
                    break;
                case ORACLE:
                    oracle(stats, result, rows);
                    break;
                default:
                    break;
            }
        } catch (SQLException | RuntimeException closed) {
            // A result or statement that is closed by now says nothing.
        }
    }

    private static int fetchSize(ResultSet result) throws SQLException {
        Statement statement = result.getStatement();
        return statement == null ? result.getFetchSize() : statement.getFetchSize();
    }

    /** A portal needs all three: no autocommit, forward only, a fetch size. */
    private static void postgresql(ReadingStats stats, ResultSet result, boolean autoCommit) throws SQLException {
        if (fetchSize(result) == 0) {
            stats.countObstacle(FetchObstacle.NO_FETCH_SIZE);
        }
        if (autoCommit) {
            stats.countObstacle(FetchObstacle.AUTOCOMMIT);
        }
        if (result.getType() != ResultSet.TYPE_FORWARD_ONLY) {
            stats.countObstacle(FetchObstacle.NOT_FORWARD_ONLY);
        }
    }

    /** Rows one by one with the smallest int as fetch size, or through a cursor that must be allowed. */
    private static void mysql(DriverProfile driver, ReadingStats stats, ResultSet result) throws SQLException {
        if (!driver.isSettingsKnown()) {
            return;
        }
        int size = fetchSize(result);
        boolean asked = size == Integer.MIN_VALUE || driver.isCursorFetch() && size > 0;
        if (!asked) {
            stats.countObstacle(FetchObstacle.NO_FETCH_SIZE);
        } else if (result.getType() != ResultSet.TYPE_FORWARD_ONLY) {
            stats.countObstacle(FetchObstacle.NOT_FORWARD_ONLY);
        }
    }

    private static void oracle(ReadingStats stats, ResultSet result, long rows) throws SQLException {
        int size = fetchSize(result);
        if (size > 0 && rows / size >= MANY_TRIPS) {
            stats.countObstacle(FetchObstacle.SMALL_FETCH_SIZE);
        }
    }
}
