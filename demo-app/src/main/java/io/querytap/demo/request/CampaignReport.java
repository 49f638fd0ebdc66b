package io.querytap.demo.request;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Slow for an honest reason: each campaign is compared with every page view, because {@code page_view.viewed_at} has no
 * index. Better: create it.
 */
final class CampaignReport implements ShopRequest {

    private final Shop shop;

    CampaignReport(Shop shop) {
        this.shop = shop;
    }

    @Override
    public Outcome handle(int number) throws SQLException {
        long views = 0;
        try (Connection connection = shop.dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select c.name, count(*), count(distinct v.visitor) from campaign c"
                                + " join page_view v on v.viewed_at >= c.starts_at and v.viewed_at < c.ends_at"
                                + " where c.id >= ? group by c.name order by c.name")) {
            statement.setLong(1, number);
            try (ResultSet campaigns = statement.executeQuery()) {
                while (campaigns.next()) {
                    views += campaigns.getLong(2);
                }
            }
        }
        return views > 0 ? Outcome.SERVED : Outcome.REFUSED;
    }
}
