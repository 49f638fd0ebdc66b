package io.querytap.cache.schema;

import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue of one product on a connection of the agent's own. Has no state. */
interface CatalogueReader {
    /** Of more tables and views nothing is said, which makes every rule of the database stand aside; some 20 MB. */
    int MAX_RELATIONS = 50_000;

    /** Where a catalogue query takes longer than this, it is given up. */
    int TIMEOUT_SECONDS = 30;

    /**
     * What the catalogue says. Sends nothing but queries.
     *
     * @param connection outside of a transaction; the caller closes it
     */
    SchemaSnapshot read(Connection connection) throws SQLException;

    /** The reader of a product; null where there is none. */
    static @Nullable CatalogueReader of(Dialect dialect) {
        switch (dialect) {
            case POSTGRESQL:
                return new PostgresqlCatalogue();
            case MYSQL:
            case MARIADB:
                return new MysqlCatalogue(dialect);
            case H2:
                return new H2Catalogue();
            default:
                return null;
        }
    }

    /** Gives up where there are too many tables and views. */
    static void checkBound(SchemaSnapshot.Builder snapshot) throws SQLException {
        if (snapshot.relationCount() > MAX_RELATIONS) {
            throw new SQLException("more than " + MAX_RELATIONS + " tables and views");
        }
    }
}
