package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One product by its key, as it should be. */
final class ViewProduct implements ShopRequest {

    private final Shop shop;

    ViewProduct(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select name, description, price_cents from product where id = ?")) {
            statement.setLong(1, number * 31L % SampleData.PRODUCTS);
            try (ResultSet product = statement.executeQuery()) {
                return product.next() ? Outcome.SERVED : Outcome.REFUSED;
            }
        }
    }
}
