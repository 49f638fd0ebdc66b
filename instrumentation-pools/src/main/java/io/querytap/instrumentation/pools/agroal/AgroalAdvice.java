package io.querytap.instrumentation.pools.agroal;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into Agroal; each nested class names the method. */
final class AgroalAdvice {
    private AgroalAdvice() {}

    /** {@code ConnectionPool.<init>(AgroalConnectionPoolConfiguration, ...)}, and the same of {@code Poolless}. */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object pool,
                @Advice.Argument(0) Object configuration,
                @Advice.FieldValue("connectionFactory") Object factory) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, configuration);
            QuerytapPoolHooks.standsFor((QuerytapState) factory, pool);
        }
    }

    /** {@code ConnectionHandler.<init>(XAConnection, Pool, ...)}. */
    static final class EntryCreated {
        private EntryCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object entry,
                @Advice.Argument(1) Object pool,
                @Advice.FieldValue("connection") Object connection) {
            QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, connection);
        }
    }

    /** {@code ConnectionHandler.connectionWrapper()}. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object entry,
                @Advice.Return Object wrapper,
                @Advice.FieldValue("enlisted") boolean isInTransaction) {
            if (isInTransaction) {
                QuerytapPoolHooks.handedOutInTransaction((QuerytapState) wrapper, entry);
            } else {
                QuerytapPoolHooks.handedOut((QuerytapState) wrapper, entry);
            }
        }
    }

    /** {@code ConnectionPool.returnConnectionHandler(ConnectionHandler)}, and the same of {@code Poolless}. */
    static final class Return {
        private Return() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object entry) {
            QuerytapPoolHooks.returning((QuerytapState) entry);
        }
    }
}
