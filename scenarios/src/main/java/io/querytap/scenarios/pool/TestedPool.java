package io.querytap.scenarios.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/**
 * A pool of a scenario, with the application's own measurement of what its threads wait. What was measured is printed when it is closed;
 * the pool itself stays open, so that the report has it, with whatever was never given back.
 */
final class TestedPool implements AutoCloseable {
    /** In front of what is printed: the library, the pool's name, attempts granted and their nanoseconds, the same refused, when first. */
    private static final String MEASURED = "measured";

    /** Longer than anybody waits who is not meant to give up, on a busy machine too. */
    private static final int PATIENT_MILLIS = 40_000;

    private static final int POLL_MILLIS = 5;

    private static final List<DataSource> KEPT = new CopyOnWriteArrayList<>();

    private final String library;
    private final String name;
    private final DataSource source;
    private final Filling filling;
    private final LongAdder granted = new LongAdder();
    private final LongAdder grantedNanos = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder refusedNanos = new LongAdder();
    private final AtomicLong firstRefusedMillis = new AtomicLong();

    private TestedPool(String library, String name, DataSource source, Filling filling) {
        this.library = library;
        this.name = name;
        this.source = source;
        this.filling = filling;
        KEPT.add(source);
    }

    /** Of the shop's size and with its name. */
    static TestedPool hikari(Shop shop, Consumer<HikariConfig> more) {
        return hikari(shop, shop.database(), more);
    }

    /** @param name of the pool */
    static TestedPool hikari(Shop shop, String name, Consumer<HikariConfig> more) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(shop.driver());
        config.setPoolName(name);
        config.setMaximumPoolSize(shop.poolSize());
        config.setConnectionTimeout(PATIENT_MILLIS);
        more.accept(config);
        HikariDataSource pool = new HikariDataSource(config);
        return new TestedPool("hikari", name, pool, () -> awaitIdle(pool));
    }

    static TestedPool tomcat(Shop shop, Consumer<PoolProperties> more) {
        PoolProperties config = new PoolProperties();
        config.setDataSource(shop.driver());
        config.setName(shop.database());
        config.setMaxActive(shop.poolSize());
        config.setMaxIdle(shop.poolSize());
        config.setInitialSize(shop.poolSize());
        config.setMaxWait(PATIENT_MILLIS);
        more.accept(config);
        org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource(config);
        return new TestedPool("tomcat", shop.database(), pool, pool::createPool);
    }

    static TestedPool dbcp(Shop shop, Consumer<BasicDataSource> more) {
        return dbcp(shop, shop.driver(), more);
    }

    /** @param address by which the server is reached */
    static TestedPool dbcp(Shop shop, String address, Consumer<BasicDataSource> more) {
        return dbcp(shop, shop.driverAt(address), more);
    }

    /** Commons DBCP makes its connections by a factory of its own, so it gets a data source by overriding that. */
    private static TestedPool dbcp(Shop shop, DataSource driver, Consumer<BasicDataSource> more) {
        BasicDataSource pool = new BasicDataSource() {
            @Override
            protected org.apache.commons.dbcp2.ConnectionFactory createConnectionFactory() {
                return driver::getConnection;
            }
        };
        pool.setMaxTotal(shop.poolSize());
        pool.setMaxIdle(shop.poolSize());
        pool.setMaxWait(Duration.ofMillis(PATIENT_MILLIS));
        more.accept(pool);
        return new TestedPool("dbcp", shop.database(), pool, () -> {
            pool.setInitialSize(pool.getMaxTotal());
            pool.start();
        });
    }

    /**
     * Waits until the pool has made its connections: whoever comes before has to wait for that, and what he waits is rightly laid to it. For
     * scenarios that are about something else.
     */
    TestedPool filled() throws Exception {
        filling.fill();
        return this;
    }

    /** HikariCP makes them in the background. */
    private static void awaitIdle(HikariDataSource pool) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (pool.getHikariPoolMXBean().getIdleConnections() < pool.getMinimumIdle()) {
            if (System.nanoTime() - startNanos > PATIENT_MILLIS * 1_000_000L) {
                throw new IllegalStateException(pool.getPoolName() + " cannot make its connections");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Measures a call of {@code getConnection}, which stands in the scenario itself: its line is what labels name. */
    Connection borrow(Borrowing borrowing) throws SQLException {
        long startNanos = System.nanoTime();
        try {
            Connection connection = borrowing.from(source);
            grantedNanos.add(System.nanoTime() - startNanos);
            granted.increment();
            return connection;
        } catch (SQLException e) {
            refusedNanos.add(System.nanoTime() - startNanos);
            refused.increment();
            firstRefusedMillis.compareAndSet(0, System.currentTimeMillis());
            throw e;
        }
    }

    /** Attempts that have been refused so far. */
    long refusals() {
        return refused.sum();
    }

    @Override
    public void close() {
        System.out.println(String.join(
                " ",
                MEASURED,
                library,
                name,
                granted.toString(),
                grantedNanos.toString(),
                refused.toString(),
                refusedNanos.toString(),
                firstRefusedMillis.toString()));
    }

    /** Makes all connections that a pool is to have at once. */
    private interface Filling {
        void fill() throws Exception;
    }

    /** A call of {@code getConnection}. */
    interface Borrowing {
        /** Makes it. */
        Connection from(DataSource source) throws SQLException;
    }
}
