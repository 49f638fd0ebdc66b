package io.querytap.demo.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;
import javax.sql.DataSource;

/** Tables and the same sample data on every run. */
public final class SampleData {

    public static final int CUSTOMERS = 500;
    public static final int PRODUCTS = 5_000;
    public static final int ORDERS = 2_000;
    public static final int CARTS = 40;
    public static final int CART_ITEMS = 24;

    private static final int CAMPAIGNS = 400;
    private static final int DAYS = 90;
    private static final int BATCH_SIZE = 500;
    private static final long SEED = 20_260_101;
    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final Connection connection;
    private final Random random = new Random(SEED);

    private SampleData(Connection connection) {
        this.connection = connection;
    }

    /** Creates and fills all tables in one transaction. */
    public static void load(DataSource dataSource, int pageViews) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            ShopSchema.create(connection);
            SampleData data = new SampleData(connection);
            data.settings();
            data.customers();
            data.products();
            data.orders();
            data.orderLines();
            data.carts();
            data.campaigns();
            data.pageViews(pageViews);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Address of a sample customer, 0 to {@link #CUSTOMERS} − 1. */
    public static String customerEmail(int customer) {
        return "customer" + customer + "@shop.example";
    }

    /** Article number of a product, 0 to {@link #PRODUCTS} − 1; sorts like the product's id. */
    public static String sku(int product) {
        return String.format(Locale.ROOT, "SKU-%05d", product);
    }

    private void settings() throws SQLException {
        String[][] settings = {{"vat.percent", "20"}, {"currency", "EUR"}, {"shipping.free.from", "5000"}};
        insert("insert into shop_setting (setting_key, setting_value) values (?, ?)", settings.length, (row, i) -> {
            row.setString(1, settings[i][0]);
            row.setString(2, settings[i][1]);
        });
    }

    private void customers() throws SQLException {
        insert("insert into customer (id, email, name) values (?, ?, ?)", CUSTOMERS, (row, i) -> {
            row.setLong(1, i);
            row.setString(2, customerEmail(i));
            row.setString(3, "Customer " + i);
        });
    }

    private void products() throws SQLException {
        String description = "Made to last, repairable, with spare parts for ten years. ".repeat(5);
        insert(
                "insert into product (id, sku, name, description, price_cents, stock) values (?, ?, ?, ?, ?, ?)",
                PRODUCTS,
                (row, i) -> {
                    row.setLong(1, i);
                    row.setString(2, sku(i));
                    row.setString(3, "Article " + i);
                    row.setString(4, description);
                    row.setLong(5, 100L + random.nextInt(20_000));
                    row.setInt(6, 500 + random.nextInt(500));
                });
    }

    private void orders() throws SQLException {
        insert("insert into purchase_order (id, customer_id, placed_at) values (?, ?, ?)", ORDERS, (row, i) -> {
            row.setLong(1, i);
            row.setLong(2, random.nextInt(CUSTOMERS));
            row.setTimestamp(3, randomTime());
        });
    }

    /** Two to four lines for each order. */
    private void orderLines() throws SQLException {
        String sql =
                "insert into order_line (id, order_id, product_id, quantity, unit_price_cents) values (?, ?, ?, ?, ?)";
        insert(sql, ORDERS * 3, (row, i) -> {
            row.setLong(1, i);
            // The first two thirds give each order two lines, the rest falls where it falls.
            row.setLong(2, i < ORDERS * 2 ? i % ORDERS : random.nextInt(ORDERS));
            row.setLong(3, random.nextInt(PRODUCTS));
            row.setInt(4, 1 + random.nextInt(3));
            row.setLong(5, 100L + random.nextInt(20_000));
        });
    }

    private void carts() throws SQLException {
        insert(
                "insert into cart_item (cart_id, product_id, quantity) values (?, ?, ?)",
                CARTS * CART_ITEMS,
                (row, i) -> {
                    row.setLong(1, i / CART_ITEMS);
                    // A step that shares no factor with the number of products: no product twice in a cart.
                    row.setLong(2, i * 7L % PRODUCTS);
                    row.setInt(3, 1 + random.nextInt(3));
                });
    }

    private void campaigns() throws SQLException {
        insert("insert into campaign (id, name, starts_at, ends_at) values (?, ?, ?, ?)", CAMPAIGNS, (row, i) -> {
            LocalDateTime start = FIRST_DAY.plusHours(random.nextInt((DAYS - 1) * 24));
            row.setLong(1, i);
            row.setString(2, "Campaign " + i);
            row.setTimestamp(3, Timestamp.valueOf(start));
            row.setTimestamp(4, Timestamp.valueOf(start.plusHours(12)));
        });
    }

    private void pageViews(int count) throws SQLException {
        insert("insert into page_view (id, visitor, viewed_at) values (?, ?, ?)", count, (row, i) -> {
            row.setLong(1, i);
            row.setInt(2, random.nextInt(5_000));
            row.setTimestamp(3, randomTime());
        });
    }

    private Timestamp randomTime() {
        return Timestamp.valueOf(FIRST_DAY.plusMinutes(random.nextInt(DAYS * 24 * 60)));
    }

    private void insert(String sql, int rows, RowBinder binder) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < rows; i++) {
                binder.bind(statement, i);
                statement.addBatch();
                if ((i + 1) % BATCH_SIZE == 0 || i + 1 == rows) {
                    statement.executeBatch();
                }
            }
        }
    }

    private interface RowBinder {
        void bind(PreparedStatement row, int index) throws SQLException;
    }
}
