package io.querytap.smoke.cache;

import io.querytap.smoke.server.TestDatabase;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** MariaDB by its own driver, or by MySQL's, of any version. */
record MariadbSubject(String name, Driver driver, TestDatabase database, List<Transfer> transfers)
        implements FidelitySubject {
    private static final Transfer TEXT = new Transfer("text", Map.of(), true, 0);
    private static final Transfer STATEMENT = new Transfer("statement", Map.of(), false, 0);
    private static final Transfer BINARY = new Transfer("binary", Map.of("useServerPrepStmts", "true"), true, 0);
    private static final Transfer PLAIN_NUMBERS =
            new Transfer("text, plain numbers", Map.of("tinyInt1isBit", "false", "yearIsDateType", "false"), true, 0);

    static MariadbSubject of(String name, Driver driver, TestDatabase database) {
        return new MariadbSubject(name, driver, database, List.of(TEXT, STATEMENT, BINARY));
    }

    /** With properties that change how values are read, besides. */
    MariadbSubject withProperties() {
        boolean isMysqlDriver = driver.getClass().getName().startsWith("com.mysql.");
        List<Transfer> all = new ArrayList<>(transfers);
        all.add(PLAIN_NUMBERS);
        all.addAll(isMysqlDriver ? ofMysqlDriver() : ofItsDriver());
        return new MariadbSubject(name, driver, database, all);
    }

    private static List<Transfer> ofItsDriver() {
        Map<String, String> bitAsBoolean = Map.of("useServerPrepStmts", "true", "transformedBitIsBoolean", "true");
        return List.of(
                new Transfer("binary, again", BINARY.properties(), true, 2),
                new Transfer("binary, bit as boolean", bitAsBoolean, true, 0));
    }

    private static List<Transfer> ofMysqlDriver() {
        Map<String, String> rounded = Map.of("useServerPrepStmts", "true", "zeroDateTimeBehavior", "ROUND");
        Map<String, String> zone = Map.of("connectionTimeZone", "+09:00", "forceConnectionTimeZoneToSession", "true");
        return List.of(
                new Transfer("zero dates as null", Map.of("zeroDateTimeBehavior", "CONVERT_TO_NULL"), true, 0),
                new Transfer("binary, zero dates rounded", rounded, true, 1),
                new Transfer("zone of the connection", zone, true, 0),
                new Transfer("cached columns", Map.of("cacheResultSetMetadata", "true"), false, 1));
    }

    @Override
    public String types() {
        return "mariadb";
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
