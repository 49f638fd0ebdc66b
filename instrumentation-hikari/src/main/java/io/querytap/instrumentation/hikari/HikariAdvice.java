package io.querytap.instrumentation.hikari;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into HikariCP; each nested class names the method. */
final class HikariAdvice {
    private HikariAdvice() {}

    /** {@code HikariPool.<init>(HikariConfig)}. */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool, @Advice.Argument(0) Object config) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, config);
        }
    }

    /** {@code HikariPool.getConnection(long)}. */
    static final class Acquire {
        private Acquire() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object pool) {
            return QuerytapPoolHooks.acquiring((QuerytapState) pool);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object pool,
                @Advice.Enter long startNanos,
                @Advice.Return Object connection,
                @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.acquired((QuerytapState) pool, startNanos, connection, thrown);
        }
    }

    /** {@code HikariPool.shutdown()}. */
    static final class PoolClosed {
        private PoolClosed() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool) {
            QuerytapPoolHooks.poolClosed((QuerytapState) pool);
        }
    }

    /** {@code PoolBase.newConnection()}, since 6.3 {@code newConnection(boolean)}; the pool is a {@code HikariPool}. */
    static final class CreateConnection {
        private CreateConnection() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object pool) {
            return QuerytapPoolHooks.creating((QuerytapState) pool);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.createdConnection((QuerytapState) pool, startNanos, thrown);
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

    /** {@code PoolEntry.recycle()}, in version 4 {@code recycle(long)}. */
    static final class Return {
        private Return() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object entry) {
            QuerytapPoolHooks.returning((QuerytapState) entry);
        }
    }

    /** {@code ProxyConnection.close()}: closes what was left open and rolls back, then returns the entry. */
    static final class Closing {
        private Closing() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object proxy) {
            QuerytapPoolHooks.closing((QuerytapState) proxy);
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
