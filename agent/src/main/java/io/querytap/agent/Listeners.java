package io.querytap.agent;

import io.querytap.core.Observations;
import io.querytap.hook.QuerytapListener;
import io.querytap.hook.QuerytapPoolListener;
import io.querytap.instrumentation.entry.WorkProbe;
import io.querytap.instrumentation.hikari.HikariProbe;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.jdbc.StatementProbe;
import io.querytap.instrumentation.task.Tasks;
import io.querytap.workhook.QuerytapWorkListener;

/** Connects the hooks to the probes. A class of its own, because it cannot even be verified before the hooks are defined. */
final class Listeners {
    private Listeners() {}

    /** Returns what is to be run now and then. */
    static Runnable install(Observations observations, LiveConnections live, Tasks tasks) {
        QuerytapListener.install(new StatementProbe(observations, live));
        QuerytapPoolListener.install(new HikariProbe(observations.pools()));
        WorkProbe work = new WorkProbe(observations.units(), tasks);
        QuerytapWorkListener.install(work);
        return new Runnable() {
            @Override
            public void run() {
                work.sweep();
            }
        };
    }
}
