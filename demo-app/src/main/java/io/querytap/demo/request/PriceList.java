package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Row-by-row write loop: a supplier's forty new prices, each sent alone. Better: addBatch and executeBatch. */
final class PriceList implements ShopRequest {

    private static final int PRICES = 40;

    private final Shop shop;

    PriceList(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        int updated = 0;
        try (Connection connection = shop.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement =
                    connection.prepareStatement("update product set price_cents = ? where id = ?")) {
                for (int i = 0; i < PRICES; i++) {
                    statement.setLong(1, 1_000L + number * 10L + i);
                    // Ascending keys, as in PlaceOrder: no deadlocks.
                    statement.setLong(2, number * 300L % SampleData.PRODUCTS + i);
                    updated += statement.executeUpdate();
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
        return updated == PRICES ? Outcome.SERVED : Outcome.REFUSED;
    }
}
