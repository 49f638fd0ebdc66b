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

    /** {@code HikariDataSource.getConnection()}, as long as it has no pool. */
    static final class Opening {
        private Opening() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object source, @Advice.FieldValue("pool") Object pool) {
            return pool == null ? QuerytapPoolHooks.opening(source) : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object source, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.opened(source, startNanos, thrown);
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
            QuerytapPoolHooks.handedOutOnce((QuerytapState) proxy, entry);
        }
    }
}
