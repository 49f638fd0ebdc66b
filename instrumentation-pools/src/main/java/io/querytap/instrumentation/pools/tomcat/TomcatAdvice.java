package io.querytap.instrumentation.pools.tomcat;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import java.lang.reflect.Proxy;
import net.bytebuddy.asm.Advice;

/**
 * Woven into the Tomcat JDBC pool; each nested class names the method. A borrower gets a proxy that the JDK makes, which cannot carry
 * anything: its handler, the outermost interceptor, does in its place. There is one for each borrower, unless the facade is switched off.
 */
final class TomcatAdvice {
    private TomcatAdvice() {}

    /** {@code ConnectionPool.<init>(PoolConfiguration)}. */
    static final class PoolCreated {
        private PoolCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object pool, @Advice.Argument(0) Object config) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, config);
        }
    }

    /** {@code DataSourceProxy.getConnection(...)}, as long as it has no pool. */
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

    /** {@code JdbcInterceptor.<init>()}: the class is woven for the state alone. */
    static final class CarriesState {
        private CarriesState() {}

        @Advice.OnMethodExit
        static void exit() {}
    }

    /** {@code PooledConnection.connect()}: an entry may connect more than once in its life. */
    static final class Connect {
        private Connect() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.FieldValue("parent") Object pool) {
            return QuerytapPoolHooks.creating((QuerytapState) pool);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(
                @Advice.This Object entry,
                @Advice.FieldValue("parent") Object pool,
                @Advice.FieldValue("connection") Object connection,
                @Advice.Enter long startNanos,
                @Advice.Thrown Throwable thrown) {
            QuerytapPoolHooks.createdConnection((QuerytapState) pool, startNanos, thrown);
            if (thrown == null) {
                QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, connection);
            }
        }
    }

    /** {@code ConnectionPool.getConnection(...)}. */
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
            Object handler = connection == null ? null : Proxy.getInvocationHandler(connection);
            QuerytapPoolHooks.acquired((QuerytapState) pool, startNanos, handler, thrown);
        }
    }

    /** {@code ConnectionPool.setupConnection(PooledConnection)}, through which every borrower gets his proxy. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.Argument(0) Object entry, @Advice.Return Object connection) {
            if (connection != null) {
                QuerytapPoolHooks.handedOut((QuerytapState) Proxy.getInvocationHandler(connection), entry);
            }
        }
    }

    /**
     * {@code ConnectionPool.getConnectionAsync()}: if a connection was there, the future has it in its state; else nobody waits before
     * somebody asks the future.
     */
    static final class AcquireAsync {
        private AcquireAsync() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object pool) {
            return QuerytapPoolHooks.acquiring((QuerytapState) pool);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object pool,
                @Advice.Enter long startNanos,
                @Advice.Return Object future,
                @Advice.Thrown Throwable thrown) {
            Object handler = future instanceof QuerytapState ? ((QuerytapState) future).querytap$state() : null;
            QuerytapPoolHooks.acquired((QuerytapState) pool, startNanos, handler, thrown);
        }
    }

    /** {@code ConnectionFuture.<init>(ConnectionPool, PooledConnection)}: it had a connection from the start. */
    static final class FutureKept {
        private FutureKept() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object future, @Advice.FieldValue("result") Object connection) {
            if (connection != null) {
                ((QuerytapState) future).querytap$state(Proxy.getInvocationHandler(connection));
            }
        }
    }

    /**
     * {@code ConnectionFuture.get(long, TimeUnit)}: whoever gets the connection first has waited for it. The future remembers what it
     * gave, so that it counts once.
     */
    static final class FutureAsked {
        private FutureAsked() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object future, @Advice.FieldValue("this$0") Object pool) {
            return ((QuerytapState) future).querytap$state() == null
                    ? QuerytapPoolHooks.acquiring((QuerytapState) pool)
                    : 0;
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object future,
                @Advice.FieldValue("this$0") Object pool,
                @Advice.Enter long startNanos,
                @Advice.Return Object connection,
                @Advice.Thrown Throwable thrown) {
            if (startNanos != 0) {
                Object first = null;
                synchronized (future) {
                    if (connection != null && ((QuerytapState) future).querytap$state() == null) {
                        first = Proxy.getInvocationHandler(connection);
                        ((QuerytapState) future).querytap$state(first);
                    }
                }
                QuerytapPoolHooks.acquired((QuerytapState) pool, startNanos, first, thrown);
            }
        }
    }

    /** {@code ConnectionPool.returnConnection(PooledConnection)}: rolls back, tries the connection, and makes it idle or gives it up. */
    static final class Tidying {
        private Tidying() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object entry) {
            if (entry != null) {
                QuerytapPoolHooks.tidying((QuerytapState) entry);
            }
        }
    }
}
