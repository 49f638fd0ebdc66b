package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;

/** Five hundred rows in one batch and one transaction, as it should be. */
final class StockMovements implements ShopRequest {

    private static final int ROWS = 500;
    private static final LocalDateTime FIRST_DELIVERY = LocalDateTime.of(2026, 6, 1, 6, 0);

    private final Shop shop;

    StockMovements(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        int[] counts;
        try (Connection connection = shop.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into stock_movement (product_id, quantity, booked_at) values (?, ?, ?)")) {
                for (int i = 0; i < ROWS; i++) {
                    statement.setLong(1, (number * 211L + i) % SampleData.PRODUCTS);
                    statement.setInt(2, 1 + i % 20);
                    statement.setTimestamp(3, Timestamp.valueOf(FIRST_DELIVERY.plusDays(number)));
                    statement.addBatch();
                }
                counts = statement.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
        return counts.length == ROWS ? Outcome.SERVED : Outcome.REFUSED;
    }
}
