package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks the identical question again and again: the VAT setting is read anew for each item of the cart. Better: once. */
final class CartTotal implements ShopRequest {

    private final Shop shop;

    CartTotal(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        long totalCents = 0;
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select c.quantity * p.price_cents from cart_item c join product p on p.id = c.product_id"
                                + " where c.cart_id = ?")) {
            statement.setLong(1, number % SampleData.CARTS);
            try (ResultSet items = statement.executeQuery()) {
                while (items.next()) {
                    long netCents = items.getLong(1);
                    totalCents += netCents + netCents * vatPercent(connection) / 100;
                }
            }
        }
        return totalCents > 0 ? Outcome.SERVED : Outcome.REFUSED;
    }

    private static int vatPercent(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select setting_value from shop_setting where setting_key = ?")) {
            statement.setString(1, "vat.percent");
            try (ResultSet setting = statement.executeQuery()) {
                return setting.next() ? Integer.parseInt(setting.getString(1)) : 0;
            }
        }
    }
}
