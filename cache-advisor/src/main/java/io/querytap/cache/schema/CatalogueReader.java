package io.querytap.cache.schema;

import java.sql.Connection;
import java.sql.SQLException;

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
}
