package io.querytap.demo.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server of our own, from the binaries that Maven brings: loopback only, free port, fresh data directory. */
public final class PostgresDatabase implements ShopDatabase {

    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private PostgresDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Unpacks the server below {@code workDirectory} (kept for the next run) and starts it. */
    public static PostgresDatabase start(Path workDirectory) {
        try {
            Files.createDirectories(workDirectory);
            return new PostgresDatabase(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(workDirectory.toAbsolutePath().toFile())
                    .setPGStartupWait(STARTUP_LIMIT)
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start below " + workDirectory, e);
        }
    }

    @Override
    public String displayName() {
        return "PostgreSQL 18 (embedded, port " + server.getPort() + ")";
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + server.getPort()
                + "/postgres?ApplicationName=demo-shop&reWriteBatchedInserts=true";
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public int pageViews() {
        return 110_000;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
