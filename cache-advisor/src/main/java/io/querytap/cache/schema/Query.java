package io.querytap.cache.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Queries of a catalogue. */
final class Query {
    /** Rows that the driver fetches at once. */
    private static final int FETCH_SIZE = 1_000;

    private Query() {}

    /** Gives each row to the consumer. */
    static void each(Connection connection, String sql, Rows rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(CatalogueReader.TIMEOUT_SECONDS);
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    rows.row(result);
                }
            }
        }
    }

    /** Takes one row. */
    interface Rows {
        void row(ResultSet row) throws SQLException;
    }
}
