package io.querytap.instrumentation.pools.c3p0;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into c3p0; each nested class names the method. */
final class C3p0Advice {
    private C3p0Advice() {}

    /** {@code C3P0PooledConnectionPool.<init>(ConnectionPoolDataSource, ...)}. */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool, @Advice.Argument(0) Object source) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, source);
        }
    }

    /** {@code C3P0PooledConnectionPoolManager.createPooledConnectionPool(DbAuth)}: a data source without a name is called by its token. */
    static final class PoolNamed {
        private PoolNamed() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.Return Object pool,
                @Advice.FieldValue("parentDataSourceName") String name,
                @Advice.FieldValue("parentDataSourceIdentityToken") String token) {
            if (name != null && !name.equals(token)) {
                QuerytapPoolHooks.poolCreated((QuerytapState) pool, name);
            }
        }
    }

    /** {@code AbstractPoolBackedDataSource.getConnection()}, as long as it has no pool. */
    static final class Opening {
        private Opening() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object source, @Advice.FieldValue("poolManager") Object pool) {
            return pool == null ? QuerytapPoolHooks.opening(source) : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object source, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.opened(source, startNanos, thrown);
        }
    }

    /** {@code acquireResource()} of the pool's inner class that makes its connections, mostly on helper threads. */
    static final class CreateConnection {
        private CreateConnection() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.FieldValue("this$0") Object pool) {
            return QuerytapPoolHooks.creating((QuerytapState) pool);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.FieldValue("this$0") Object pool,
                @Advice.Enter long startNanos,
                @Advice.Return Object entry,
                @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.createdConnection((QuerytapState) pool, startNanos, thrown);
            if (entry instanceof QuerytapState) {
                QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, entry);
            }
        }
    }

    /** {@code NewPooledConnection.<init>(Connection, ...)}: what it is an entry of is known later. */
    static final class EntryMade {
        private EntryMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object entry, @Advice.Argument(0) Object connection) {
            QuerytapPoolHooks.standsFor((QuerytapState) entry, connection);
        }
    }

    /** {@code <init>(Connection, NewPooledConnection)} of the borrower's proxy. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object proxy, @Advice.Argument(1) Object entry) {
            QuerytapPoolHooks.handedOut((QuerytapState) proxy, entry);
        }
    }

    /** {@code C3P0PooledConnectionPool.checkinPooledConnection(PooledConnection)}. */
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
