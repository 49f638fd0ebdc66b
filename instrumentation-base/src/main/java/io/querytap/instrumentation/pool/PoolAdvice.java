package io.querytap.instrumentation.pool;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into the methods that most pools have in some form; the classes have a state. */
public final class PoolAdvice {
    private PoolAdvice() {}

    /** A method of a pool that returns what the borrower gets, or the entry. */
    public static final class Acquire {
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

    /** A method of a pool that shuts it down. */
    public static final class PoolClosed {
        private PoolClosed() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool) {
            QuerytapPoolHooks.poolClosed((QuerytapState) pool);
        }
    }

    /** A method of a pool that makes one physical connection. */
    public static final class CreateConnection {
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

    /** A method of an entry by which it comes back to the pool. */
    public static final class Return {
        private Return() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object entry) {
            QuerytapPoolHooks.returning((QuerytapState) entry);
        }
    }

    /** {@code close()} of the proxy that a borrower has: closes what was left open and rolls back, then returns the entry. */
    public static final class Closing {
        private Closing() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object proxy) {
            QuerytapPoolHooks.closing((QuerytapState) proxy);
        }
    }
}
