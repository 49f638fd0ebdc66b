package io.querytap.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querytap.demo.database.H2Database;
import io.querytap.demo.database.SampleData;
import io.querytap.demo.request.RequestKind;
import io.querytap.demo.request.Shop;
import io.querytap.demo.request.ShopRequest.Outcome;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShopRequestTest {

    private static final Logger ALL_LIBRARIES = Logger.getLogger("");

    private static HikariDataSource pool;
    private static Shop shop;

    @BeforeAll
    static void openShop() throws Exception {
        ALL_LIBRARIES.setLevel(Level.WARNING);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(new H2Database("shop-request-test").jdbcUrl());
        config.setMaximumPoolSize(2);
        pool = new HikariDataSource(config);
        SampleData.load(pool, 1_000);
        shop = Shop.open(pool);
    }

    @AfterAll
    static void closeShop() {
        shop.close();
        pool.close();
    }

    @ParameterizedTest
    @EnumSource(RequestKind.class)
    void handle_firstOfItsKind_served(RequestKind kind) throws Exception {
        assertThat(kind.of(shop).handle(0)).isEqualTo(Outcome.SERVED);
    }

    @Test
    void handle_orderBeyondStock_rolledBack() throws Exception {
        assertThat(RequestKind.PLACE_ORDER.of(shop).handle(5)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void handle_addressTaken_refused() throws Exception {
        assertThat(RequestKind.REGISTER_CUSTOMER.of(shop).handle(4)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void shuffled_twice_samePlanWithEveryRequest() {
        List<RequestPlan.Step> plan = RequestPlan.shuffled();

        assertThat(plan).hasSize(920).isEqualTo(RequestPlan.shuffled());
    }
}
