package io.querytap.core.detect.unit;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.KeyUse;
import java.util.HashMap;
import java.util.Map;

/** The shortest execution seen on each database: what one more round trip costs at the very least. For one thread; bounded. */
final class RoundTrips {
    private static final int MAX_DATABASES = 1_000;

    private final Map<DatabaseIdentity, Long> shortestNanos = new HashMap<>();

    void learn(FinishedUnit unit) {
        for (KeyUse key : unit.keys()) {
            if (key.errors() > 0) {
                continue; // a call may fail before it gets to the server
            }
            DatabaseIdentity database = key.pattern().database();
            Long known = shortestNanos.get(database);
            if (known == null && shortestNanos.size() < MAX_DATABASES || known != null && key.minNanos() < known) {
                shortestNanos.put(database, key.minNanos());
            }
        }
    }

    /** 0 where nothing was measured. */
    long shortestNanos(DatabaseIdentity database) {
        return shortestNanos.getOrDefault(database, 0L);
    }
}
