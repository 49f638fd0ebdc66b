package io.querytap.smoke.app;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;

/** Calls of a stored routine. */
final class CallableCalls extends Calls {
    CallableCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        String text = product.callRoutine;
        try (CallableStatement call = connection.prepareCall(text)) {
            call.registerOutParameter(1, Types.INTEGER);
            for (int i = 1; i <= 10; i++) {
                call.setInt(2, i);
                truth.execute(text, call::execute);
                if (call.getInt(1) != 2 * i) {
                    throw new IllegalStateException("twice " + i + " is not " + call.getInt(1));
                }
            }
            call.setInt(2, 21);
            truth.attempt(text, call::executeUpdate);
        }
    }
}
