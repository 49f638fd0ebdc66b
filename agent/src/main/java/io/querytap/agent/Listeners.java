package io.querytap.agent;

import io.querytap.core.Observations;
import io.querytap.hook.QuerytapCacheListener;
import io.querytap.hook.QuerytapListener;
import io.querytap.hook.QuerytapPoolListener;
import io.querytap.instrumentation.entry.WorkProbe;
import io.querytap.instrumentation.hikari.HikariLibrary;
import io.querytap.instrumentation.jdbc.CacheProbe;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.jdbc.StatementProbe;
import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pool.PoolProbe;
import io.querytap.instrumentation.pools.Pools;
import io.querytap.instrumentation.task.Tasks;
import io.querytap.workhook.QuerytapWorkListener;
import java.util.ArrayList;
import java.util.List;

/** Connects the hooks to the probes. A class of its own, because it cannot even be verified before the hooks are defined. */
final class Listeners {
    private Listeners() {}

    /** Returns what is to be run now and then. */
    static Runnable install(Observations observations, LiveConnections live, Tasks tasks, Caching caching) {
        QuerytapListener.install(new StatementProbe(observations, live));
        if (caching.isWanted()) {
            QuerytapCacheListener.install(new CacheProbe(caching.start()));
        }
        List<PoolLibrary> libraries = new ArrayList<>();
        libraries.add(new HikariLibrary());
        libraries.addAll(Pools.libraries());
        QuerytapPoolListener.install(new PoolProbe(observations.pools(), libraries));
        WorkProbe work = new WorkProbe(observations.units(), tasks);
        QuerytapWorkListener.install(work);
        return new Runnable() {
            @Override
            public void run() {
                work.sweep();
                caching.look(System.nanoTime());
            }
        };
    }
}
