package io.querytap.demo.request;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Selects the whole catalogue, reads a page of it and closes the result. Better: a limit in the query. */
final class CataloguePreview implements ShopRequest {

    private static final int PREVIEW_SIZE = 50;

    private final Shop shop;

    CataloguePreview(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select id, sku, name, description, price_cents from product order by name");
                ResultSet products = statement.executeQuery()) {
            while (names.size() < PREVIEW_SIZE && products.next()) {
                names.add(products.getString("name"));
            }
        }
        return names.size() == PREVIEW_SIZE ? Outcome.SERVED : Outcome.REFUSED;
    }
}
