package io.querytap.instrumentation.pools.dbcp;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/**
 * Woven into Commons DBCP; each nested class names the method. What carries the pool's state is the {@code GenericObjectPool}: it is the
 * one object that data source, factory and connections all know. It may be absent (a factory tries its driver before it has a pool), or be
 * of another class.
 */
final class DbcpAdvice {
    private DbcpAdvice() {}

    /** {@code BasicDataSource.createConnectionPool(PoolableConnectionFactory)}. */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object dataSource,
                @Advice.Argument(0) Object factory,
                @Advice.FieldValue("connectionPool") Object pool) {
            // A managed data source, whose factory is of another class, borrows past what is measured.
            if (pool instanceof QuerytapState && factory.getClass().getName().endsWith(".PoolableConnectionFactory")) {
                QuerytapPoolHooks.poolCreated((QuerytapState) pool, dataSource);
            }
        }
    }

    /** {@code BasicDataSource.getConnection()}, as long as it has no pool. */
    static final class Opening {
        private Opening() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object source, @Advice.FieldValue("dataSource") Object pool) {
            return pool == null ? QuerytapPoolHooks.opening(source) : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object source, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.opened(source, startNanos, thrown);
        }
    }

    /** {@code PoolableConnection.<init>(Connection, ObjectPool, ...)}; the shorter ones call the longest one. */
    static final class EntryCreated {
        private EntryCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object entry,
                @Advice.Origin Class<?> plain,
                @Advice.Argument(0) Object connection,
                @Advice.Argument(1) Object pool) {
            if (entry.getClass() == plain && ((QuerytapState) entry).querytap$state() == null) {
                QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, connection);
            }
        }
    }

    /** {@code PoolingConnection.<init>(Connection)}, which stands between an entry and its connection where statements are pooled. */
    static final class StatementPoolAround {
        private StatementPoolAround() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object around, @Advice.Argument(0) Object connection) {
            QuerytapPoolHooks.handedOut((QuerytapState) around, connection);
            QuerytapPoolHooks.keepsStatements((QuerytapState) around);
        }
    }

    /** {@code PoolingDataSource.getConnection()}. */
    static final class Acquire {
        private Acquire() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.FieldValue("pool") Object pool) {
            return pool instanceof QuerytapState ? QuerytapPoolHooks.acquiring((QuerytapState) pool) : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.FieldValue("pool") Object pool,
                @Advice.Enter long startNanos,
                @Advice.Return Object connection,
                @Advice.Thrown Throwable thrown) {
            if (startNanos != 0) {
                QuerytapPoolHooks.acquired((QuerytapState) pool, startNanos, connection, thrown);
            }
        }
    }

    /** {@code PoolGuardConnectionWrapper.<init>(PoolingDataSource, PoolableConnection)}. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object guard, @Advice.Argument(1) Object entry) {
            QuerytapPoolHooks.handedOut((QuerytapState) guard, entry);
        }
    }

    /** {@code PoolableConnectionFactory.makeObject()}. */
    static final class CreateConnection {
        private CreateConnection() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.FieldValue("pool") Object pool) {
            return pool == null || pool instanceof QuerytapState ? QuerytapPoolHooks.creating((QuerytapState) pool) : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.FieldValue("pool") Object pool,
                @Advice.Enter long startNanos,
                @Advice.Thrown Throwable thrown) {
            if (startNanos != 0) {
                QuerytapPoolHooks.createdConnection((QuerytapState) pool, startNanos, thrown);
            }
        }
    }

    /** {@code PoolableConnection.passivate()}, the last thing before the pool may lend it again: nothing is open any more. */
    static final class Passivated {
        private Passivated() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.This Object entry) {
            QuerytapPoolHooks.returning((QuerytapState) entry);
        }
    }

    /** {@code GenericObjectPool.close()}; only a pool of connections has a state. */
    static final class PoolClosed {
        private PoolClosed() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.This Object pool) {
            if (((QuerytapState) pool).querytap$state() != null) {
                QuerytapPoolHooks.poolClosed((QuerytapState) pool);
            }
        }
    }
}
