package io.querytap.instrumentation.pools.ucp;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into Oracle UCP; each nested class names the method. */
final class UcpAdvice {
    private UcpAdvice() {}

    /** {@code UniversalConnectionPoolBase.start(...)}: it has its name and its limits by now, and no connection yet. */
    static final class PoolStarts {
        private PoolStarts() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object pool, @Advice.FieldValue("m_connectionFactoryAdapter") Object connectionFactory) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, /* config= */ null);
            if (connectionFactory instanceof QuerytapState) {
                QuerytapPoolHooks.standsFor((QuerytapState) connectionFactory, pool);
            }
        }
    }

    /** {@code PoolDataSourceImpl.getConnection()}, until it has a pool that was asked. */
    static final class Opening {
        private Opening() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object source) {
            return ((QuerytapState) source).querytap$state() == null ? QuerytapPoolHooks.opening(source) : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object source, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.opened(source, startNanos, thrown);
        }
    }

    /** {@code ConnectionFactoryAdapterBase.setUniversalConnectionPool(UniversalConnectionPool)}, mostly before that starts. */
    static final class FactoryOf {
        private FactoryOf() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connectionFactory, @Advice.Argument(0) Object pool) {
            QuerytapPoolHooks.standsFor((QuerytapState) connectionFactory, pool);
        }
    }

    /** {@code UniversalPooledConnectionImpl.<init>(UniversalConnectionPoolBase, Object, ConnectionRetrievalInfo)}. */
    static final class EntryCreated {
        private EntryCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object entry, @Advice.Argument(0) Object pool, @Advice.Argument(1) Object connection) {
            QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, connection);
        }
    }

    /** {@code proxyForConnection(UniversalConnectionPool, UniversalPooledConnection)} and the same for XA. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.Return Object proxy, @Advice.Argument(1) Object entry) {
            if (proxy instanceof QuerytapState) {
                QuerytapPoolHooks.handedOut((QuerytapState) proxy, entry);
            }
        }
    }

    /** {@code returnConnection(UniversalPooledConnection)} and {@code closeConnection(UniversalPooledConnection)} of the pool. */
    static final class Return {
        private Return() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object entry) {
            if (entry instanceof QuerytapState) {
                QuerytapPoolHooks.returning((QuerytapState) entry);
            }
        }
    }
}
