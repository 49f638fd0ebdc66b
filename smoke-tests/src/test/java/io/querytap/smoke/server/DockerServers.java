package io.querytap.smoke.server;

import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Servers in containers; Testcontainers removes them when the JVM ends. */
final class DockerServers {
    private static final int POSTGRESQL_PORT = 5432;
    private static final int MARIADB_PORT = 3306;

    private DockerServers() {}

    static Server postgresql() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        container.start();
        return server(container, POSTGRESQL_PORT, "postgres", container.getUsername());
    }

    static Server mariadb() {
        MariaDBContainer container = new MariaDBContainer("mariadb:11.4");
        container.start();
        // Only root may create databases; the image gives it the user's password.
        return server(container, MARIADB_PORT, "mysql", "root");
    }

    private static Server server(JdbcDatabaseContainer<?> container, int port, String adminDatabase, String user) {
        String hostAndPort = container.getHost() + ':' + container.getMappedPort(port);
        return new Server(hostAndPort, adminDatabase, user, container.getPassword());
    }
}
