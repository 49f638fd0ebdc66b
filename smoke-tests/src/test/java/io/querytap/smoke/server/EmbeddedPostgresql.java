package io.querytap.smoke.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** The PostgreSQL that Maven brings, on loopback and a free port. */
final class EmbeddedPostgresql {
    private EmbeddedPostgresql() {}

    static Server start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_prepared_transactions", "10")
                    .start();
            AtExit.stop(postgres::close);
            return new Server("localhost:" + postgres.getPort(), "postgres", "postgres", "postgres");
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e);
        }
    }
}
