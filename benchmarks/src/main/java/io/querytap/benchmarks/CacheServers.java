package io.querytap.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import redis.embedded.RedisServer;

/** PostgreSQL and Redis as they come from Maven, on loopback, with the table that is read: five columns, a thousand rows. */
final class CacheServers implements AutoCloseable {
    static final int ROWS = 1_000;

    /** A statement that waits for a lock so long was not answered by a cache. */
    private static final String LOCK_TIMEOUT = "options=-c%20lock_timeout=30";

    private final EmbeddedPostgres postgresql;
    private final RedisServer redis;
    private final Connection own;
    private final int redisPort;

    CacheServers() throws IOException, SQLException {
        redisPort = freePort();
        redis = RedisServer.newRedisServer()
                .port(redisPort)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("maxmemory 256mb")
                .setting("maxmemory-policy noeviction")
                .build();
        redis.start();
        postgresql = EmbeddedPostgres.builder().start();
        own = postgresql.getPostgresDatabase().getConnection();
        try (Statement statement = own.createStatement()) {
            for (String table : new String[] {"item", "other"}) {
                statement.execute("CREATE TABLE " + table + " (id int PRIMARY KEY, name text NOT NULL,"
                        + " price numeric(10, 2) NOT NULL, made timestamp NOT NULL, weight float8 NOT NULL)");
                statement.execute("INSERT INTO " + table + " SELECT i, 'product number ' || i, i * 1.25,"
                        + " timestamp '2026-01-01' + i * interval '1 hour', i / 7.0 FROM generate_series(1, " + ROWS
                        + ") i");
                statement.execute("VACUUM ANALYZE " + table);
            }
        }
        own.setAutoCommit(false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int redisPort() {
        return redisPort;
    }

    String redisUri() {
        return "redis://127.0.0.1:" + redisPort;
    }

    /** @param protocol what stands before {@code //} */
    String url(String protocol) {
        return protocol + "//localhost:" + postgresql.getPort() + "/postgres?user=postgres&" + LOCK_TIMEOUT;
    }

    /** From now on only a cache can answer. */
    void lock() throws SQLException {
        try (Statement statement = own.createStatement()) {
            statement.execute("LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
        }
    }

    void unlock() throws SQLException {
        own.rollback();
    }

    @Override
    public void close() throws IOException, SQLException {
        own.close();
        postgresql.close();
        redis.stop();
    }
}
