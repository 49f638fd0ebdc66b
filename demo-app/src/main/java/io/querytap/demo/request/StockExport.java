package io.querytap.demo.request;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Reads all five thousand products in one go, without a fetch size. Better: in pages, or streamed. */
final class StockExport implements ShopRequest {

    private final Shop shop;

    StockExport(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        StringBuilder csv = new StringBuilder();
        try (Connection connection = shop.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet products = statement.executeQuery("select sku, name, stock from product order by id")) {
            while (products.next()) {
                csv.append(products.getString(1))
                        .append(';')
                        .append(products.getString(2))
                        .append(';')
                        .append(products.getInt(3))
                        .append('\n');
            }
        }
        return csv.length() > 0 ? Outcome.SERVED : Outcome.REFUSED;
    }
}
