package io.querytap.smoke.cache;

import io.querytap.smoke.server.TestDatabase;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** pgjdbc, of any version. */
record PostgresqlSubject(String name, Driver driver, TestDatabase database) implements FidelitySubject {
    /** So often, then a statement is prepared on the server, and the next execution comes as binary. */
    private static final int EXECUTIONS_BEFORE_BINARY = 6;

    @Override
    public String types() {
        return "postgresql";
    }

    @Override
    public List<Transfer> transfers() {
        return List.of(
                new Transfer("text", Map.of("prepareThreshold", "0"), true, 0),
                new Transfer("binary", Map.of(), true, EXECUTIONS_BEFORE_BINARY),
                new Transfer("forced binary", Map.of("prepareThreshold", "-1"), true, 0),
                new Transfer("statement", Map.of(), false, 0));
    }

    @Override
    public Connection connect(Properties properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty("user", database.user());
        all.setProperty("password", database.password());
        return driver.connect(database.url(), all);
    }
}
