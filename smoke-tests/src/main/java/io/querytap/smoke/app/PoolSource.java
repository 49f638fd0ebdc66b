package io.querytap.smoke.app;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import oracle.ucp.jdbc.PoolDataSource;
import oracle.ucp.jdbc.PoolDataSourceFactory;
import org.apache.commons.dbcp2.BasicDataSource;
import org.vibur.dbcp.ViburDBCPDataSource;

/** A pool of any library, all set up alike. What each of them is told is what its gauges must say. */
final class PoolSource {
    static final String NAME = "orders";
    static final int MAX = 4;
    static final int MIN_IDLE = 2;

    /** Long enough for what the threads do with a connection, short enough to be waited for. */
    static final int TIMEOUT_MILLIS = 400;

    private final Borrowing borrowing;

    /** Null where the library has no such limit. */
    private final Integer minIdle;

    private final Integer maxIdle;

    private String name = NAME;

    /** Threads that wait at the end; null where the library does not tell. */
    private Integer pending = 0;

    private PoolSource(Borrowing borrowing, Integer minIdle, Integer maxIdle) {
        this.borrowing = borrowing;
        this.minIdle = minIdle;
        this.maxIdle = maxIdle;
    }

    /** How a connection is asked for. */
    private interface Borrowing {
        Connection borrow() throws SQLException;
    }

    static PoolSource of(String library, String url, String user, String password) throws SQLException {
        switch (library) {
            case "hikari":
                return new PoolSource(Hikari.open(url, user, password), MIN_IDLE, MAX);
            case "dbcp2":
                return new PoolSource(Dbcp.open(url, user, password), MIN_IDLE, MAX);
            case "druid":
                return new PoolSource(Druid.open(url, user, password), MIN_IDLE, MAX);
            case "tomcat-jdbc":
                return new PoolSource(Tomcat.open(url, user, password), MIN_IDLE, MAX);
            case "c3p0":
                return new PoolSource(C3p0.open(url, user, password), null, MAX);
            case "agroal":
                return new PoolSource(Agroal.open(url, user, password), null, MAX).named(databaseOf(url));
            case "vibur":
                return new PoolSource(Vibur.open(url, user, password), null, MAX).tellingNoWaiters();
            case "ucp":
                return new PoolSource(Ucp.open(url, user, password), null, MAX).tellingNoWaiters();
            default:
                throw new IllegalArgumentException("unknown pool " + library);
        }
    }

    private PoolSource named(String other) {
        name = other;
        return this;
    }

    private PoolSource tellingNoWaiters() {
        pending = null;
        return this;
    }

    /** What a pool without a name is called. */
    private static String databaseOf(String url) {
        String[] parts = url.split("mem:|//|[;?]");
        return parts[1];
    }

    Connection borrow() throws SQLException {
        return borrowing.borrow();
    }

    String name() {
        return name;
    }

    Integer pending() {
        return pending;
    }

    Integer minIdle() {
        return minIdle;
    }

    Integer maxIdle() {
        return maxIdle;
    }

    // A class each, so that a run loads the classes of one library only

    private static final class Hikari {
        static Borrowing open(String url, String user, String password) {
            HikariConfig configuration = new HikariConfig();
            configuration.setPoolName(NAME);
            configuration.setJdbcUrl(url);
            configuration.setUsername(user);
            configuration.setPassword(password);
            configuration.setMaximumPoolSize(MAX);
            configuration.setMinimumIdle(MIN_IDLE);
            configuration.setConnectionTimeout(TIMEOUT_MILLIS);
            return new HikariDataSource(configuration)::getConnection;
        }
    }

    private static final class Dbcp {
        static Borrowing open(String url, String user, String password) {
            BasicDataSource source = new BasicDataSource();
            source.setJmxName("smoke:type=DataSource,name=" + NAME);
            source.setUrl(url);
            source.setUsername(user);
            source.setPassword(password);
            source.setMaxTotal(MAX);
            source.setMaxIdle(MAX);
            source.setMinIdle(MIN_IDLE);
            source.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
            return source::getConnection;
        }
    }

    private static final class Druid {
        static Borrowing open(String url, String user, String password) {
            DruidDataSource source = new DruidDataSource();
            source.setName(NAME);
            source.setUrl(url);
            source.setUsername(user);
            source.setPassword(password);
            source.setMaxActive(MAX);
            source.setMinIdle(MIN_IDLE);
            source.setMaxWait(TIMEOUT_MILLIS);
            return source::getConnection;
        }
    }

    private static final class Tomcat {
        static Borrowing open(String url, String user, String password) {
            org.apache.tomcat.jdbc.pool.DataSource source = new org.apache.tomcat.jdbc.pool.DataSource();
            source.setName(NAME);
            source.setUrl(url);
            source.setDriverClassName(url.startsWith("jdbc:h2:") ? "org.h2.Driver" : "org.postgresql.Driver");
            source.setUsername(user);
            source.setPassword(password);
            source.setInitialSize(MIN_IDLE);
            source.setMaxActive(MAX);
            source.setMaxIdle(MAX);
            source.setMinIdle(MIN_IDLE);
            source.setMaxWait(TIMEOUT_MILLIS);
            return source::getConnection;
        }
    }

    private static final class C3p0 {
        static Borrowing open(String url, String user, String password) {
            ComboPooledDataSource source = new ComboPooledDataSource();
            source.setDataSourceName(NAME);
            source.setJdbcUrl(url);
            source.setUser(user);
            source.setPassword(password);
            source.setInitialPoolSize(MIN_IDLE);
            source.setMinPoolSize(MIN_IDLE);
            source.setMaxPoolSize(MAX);
            source.setCheckoutTimeout(TIMEOUT_MILLIS);
            source.setForceSynchronousCheckins(true); // so that what is given back is idle at once
            return source::getConnection;
        }
    }

    private static final class Agroal {
        static Borrowing open(String url, String user, String password) throws SQLException {
            AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier();
            configuration
                    .connectionPoolConfiguration()
                    .minSize(MIN_IDLE)
                    .maxSize(MAX)
                    .acquisitionTimeout(Duration.ofMillis(TIMEOUT_MILLIS))
                    .connectionFactoryConfiguration()
                    .jdbcUrl(url)
                    .principal(new NamePrincipal(user))
                    .credential(new SimplePassword(password));
            return AgroalDataSource.from(configuration)::getConnection;
        }
    }

    private static final class Vibur {
        static Borrowing open(String url, String user, String password) {
            ViburDBCPDataSource source = new ViburDBCPDataSource();
            source.setName(NAME);
            source.setJdbcUrl(url);
            source.setUsername(user);
            source.setPassword(password);
            source.setPoolInitialSize(MIN_IDLE);
            source.setPoolMaxSize(MAX);
            source.setConnectionTimeoutInMs(TIMEOUT_MILLIS);
            source.start();
            return source::getConnection;
        }
    }

    private static final class Ucp {
        static Borrowing open(String url, String user, String password) throws SQLException {
            PoolDataSource source = PoolDataSourceFactory.getPoolDataSource();
            source.setConnectionPoolName(NAME);
            source.setConnectionFactoryClassName(
                    url.startsWith("jdbc:h2:") ? "org.h2.Driver" : "org.postgresql.Driver");
            source.setURL(url);
            source.setUser(user);
            source.setPassword(password);
            source.setMinPoolSize(0);
            source.setInitialPoolSize(0);
            source.setMaxPoolSize(MAX);
            source.setConnectionWaitDuration(Duration.ofMillis(TIMEOUT_MILLIS));
            return source::getConnection;
        }
    }
}
