package io.querytap.scenarios.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querytap.scenarios.shop.Jdbc;
import java.sql.Connection;

/** What happens once in a JVM, such as loading the classes of a pool, is no wait that a scenario is about. */
public final class WarmUp {
    /** Too few to be judged by themselves. */
    private static final int LEASES = 4;

    private WarmUp() {}

    /** Borrows a few times from a pool in a database of its own, in tasks. */
    public static void run() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:warm_up_of_the_jvm");
        config.setPoolName("warm-up");
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Crowd.run(2, LEASES, () -> {
                try (Connection connection = pool.getConnection()) {
                    connection.setAutoCommit(false);
                    long one = Jdbc.number(connection, "SELECT 1");
                    connection.commit();
                    return one;
                }
            });
        }
    }
}
