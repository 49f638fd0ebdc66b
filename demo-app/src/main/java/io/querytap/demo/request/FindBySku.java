package io.querytap.demo.request;

import io.querytap.demo.database.SampleData;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes the article number into the text, so that every request is a statement of its own. Better: bind it. */
final class FindBySku implements ShopRequest {

    private final Shop shop;

    FindBySku(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        String sku = SampleData.sku(number * 37 % SampleData.PRODUCTS);
        try (Connection connection = shop.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet product =
                        statement.executeQuery("select name, price_cents from product where sku = '" + sku + "'")) {
            return product.next()
                            && product.getLong(2) > 0
                            && !product.getString(1).isEmpty()
                    ? Outcome.SERVED
                    : Outcome.REFUSED;
        }
    }
}
