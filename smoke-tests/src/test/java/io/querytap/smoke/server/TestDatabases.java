package io.querytap.smoke.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.DockerClientFactory;

/**
 * PostgreSQL and MariaDB, each started once per test JVM, at the first need, and stopped at its end. The one class that chooses between
 * Testcontainers, where Docker answers, and servers that come as Maven artifacts, where it doesn't. If neither can be started the test
 * fails; it is never skipped.
 */
public final class TestDatabases {
    private static final AtomicInteger NEXT_DATABASE = new AtomicInteger(1);

    private TestDatabases() {}

    /** A new, empty PostgreSQL database. */
    public static TestDatabase newPostgresql() {
        return create(Postgresql.SERVER, "postgresql", "");
    }

    /** A new, empty MariaDB database, by MariaDB's driver. */
    public static TestDatabase newMariadb() {
        return create(Mariadb.SERVER, "mariadb", "?allowMultiQueries=true");
    }

    /** A new, empty MariaDB database, by MySQL's driver. */
    public static TestDatabase newMariadbForMysqlDriver() {
        TestDatabase database = create(Mariadb.SERVER, "mariadb", "");
        String url = database.url().replaceFirst("jdbc:mariadb:", "jdbc:mysql:");
        String parameters = "?allowMultiQueries=true&sslMode=DISABLED&allowPublicKeyRetrieval=true";
        return new TestDatabase(url + parameters, database.user(), database.password());
    }

    private static TestDatabase create(Server server, String protocol, String parameters) {
        String name = "run_" + NEXT_DATABASE.getAndIncrement();
        String url = "jdbc:" + protocol + "://" + server.hostAndPort() + '/';
        try (Connection connection =
                        DriverManager.getConnection(url + server.adminDatabase(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(url + name + parameters, server.user(), server.password());
    }

    private static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    private static final class Postgresql {
        static final Server SERVER = dockerAnswers() ? DockerServers.postgresql() : EmbeddedPostgresql.start();
    }

    private static final class Mariadb {
        static final Server SERVER = dockerAnswers() ? DockerServers.mariadb() : EmbeddedMariadb.start();
    }
}
