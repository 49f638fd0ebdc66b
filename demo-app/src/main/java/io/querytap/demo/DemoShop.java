package io.querytap.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querytap.demo.database.H2Database;
import io.querytap.demo.database.PostgresDatabase;
import io.querytap.demo.database.SampleData;
import io.querytap.demo.database.ShopDatabase;
import io.querytap.demo.request.FlashSale;
import io.querytap.demo.request.RequestKind;
import io.querytap.demo.request.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Entry point: opens a database, fills it, serves a fixed number of requests and ends.
 *
 * <p>Arguments: {@code --postgres <folder>} runs on a PostgreSQL unpacked there instead of H2; {@code --live} rewrites
 * the progress line instead of adding lines.
 */
public final class DemoShop {

    static final int WORKERS = 8;
    static final int CONNECTIONS = 4;

    /** Longer than the slowest request, also on a busy machine: the shop is to finish. */
    private static final Duration SHOP_PATIENCE = Duration.ofMinutes(5);

    private static final Duration CHECKOUT_PATIENCE = Duration.ofMillis(250);
    private static final Logger ALL_LIBRARIES = Logger.getLogger("");

    private DemoShop() {}

    public static void main(String[] arguments) throws Exception {
        ALL_LIBRARIES.setLevel(Level.WARNING);
        List<String> options = List.of(arguments);
        boolean live = options.contains("--live");
        try (ShopDatabase database = open(options)) {
            serve(database, live);
        }
    }

    private static ShopDatabase open(List<String> options) {
        int postgres = options.indexOf("--postgres");
        if (postgres < 0) {
            return new H2Database("shop");
        }
        if (postgres + 1 == options.size()) {
            throw new IllegalArgumentException("--postgres needs the folder to unpack the server in");
        }
        say("database", "starting PostgreSQL ...");
        return PostgresDatabase.start(Path.of(options.get(postgres + 1)));
    }

    private static void serve(ShopDatabase database, boolean live) throws Exception {
        say("database", database.displayName());
        long start = System.nanoTime();
        try (HikariDataSource pool = pool(database, "shop", CONNECTIONS, SHOP_PATIENCE)) {
            say("seeding", SampleData.PRODUCTS + " products, " + SampleData.ORDERS + " orders ...");
            SampleData.load(pool, database.pageViews());
            try (Shop shop = Shop.open(pool)) {
                List<RequestPlan.Step> steps = RequestPlan.shuffled();
                say(
                        "serving",
                        steps.size() + " requests: " + WORKERS + " workers share " + CONNECTIONS + " connections");
                int refused =
                        new Workload(shop, steps, new Progress(System.out, "serving", steps.size(), live)).run(WORKERS);
                int turnedAway = flashSale(database);
                say(
                        "flash sale",
                        turnedAway + " buyers got no connection within " + CHECKOUT_PATIENCE.toMillis() + " ms");
                say(
                        "done",
                        "%d requests served, %d refused (sold out, address taken, or no connection), in %.1f s"
                                .formatted(steps.size() - refused, refused, (System.nanoTime() - start) / 1e9));
            }
        }
        sayWhatThereIsToFind();
    }

    private static int flashSale(ShopDatabase database) throws Exception {
        try (HikariDataSource pool = pool(database, "flash-sale", FlashSale.CONNECTIONS, CHECKOUT_PATIENCE)) {
            return new FlashSale(pool).run();
        }
    }

    private static HikariDataSource pool(ShopDatabase database, String name, int connections, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(patience.toMillis());
        return new HikariDataSource(config);
    }

    private static void sayWhatThereIsToFind() {
        System.out.println();
        System.out.println("  What this shop does wrong on purpose, to be found again in the report:");
        for (RequestKind kind : RequestKind.values()) {
            if (!kind.lesson().isEmpty()) {
                System.out.printf("    %3d x %-18s %s%n", kind.count(), kind, kind.lesson());
            }
        }
        System.out.printf(
                "          %-18s %d workers share %d connections; %d of the flash sale's buyers time out%n",
                "pools", WORKERS, CONNECTIONS, FlashSale.LATE_BUYERS);
        System.out.printf("          %-18s who held the connections meanwhile, and how many there should be%n", "");
        System.out.println();
    }

    private static void say(String label, String message) {
        System.out.printf("  %-11s %s%n", label, message);
    }
}
