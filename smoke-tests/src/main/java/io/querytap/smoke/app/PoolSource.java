package io.querytap.smoke.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;

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

    private PoolSource(Borrowing borrowing, Integer minIdle, Integer maxIdle) {
        this.borrowing = borrowing;
        this.minIdle = minIdle;
        this.maxIdle = maxIdle;
    }

    /** How a connection is asked for. */
    private interface Borrowing {
        Connection borrow() throws SQLException;
    }

    static PoolSource of(String library, String url, String user, String password) {
        switch (library) {
            case "hikari":
                return new PoolSource(Hikari.open(url, user, password), MIN_IDLE, MAX);
            case "dbcp2":
                return new PoolSource(Dbcp.open(url, user, password), MIN_IDLE, MAX);
            default:
                throw new IllegalArgumentException("unknown pool " + library);
        }
    }

    Connection borrow() throws SQLException {
        return borrowing.borrow();
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
}
