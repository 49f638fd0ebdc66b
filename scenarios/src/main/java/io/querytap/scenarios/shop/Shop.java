package io.querytap.scenarios.shop;

import com.zaxxer.hikari.HikariDataSource;
import io.querytap.scenarios.label.Scenario;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A small shop in a database of its own: countries, customers, their orders, the orders' lines, products. */
public final class Shop implements AutoCloseable {
    /** Less than the time from which on a few repeats are worth a finding, 20 ms. */
    private static final long QUICK_NANOS = 18_000_000;

    private final Scenario scenario;
    private final String database;
    private final Server server;
    private final Variation variation;
    private final DataSource driver;
    private final DataSource pool;
    private final NoisyThreads noise;
    private boolean disturbed;

    private Shop(Scenario scenario, String database, Server server, Variation variation) {
        this.scenario = scenario;
        this.database = database;
        this.server = server;
        this.variation = variation;
        driver = Sources.driver(scenario, database, server, variation);
        // A scenario about pools makes its own, and another one of the same database would only be in its way.
        pool = scenario.group().isAboutPools()
                ? driver
                : Sources.pool(scenario, driver, Sources.url(scenario, database, server), server, variation);
        noise = new NoisyThreads(driver);
    }

    /** Makes tables and rows, then a pool that has not been used. */
    public static Shop open(Scenario scenario, String database, Server server, Variation variation)
            throws SQLException {
        // Unrelated work belongs to the scenario's work, not to its preparation.
        Variation names = variation == Variation.RENAMED ? variation : Variation.NONE;
        fill(scenario, Sources.driver(scenario, database, server, names));
        return new Shop(scenario, database, server, variation);
    }

    /** HikariCP, unless the variation says otherwise. */
    public DataSource dataSource() {
        return pool;
    }

    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Not from the pool. */
    public Connection ownConnection() throws SQLException {
        return driver.getConnection();
    }

    /** The source of {@link #ownConnection}, for pools that a scenario makes itself. */
    public DataSource driver() {
        return driver;
    }

    /** The same database by way of another address; only on a server. */
    public DataSource driverAt(String hostAndPort) {
        return Sources.driver(scenario, database, new Server(hostAndPort, server.user(), server.password()), variation);
    }

    /** Host and port of the server. */
    public String address() {
        return server.hostAndPort();
    }

    /** The database's name, by which findings are known. */
    public String database() {
        return database;
    }

    /** The size that the scenario gives its pool. */
    public int poolSize() {
        return scenario.pool();
    }

    /** A further shop of the same size in a database of its own, whose name begins with this one's. Only in H2. */
    public Shop shard(int number) throws SQLException {
        return open(scenario, database + "_shard" + number, server, variation);
    }

    /** One query of one number, outside the pool and therefore outside what is judged; to check what was done. */
    public long count(String sql) throws SQLException {
        try (Connection connection = driver.getConnection()) {
            return Jdbc.number(connection, sql);
        }
    }

    /**
     * Does work that is only too little to be found if it takes hardly any time. Where a busy machine makes it take longer, that is
     * remembered: what is then found is no mistake of the agent.
     */
    public long quickly(Work work) throws SQLException {
        long startNanos = System.nanoTime();
        long given = work.run();
        disturbed |= System.nanoTime() - startNanos > QUICK_NANOS;
        return given;
    }

    /** Whether {@link #quickly} has ever taken too long. */
    public boolean isDisturbed() {
        return disturbed;
    }

    /** Lets other threads query the same database until the shop is closed, if the variation is about them. */
    public void beginNoise() {
        if (variation == Variation.NOISY_THREADS) {
            noise.start();
        }
    }

    @Override
    public void close() {
        noise.stop();
        if (pool instanceof HikariDataSource) {
            ((HikariDataSource) pool).close();
        }
    }

    private static void fill(Scenario scenario, DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : ShopSchema.statements(scenario)) {
                statement.execute(sql);
            }
        }
    }

    /** Queries that give a number. */
    public interface Work {
        /** Does it. */
        long run() throws SQLException;
    }
}
