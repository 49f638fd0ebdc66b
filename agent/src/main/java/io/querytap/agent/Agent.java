package io.querytap.agent;

import io.querytap.core.Observations;
import io.querytap.core.work.UnitPolicy;
import io.querytap.instrumentation.hikari.HikariInstrumentation;
import io.querytap.instrumentation.jdbc.JdbcInstrumentation;
import io.querytap.instrumentation.jdbc.LiveConnections;
import io.querytap.instrumentation.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the agent. */
public final class Agent {
    private Agent() {}

    public static @Nullable ClassFileTransformer start(
            @Nullable String arguments, Instrumentation instrumentation, Runnable defineHooks) {
        Observations observations =
                new Observations(2000, new UnitPolicy(UnitPolicy.Traces.INTERESTING, 500_000_000L, 50_000_000L));
        LiveConnections live = new LiveConnections();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            live.finishAll();
            io.querytap.core.Snapshot s = observations.snapshot();
            s.patterns()
                    .forEach(p -> io.querytap.core.diagnostic.Diagnostics.say(p.pattern() + " n=" + p.count() + " e="
                            + p.errors() + " rows=" + p.rows().sum() + " sum="
                            + p.duration().sum() + " db=" + p.database()));
            s.pools()
                    .forEach(p -> io.querytap.core.diagnostic.Diagnostics.say(p.name() + " wait n="
                            + p.waitTime().count() + " use=" + p.useTime().count() + " max=" + p.max()));
        }));
        return new Weaver(List.of(new JdbcInstrumentation(), new HikariInstrumentation()), () -> {
            defineHooks.run();
            Listeners.install(observations, live);
        });
    }
}
