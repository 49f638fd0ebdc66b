package io.querytap.agent.report;

import io.querytap.agent.Holders;
import io.querytap.agent.PlayedLeases;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Findings;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pool.HolderNames;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolRegistry;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.StripeHint;
import io.querytap.core.stats.TransactionStats;
import io.querytap.core.work.TraceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * A shop's traffic, made up but plausible and the same each time: for tests of size and for looking at the page.
 *
 * <p>{@code main} writes {@code <stem>.json} and {@code <stem>.html}; this is how the picture in docs/images is made.
 */
public final class SampleShop {
    public static final AgentInfo AGENT =
            new AgentInfo("0.1.0", "shop", "OpenJDK 64-Bit Server VM 25.0.1+8-LTS (Eclipse Adoptium) on Linux amd64");

    private static final DatabaseIdentity DATABASE =
            new DatabaseIdentity("postgresql", Dialect.POSTGRESQL, "shop", "db.internal", 5432);
    private static final Instant STARTED = Instant.parse("2026-11-21T09:12:04.318Z");
    private static final Duration OBSERVED = Duration.ofMinutes(42).plusSeconds(7);

    private static final String ORDER_LINES =
            "SELECT i.id, i.order_id, i.quantity, i.unit_price, p.id, p.name, p.sku FROM order_item i JOIN product p ON"
                    + " p.id = i.product_id WHERE i.order_id = ? ORDER BY i.position";
    private static final String ORDERS =
            "SELECT o.id, o.placed_at, o.status, o.total, c.name FROM customer_order o JOIN customer c ON c.id ="
                    + " o.customer_id WHERE o.status = ? AND o.placed_at >= ? ORDER BY o.placed_at DESC LIMIT ?";
    private static final String SETTING = "SELECT id, key, value FROM setting WHERE key = ?";
    private static final String STOCK = "UPDATE product SET stock = stock - ? WHERE id = ? AND stock >= ?";

    /** Coupons are looked up by a text that holds the code. */
    private static final String COUPON = "SELECT id, discount FROM coupon WHERE code = 'SPRING' AND valid_to > now()";

    private final Random random = new Random(20261121);
    private final StripeHint hint = new StripeHint();
    private final PatternRegistry registry;
    private final PoolRegistry pools = new PoolRegistry();

    private SampleShop(int maxPatterns) {
        registry = new PatternRegistry(maxPatterns);
    }

    public static void main(String[] arguments) throws IOException {
        Snapshot snapshot = snapshot(2000, /* rarePatterns= */ 14);
        JsonReport report = new JsonReport(AGENT, Duration.ofMillis(500), EnumSet.allOf(Finding.Kind.class));
        report.write(snapshot, Path.of(arguments[0] + ".json"));
        HtmlReport.write(report.toBytes(snapshot), Path.of(arguments[0] + ".html"));
    }

    /** @param rarePatterns patterns with a handful of executions each, besides the shop's own twenty */
    public static Snapshot snapshot(int maxPatterns, int rarePatterns) {
        SampleShop shop = new SampleShop(maxPatterns);
        shop.runQueries();
        shop.runRareQueries(rarePatterns);
        shop.runTransactions();
        shop.usePools();
        List<Finding> findings = shop.find();
        return new Snapshot(
                STARTED,
                STARTED.plus(OBSERVED),
                shop.registry.patternSnapshots(),
                shop.pools.snapshots(),
                shop.registry.transactionSnapshots(),
                findings,
                /* omittedFindings= */ 0,
                /* selfErrors= */ 0);
    }

    private List<Finding> find() {
        Findings findings = new Findings();
        Finding.Unit orders = new Finding.Unit("entry", "GET /account/orders");
        findings.raise(finding(Finding.Kind.N_PLUS_ONE, ORDER_LINES)
                .confidence(Finding.Confidence.CONFIRMED)
                .severity(Finding.Severity.HIGH)
                .source(find(ORDERS).pattern().hexId())
                .repeats(25)
                .unit(orders)
                .trace(new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true))
                .callSite(
                        "com.example.shop.order.OrderPage.lines(OrderPage.java:84)",
                        List.of(
                                "com.example.shop.order.OrderPage.lines(OrderPage.java:84)",
                                "com.example.shop.order.OrderPage.show(OrderPage.java:61)",
                                "com.example.shop.web.AccountController.orders(AccountController.java:47)"))
                .impactNanos(98_400_000_000L)
                .occurrences(5_940)
                .evidence("sourceRows", 25)
                .evidence("distinctParameters", 25)
                .evidence("siteShare", 1.0)
                .evidence("proof", "the values were read from column 1 of the query before")
                .what("This query ran once for each of 25 rows of an earlier one, with the value of its column 1.")
                .advice("Read the lines of all orders at once: a fetch join, or one query with order_id IN (...).")
                .build());
        findings.raise(finding(Finding.Kind.REDUNDANT_QUERY, SETTING)
                .confidence(Finding.Confidence.CONFIRMED)
                .severity(Finding.Severity.WARNING)
                .repeats(12)
                .unit(orders)
                .callSite(
                        "com.example.shop.setting.Settings.get(Settings.java:33)",
                        List.of("com.example.shop.setting.Settings.get(Settings.java:33)"))
                .impactNanos(11_200_000_000L)
                .occurrences(14_020)
                .evidence("share", 0.93)
                .what("The same setting was read 12 times in one request, and nothing wrote to its table in between.")
                .advice("Read it once per request and pass it on.")
                .build());
        findings.raise(finding(Finding.Kind.WRITE_LOOP, STOCK)
                .confidence(Finding.Confidence.PROBABLE)
                .severity(Finding.Severity.WARNING)
                .repeats(40)
                .unit(new Finding.Unit("task", "com.example.shop.stock.Replenishment.run"))
                .callSite(
                        "com.example.shop.stock.Replenishment.book(Replenishment.java:72)",
                        List.of(
                                "com.example.shop.stock.Replenishment.book(Replenishment.java:72)",
                                "com.example.shop.stock.Replenishment.run(Replenishment.java:39)"))
                .impactNanos(7_600_000_000L)
                .occurrences(470)
                .evidence("form", "one transaction")
                .evidence("roundTripNanos", 412_000)
                .what("40 rows were updated one by one within one transaction.")
                .advice("Collect them with addBatch and send them with one executeBatch.")
                .build());
        findings.raise(Finding.of(Finding.Kind.CONNECTION_HELD_IDLE, DATABASE, "", "Connections of shop-web")
                .confidence(Finding.Confidence.PROBABLE)
                .severity(Finding.Severity.WARNING)
                .unit(new Finding.Unit("entry", "POST /checkout"))
                .callSite(
                        "com.example.shop.checkout.Checkout.place(Checkout.java:118)",
                        List.of("com.example.shop.checkout.Checkout.place(Checkout.java:118)"))
                .occurrences(9_410)
                .evidence("p95IdleSeconds", 0.412)
                .evidence("idleShare", 0.83)
                .evidence("shape", "between statements")
                .what(
                        "Connections taken here were idle for 83 % of the time they were held, most of it between statements.")
                .advice("Call the payment provider before the connection is taken, or after it was given back.")
                .seen(STARTED.plusSeconds(94), STARTED.plus(OBSERVED))
                .build());
        findings.raise(Finding.of(Finding.Kind.POOL_WAIT, DATABASE, "", "Waits for shop-jobs")
                .confidence(Finding.Confidence.CONFIRMED)
                .severity(Finding.Severity.HIGH)
                .unit(new Finding.Unit("task", "com.example.shop.export.OrderExport.run"))
                .callSite(
                        "com.example.shop.export.OrderExport.page(OrderExport.java:212)",
                        List.of("com.example.shop.export.OrderExport.page(OrderExport.java:212)"))
                .occurrences(985)
                .evidence("pool", "shop-jobs")
                .evidence("cause", "held_idle")
                .evidence("p99WaitSeconds", 0.52)
                .evidence("blamedShare", 0.63)
                .what("Callers wait while OrderExport.page holds the connections, mostly idle in a transaction.")
                .advice("Write the file after the transaction, or read the orders in pages of a transaction each.")
                .seen(STARTED.plusSeconds(200), STARTED.plus(OBSERVED))
                .build());
        select(COUPON, 2_310, micros(240), 0.5, 1);
        findings.raise(finding(Finding.Kind.UNPARAMETERIZED_SQL, COUPON)
                .confidence(Finding.Confidence.CONFIRMED)
                .severity(Finding.Severity.HIGH)
                .callSite(
                        "com.example.shop.coupon.CouponDao.find(CouponDao.java:48)",
                        List.of(
                                "com.example.shop.coupon.CouponDao.find(CouponDao.java:48)",
                                "com.example.shop.cart.CartService.redeem(CartService.java:131)"))
                .occurrences(1_893)
                .evidence("distinctTexts", 1_893)
                .evidence("distinctTextsExact", false)
                .evidence("executions", 2_310)
                .evidence("newTextShare", 0.8195)
                .what("About 1,893 different sets of values were written into the text of this statement, in 2,310"
                        + " executions.")
                .advice("Write ? for each value and bind it.")
                .build());
        return findings.all();
    }

    private Finding.Builder finding(Finding.Kind kind, String sql) {
        SqlPattern pattern = find(sql).pattern();
        return Finding.of(kind, DATABASE, pattern.hexId(), String.valueOf(pattern.summary()))
                .seen(STARTED.plusSeconds(31), STARTED.plus(OBSERVED));
    }

    private void runQueries() {
        select(ORDER_LINES, 148_220, micros(610), 0.55, 4);
        select("SELECT id, name, sku, price, stock FROM product WHERE id = ?", 312_900, micros(172), 0.5, 1);
        select(ORDERS, 9_410, micros(5_900), 0.8, 50);
        select(
                "SELECT p.category_id, date_trunc(?, o.placed_at) AS month, sum(i.quantity * i.unit_price) AS revenue,"
                        + " count(DISTINCT o.customer_id) AS customers FROM customer_order o JOIN order_item i ON i.order_id"
                        + " = o.id JOIN product p ON p.id = i.product_id WHERE o.placed_at BETWEEN ? AND ? GROUP BY"
                        + " p.category_id, month HAVING sum(i.quantity * i.unit_price) > ? ORDER BY month, revenue DESC",
                46,
                micros(820_000),
                0.35,
                144);
        select("SELECT id, email, name, locale FROM customer WHERE id = ?", 96_300, micros(190), 0.45, 1);
        select(SETTING, 201_700, micros(88), 0.3, 1);
        select(
                "SELECT p.id, p.name, p.price FROM product p WHERE lower(p.name) LIKE ? ORDER BY p.popularity DESC LIMIT ?",
                7_840,
                micros(11_400),
                0.9,
                18);
        select("SELECT count(*) FROM cart_item WHERE cart_id = ?", 61_050, micros(240), 0.6, 1);
        select(
                "SELECT r.id, r.rating, r.body, r.created_at FROM review r WHERE r.product_id IN (?)",
                22_600,
                micros(950),
                0.7,
                12);
        select("SELECT stock FROM product WHERE id = ? FOR UPDATE", 18_900, micros(1_350), 1.3, 1);
        write(STOCK, 18_870, micros(520), 0.8, 37, "40001");
        write(
                "INSERT INTO customer_order (customer_id, placed_at, status, total) VALUES (?)",
                9_430,
                micros(640),
                0.6,
                4,
                "23503");
        write(
                "INSERT INTO cart_item (cart_id, product_id, quantity) VALUES (?)",
                24_150,
                micros(480),
                0.6,
                118,
                "23505");
        write("UPDATE customer SET last_seen_at = ? WHERE id = ?", 88_400, micros(390), 0.7, 0, "");
        write("DELETE FROM session WHERE expires_at < ?", 253, micros(18_500), 0.9, 2, "57014");
        batch(
                "INSERT INTO order_item (order_id, product_id, quantity, unit_price, position) VALUES (?)",
                9_420,
                micros(1_150),
                5);
        batch("INSERT INTO audit_event (occurred_at, actor, kind, payload) VALUES (?)", 2_480, micros(3_300), 80);
        write("CALL refresh_popularity(?)", 8, micros(1_900_000), 0.2, 1, "57014");
    }

    private void runRareQueries(int patterns) {
        String[] tables = {"voucher", "shipment", "invoice", "warehouse", "supplier", "tax_rate", "address", "category"
        };
        for (int i = 0; i < patterns; i++) {
            String table = tables[i % tables.length];
            select(
                    "SELECT * FROM " + table + " WHERE " + table + "_no_" + i + " = ? AND valid_to > ?",
                    1 + random.nextInt(60),
                    micros(300 + random.nextInt(2_000)),
                    0.5,
                    3);
        }
    }

    private void select(String sql, int executions, long medianNanos, double spread, int rows) {
        PatternStats stats = find(sql);
        for (int i = 0; i < executions; i++) {
            stats.recordSuccess(hint, latency(medianNanos, spread));
            long read = rows == 1 ? random.nextInt(20) == 0 ? 0 : 1 : Math.round(rows * (0.3 + random.nextDouble()));
            stats.recordResult(hint, read, latency(micros(9) + read * 2_600, 0.4));
        }
    }

    private void write(String sql, int executions, long medianNanos, double spread, int errors, String sqlState) {
        PatternStats stats = find(sql);
        for (int i = 0; i < executions; i++) {
            stats.recordSuccess(hint, latency(medianNanos, spread));
        }
        for (int i = 0; i < errors; i++) {
            String type = i % 9 == 8 ? "java.sql.SQLTransientConnectionException" : sqlState;
            stats.recordFailure(hint, latency(medianNanos * 3, spread), type, /* batchSize= */ -1);
        }
    }

    private void batch(String sql, int executions, long medianNanos, int size) {
        PatternStats stats = find(sql);
        for (int i = 0; i < executions; i++) {
            stats.recordBatchSuccess(hint, latency(medianNanos, 0.5), 1 + random.nextInt(size * 2));
        }
    }

    private void runTransactions() {
        TransactionStats transactions = registry.of(DATABASE).transactions();
        for (int i = 0; i < 31_400; i++) {
            transactions.recordCommitted(hint, latency(micros(7_200), 0.8));
            transactions.recordCommitCall(hint, latency(micros(1_050), 0.5));
        }
        for (int i = 0; i < 161; i++) {
            transactions.recordRolledBack(hint, latency(micros(9_100), 0.9));
            transactions.recordRollbackCall(hint, latency(micros(420), 0.4));
        }
    }

    private void usePools() {
        PoolStats web = pools.register("hikari", "shop-web", () -> new PoolGauges.Reading(10, 10, 10, 3, 7, 0));
        PoolStats jobs = pools.register("hikari", "shop-jobs", () -> new PoolGauges.Reading(2, 2, 2, 2, 0, 1));
        if (web == null || jobs == null) {
            throw new IllegalStateException("the registry is new");
        }
        web.connectsTo(DATABASE);
        jobs.connectsTo(DATABASE);
        for (int i = 0; i < 118_600; i++) {
            boolean isBusy = random.nextInt(60) == 0;
            web.recordWait(hint, isBusy ? latency(micros(1_900), 0.9) : latency(micros(2) + 300, 0.3));
            web.recordUse(hint, latency(micros(4_100), 0.9));
        }
        for (int i = 0; i < 3_940; i++) {
            jobs.recordWait(hint, random.nextInt(4) == 0 ? latency(micros(38_000), 1.2) : latency(micros(3), 0.4));
            jobs.recordUse(hint, latency(micros(61_000), 1.1));
        }
        new PlayedLeases(web, DATABASE, 10)
                .play(6_600, /* perSecond= */ 120, /* busyMillis= */ 27, /* idleMillis= */ 150);
        new PlayedLeases(jobs, DATABASE, 2).play(700, /* perSecond= */ 13, /* busyMillis= */ 60, /* idleMillis= */ 150);
        pools.look(System.nanoTime(), STARTED.plus(OBSERVED));
        blame(web.blame(), 0.34);
        blame(jobs.blame(), 1.45);
        for (int i = 0; i < 11; i++) {
            jobs.recordTimeout(hint, /* askedNanos= */ 0, 5_000_000_000L + random.nextInt(4_000_000));
        }
        for (int i = 0; i < 16; i++) {
            (i < 14 ? web : jobs).created(hint, /* startNanos= */ 0, latency(micros(14_200), 0.3), /* failure= */ null);
        }
    }

    private static void blame(PoolBlame blame, double factor) {
        HolderNames.Name export = Holders.holder(
                "com.example.shop.export.OrderExport.run",
                "com.example.shop.export.OrderExport.page(OrderExport.java:212)",
                "com.example.shop.export.OrderExport.run(OrderExport.java:64)");
        HolderNames.Name checkout = Holders.holder(
                "POST /checkout",
                "com.example.shop.checkout.Checkout.place(Checkout.java:118)",
                "com.example.shop.web.CheckoutController.submit(CheckoutController.java:52)");
        HolderNames.Name orders =
                Holders.holder("GET /account/orders", "com.example.shop.order.OrderPage.show(OrderPage.java:61)");
        double second = 1e9 * factor;
        blame.add(export, HolderState.IDLE_IN_TRANSACTION, 41 * second);
        blame.add(export, HolderState.READING, 17 * second);
        blame.add(export, HolderState.RUNNING, 6 * second);
        blame.add(checkout, HolderState.IDLE_IN_TRANSACTION, 13 * second);
        blame.add(checkout, HolderState.RUNNING, 3 * second);
        blame.add(orders, HolderState.RUNNING, 8 * second);
        blame.add(orders, HolderState.IDLE_BEFORE_FIRST, 2.5 * second);
        blame.add(orders, HolderState.IDLE, 6 * second);
        for (int i = 0; i < 30; i++) {
            blame.add(Holders.holder("GET /catalogue/" + i), HolderState.RUNNING, second / (3 + i));
        }
        blame.add(PoolBlame.Account.CREATING, 1.1 * second);
        blame.add(PoolBlame.Account.STALLED, 0.4 * second);
    }

    private PatternStats find(String sql) {
        DatabasePatterns patterns = registry.of(DATABASE);
        return patterns.find(sql);
    }

    /** Log-normal with now and then a long one, as latencies are. */
    private long latency(long medianNanos, double spread) {
        double nanos = medianNanos * Math.exp(spread * random.nextGaussian());
        return Math.round(random.nextInt(4_000) == 0 ? nanos * 20 : nanos);
    }

    private static long micros(long micros) {
        return micros * 1_000;
    }
}
