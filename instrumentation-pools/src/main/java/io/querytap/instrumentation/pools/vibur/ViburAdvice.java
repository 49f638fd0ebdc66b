package io.querytap.instrumentation.pools.vibur;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import java.lang.reflect.Proxy;
import net.bytebuddy.asm.Advice;

/** Woven into Vibur DBCP; each nested class names the method. */
final class ViburAdvice {
    private ViburAdvice() {}

    /** {@code ConnectionFactory.<init>(ViburConfig)}: made before the pool, which makes its first connections at once. */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object factory, @Advice.Argument(0) Object config) {
            QuerytapPoolHooks.poolCreated((QuerytapState) factory, config);
        }
    }

    /** {@code PoolOperations.<init>(ViburDBCPDataSource, ViburObjectFactory, PoolService)}. */
    static final class OperationsMade {
        private OperationsMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object operations, @Advice.Argument(1) Object factory) {
            QuerytapPoolHooks.standsFor((QuerytapState) operations, factory);
        }
    }

    /** {@code ConnectionFactory.create()}; connections for other users than the pool's are made otherwise. */
    static final class CreateConnection {
        private CreateConnection() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object factory) {
            return QuerytapPoolHooks.creating((QuerytapState) factory);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object factory,
                @Advice.Enter long startNanos,
                @Advice.Return Object entry,
                @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.createdConnection((QuerytapState) factory, startNanos, thrown);
            if (entry != null) {
                QuerytapPoolHooks.entryCreated((QuerytapState) entry, factory, entry);
            }
        }
    }

    /** {@code ConnHolder.<init>(Connection, int, long)}: what it is an entry of is known later. */
    static final class EntryMade {
        private EntryMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object entry, @Advice.Argument(0) Object connection) {
            QuerytapPoolHooks.standsFor((QuerytapState) entry, connection);
        }
    }

    /** {@code ConnectionInvocationHandler.<init>(ConnHolder, PoolOperations, ViburConfig)}. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object handler, @Advice.Argument(0) Object entry) {
            QuerytapPoolHooks.handedOut((QuerytapState) handler, entry);
        }
    }

    /** {@code PoolOperations.getProxyConnection(long)}: the borrower gets a proxy of the JDK, whose handler is known. */
    static final class Acquire {
        private Acquire() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object operations) {
            return QuerytapPoolHooks.acquiring((QuerytapState) operations);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object operations,
                @Advice.Enter long startNanos,
                @Advice.Return Object proxy,
                @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.acquired(
                    (QuerytapState) operations,
                    startNanos,
                    proxy == null ? null : Proxy.getInvocationHandler(proxy),
                    thrown);
        }
    }

    /** {@code PoolOperations.restore(ConnHolder, ...)}. */
    static final class Return {
        private Return() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object entry) {
            QuerytapPoolHooks.returning((QuerytapState) entry);
        }
    }

    /** {@code ViburDBCPDataSource.terminate()}. */
    static final class PoolClosed {
        private PoolClosed() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.FieldValue("poolOperations") Object operations) {
            if (operations != null) {
                QuerytapPoolHooks.poolClosed((QuerytapState) operations);
            }
        }
    }
}
