package io.querytap.cache.eligibility;

import io.querytap.core.stats.DatabaseIdentity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Signs that between driver and server stands something that gives a connection another session for each transaction. Then nobody knows
 * what a session is like, unless the operator says that none is ever changed. What has none of the signs is taken for a server, which the
 * operator must know.
 */
public final class PoolerSigns {
    /** The port that PgBouncer listens on unless it is told otherwise. */
    private static final int PORT_OF_PGBOUNCER = 6432;

    private static final String[] NAMES = {
        "pgbouncer", "pgcat", "odyssey", "supavisor", "proxysql", "maxscale", "pooler", ".proxy-"
    };

    private PoolerSigns() {}

    /** What tells of it; null if nothing does. */
    public static @Nullable String of(DatabaseIdentity database) {
        if (database.serverPort() == PORT_OF_PGBOUNCER) {
            return "port " + PORT_OF_PGBOUNCER;
        }
        String host = database.serverAddress();
        if (host != null) {
            String lower = host.toLowerCase(Locale.ROOT);
            for (String name : NAMES) {
                if (lower.contains(name)) {
                    return "host named " + name;
                }
            }
        }
        return null;
    }
}
