package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.SQLException;

/** A family of JDBC calls: makes them and counts them in the {@link Truth}. */
abstract class Calls {
    /** Rows of table {@code item}, whose ids are 1 to this. */
    static final int ITEMS = 100;

    final Truth truth;
    final Product product;
    final ConnectionSource source;

    Calls(Truth truth, Product product, ConnectionSource source) {
        this.truth = truth;
        this.product = product;
        this.source = source;
    }

    /** Makes all calls of the family. */
    abstract void make(Connection connection) throws SQLException;
}
