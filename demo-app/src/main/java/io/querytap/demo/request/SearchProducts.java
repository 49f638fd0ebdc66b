package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The first twenty products of a range, limited by the database, as it should be. */
final class SearchProducts implements ShopRequest {

    private final Shop shop;

    SearchProducts(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select name from product where sku >= ? order by sku fetch first 20 rows only")) {
            statement.setString(1, SampleData.sku(number * 50));
            try (ResultSet products = statement.executeQuery()) {
                while (products.next()) {
                    names.add(products.getString(1));
                }
            }
        }
        return names.isEmpty() ? Outcome.REFUSED : Outcome.SERVED;
    }
}
