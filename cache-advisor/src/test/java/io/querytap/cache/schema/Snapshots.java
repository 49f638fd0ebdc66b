package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.Relation.Trait;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Snapshots for tests of other packages. */
public final class Snapshots {
    private Snapshots() {}

    /** Of PostgreSQL: tables item, orders with order_line that cascades, hidden with row security, log. */
    public static SchemaSnapshot shop() {
        return shopBuilder().build();
    }

    static SchemaSnapshot.Builder shopBuilder() {
        SchemaSnapshot.Builder shop = new SchemaSnapshot.Builder();
        for (String table : Set.of("item", "orders", "order_line", "hidden", "log", "remote", "stocked", "stock")) {
            shop.relation(table, Trait.TABLE);
        }
        shop.relation("hidden", Trait.ROW_SECURITY).relation("remote", Trait.FOREIGN);
        shop.relation("item_view", Trait.VIEW).reads("item_view", "item").changes("item_view", "item");
        shop.relation("outer_view", Trait.VIEW).reads("outer_view", "item_view").changes("outer_view", "item_view");
        shop.relation("now_view", Trait.VIEW).reads("now_view", "item").impure("now_view", "function now");
        shop.changes("orders", "order_line");
        shop.changes("stocked", TableSet.of(Set.of("stock")));
        shop.relation("triggered", Trait.TABLE).changes("triggered", TableSet.EVERYTHING);
        shop.relation("s1", Trait.OTHER);
        shop.builtIn("to_jsonb").builtIn("order_status");
        shop.function("restock", TableSet.of(Set.of("stock")));
        shop.function("peek", TableSet.EMPTY);
        shop.function("mystery", TableSet.EVERYTHING);
        return shop;
    }

    /** As {@link #shop}, with a function of the application that is called as one of the server. */
    public static SchemaSnapshot shopWithFunction(String name) {
        return shopBuilder().function(name, TableSet.EMPTY).build();
    }

    /** As {@link #shop}, on a server that follows another one. */
    public static SchemaSnapshot shopOnReplica() {
        return shopBuilder().replica().build();
    }

    /** As {@link #shop}, where sessions read what was not committed. */
    public static SchemaSnapshot shopReadingUncommitted() {
        return shopBuilder().readsUncommitted().build();
    }

    /** What a real H2 says. */
    public static SchemaSnapshot ofH2(String url) {
        SchemaWatch watch = new SchemaWatch(Dialect.H2, Runnable::run, Duration.ofHours(1), unused -> {});
        try (Connection connection = DriverManager.getConnection(url)) {
            watch.opened(opened(connection, url));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return watch.current();
    }

    /** A connection from which others can be made. */
    public static OpenedConnection opened(Connection connection, String url) {
        DatabaseIdentity database = new DatabaseIdentity("h2database", Dialect.H2, "test", null, -1);
        return new OpenedConnection(connection, database, url, null, () -> DriverManager.getConnection(url));
    }
}
