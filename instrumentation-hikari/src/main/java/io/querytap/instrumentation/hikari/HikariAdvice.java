package io.querytap.instrumentation.hikari;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into HikariCP; each nested class names the method. */
final class HikariAdvice {
    private HikariAdvice() {}

    /**
     * {@code PoolBase.<init>(HikariConfig)}, which ends before the first connection is made. {@code HikariPool.<init>} makes it, and
     * ends with an exception if it cannot: the name of just such a pool would stay unknown.
     */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool, @Advice.Argument(0) Object config) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, config);
        }
    }

    /** {@code PoolEntry.<init>(Connection, PoolBase, ...)}. */
    static final class EntryCreated {
        private EntryCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object entry, @Advice.Argument(0) Object connection, @Advice.Argument(1) Object pool) {
            QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, connection);
        }
    }

    /** {@code ProxyConnection.<init>(PoolEntry, Connection, ...)}. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object proxy, @Advice.Argument(0) Object entry) {
            QuerytapPoolHooks.handedOut((QuerytapState) proxy, entry);
        }
    }
}
