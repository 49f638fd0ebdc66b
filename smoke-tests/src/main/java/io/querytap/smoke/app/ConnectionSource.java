package io.querytap.smoke.app;

import com.p6spy.engine.spy.P6SpyDriver;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** Where an application has its connections from: the driver itself, or the layers that people put in front of it. */
interface ConnectionSource {
    Connection open() throws SQLException;

    /** Ends what stands between the application and the driver. */
    default void shutDown() {}

    static ConnectionSource of(String mode, String url, String user, String password) {
        switch (mode) {
            case "direct":
                return () -> DriverManager.getConnection(url, user, password);
            case "hikari":
                return new Pool(configuration(url, user, password));
            case "p6spy-hikari":
                return new Pool(behindP6Spy(configuration(url, user, password)));
            case "datasource-proxy":
                DataSource proxy = ProxyDataSourceBuilder.create(driverDataSource(url, user, password))
                        .build();
                return proxy::getConnection;
            default:
                throw new IllegalArgumentException("unknown mode " + mode);
        }
    }

    private static HikariConfig configuration(String url, String user, String password) {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("smoke");
        configuration.setJdbcUrl(url);
        configuration.setUsername(user);
        configuration.setPassword(password);
        configuration.setMaximumPoolSize(12);
        configuration.setMinimumIdle(1);
        return configuration;
    }

    private static HikariConfig behindP6Spy(HikariConfig configuration) {
        // Without its logging module p6spy wraps everything and writes no file.
        System.setProperty("p6spy.config.modulelist", "com.p6spy.engine.spy.P6SpyFactory");
        System.setProperty("p6spy.config.appender", "com.p6spy.engine.spy.appender.StdoutLogger");
        configuration.setDriverClassName(P6SpyDriver.class.getName());
        configuration.setJdbcUrl(configuration.getJdbcUrl().replaceFirst("^jdbc:", "jdbc:p6spy:"));
        return configuration;
    }

    /** The driver's own DataSource, whose connections don't come through {@code Driver.connect}. */
    private static DataSource driverDataSource(String url, String user, String password) {
        String[] parts = url.split(":", 3);
        switch (parts[1]) {
            case "h2":
                return configured("org.h2.jdbcx.JdbcDataSource", "setURL", url, user, password);
            case "hsqldb":
                return configured("org.hsqldb.jdbc.JDBCDataSource", "setURL", url, user, password);
            case "postgresql":
                return configured("org.postgresql.ds.PGSimpleDataSource", "setURL", url, user, password);
            case "mariadb":
                return configured("org.mariadb.jdbc.MariaDbDataSource", "setUrl", url, user, password);
            case "mysql":
                return configured("com.mysql.cj.jdbc.MysqlDataSource", "setURL", url, user, password);
            default:
                throw new IllegalArgumentException(url);
        }
    }

    private static DataSource configured(String className, String urlSetter, String url, String user, String password) {
        try {
            Class<?> type = Class.forName(className);
            Object source = type.getConstructor().newInstance();
            set(source, urlSetter, url);
            set(source, "setUser", user);
            set(source, "setPassword", password);
            return (DataSource) source;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(Object source, String setter, String value) throws ReflectiveOperationException {
        Method method = source.getClass().getMethod(setter, String.class);
        method.invoke(source, value);
    }

    /** A HikariCP pool. */
    final class Pool implements ConnectionSource {
        private final HikariDataSource source;

        Pool(HikariConfig configuration) {
            source = new HikariDataSource(configuration);
        }

        @Override
        public Connection open() throws SQLException {
            return source.getConnection();
        }

        @Override
        public void shutDown() {
            source.close();
        }
    }
}
