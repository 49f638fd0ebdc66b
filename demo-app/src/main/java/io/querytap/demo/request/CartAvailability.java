package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** N+1 by hand: reads the items of a cart, then asks for the stock of each. Better: one join. */
final class CartAvailability implements ShopRequest {

    private final Shop shop;

    CartAvailability(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        boolean available = true;
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select product_id, quantity from cart_item where cart_id = ?")) {
            statement.setLong(1, number % SampleData.CARTS);
            try (ResultSet items = statement.executeQuery()) {
                while (items.next()) {
                    available &= stock(connection, items.getLong(1)) >= items.getInt(2);
                }
            }
        }
        return available ? Outcome.SERVED : Outcome.REFUSED;
    }

    private static int stock(Connection connection, long productId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select stock from product where id = ?")) {
            statement.setLong(1, productId);
            try (ResultSet product = statement.executeQuery()) {
                return product.next() ? product.getInt(1) : 0;
            }
        }
    }
}
