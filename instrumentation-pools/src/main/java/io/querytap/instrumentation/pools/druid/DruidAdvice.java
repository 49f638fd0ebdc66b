package io.querytap.instrumentation.pools.druid;

import io.querytap.hook.QuerytapPoolHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Woven into Druid; each nested class names the method. */
final class DruidAdvice {
    private DruidAdvice() {}

    /** {@code DruidDataSource.registerMbean()}, once at the end of the pool's start: it is configured by then. */
    static final class Started {
        private Started() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object pool) {
            QuerytapPoolHooks.poolCreated((QuerytapState) pool, null);
        }
    }

    /** {@code DruidConnectionHolder.<init>(DruidAbstractDataSource, Connection, ...)}; the shorter ones call the longest one. */
    static final class EntryCreated {
        private EntryCreated() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object entry, @Advice.Argument(0) Object pool, @Advice.Argument(1) Object connection) {
            if (((QuerytapState) entry).querytap$state() == null) {
                QuerytapPoolHooks.entryCreated((QuerytapState) entry, pool, connection);
            }
        }
    }

    /** {@code DruidConnectionHolder.getStatementPool()}, asked for only where statements are pooled. */
    static final class StatementPool {
        private StatementPool() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.FieldValue("conn") Object connection) {
            if (connection instanceof QuerytapState) {
                QuerytapPoolHooks.keepsStatements((QuerytapState) connection);
            }
        }
    }

    /** {@code ConnectionProxyImpl.<init>(DataSourceProxy, Connection, ...)}, which filters put around the physical connection. */
    static final class FilteredConnection {
        private FilteredConnection() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object around, @Advice.Argument(1) Object connection) {
            QuerytapPoolHooks.handedOut((QuerytapState) around, connection);
        }
    }

    /** {@code DruidStatementConnection.<init>(Connection, Statement)}, around the physical connection of some databases. */
    static final class ConnectionWithStatement {
        private ConnectionWithStatement() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object around, @Advice.Argument(0) Object connection) {
            QuerytapPoolHooks.handedOut((QuerytapState) around, connection);
        }
    }

    /** {@code DruidPooledConnection.<init>(DruidConnectionHolder)}. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object proxy, @Advice.Argument(0) Object entry) {
            QuerytapPoolHooks.handedOut((QuerytapState) proxy, entry);
        }
    }

    /** {@code DruidConnectionHolder.reset()}: rolled back and tidied up, and not yet idle. */
    static final class Reset {
        private Reset() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.This Object entry) {
            QuerytapPoolHooks.returning((QuerytapState) entry);
        }
    }

    /** {@code DruidDataSource.discardConnection(DruidConnectionHolder)}. */
    static final class Discard {
        private Discard() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object entry) {
            if (entry != null) {
                QuerytapPoolHooks.returning((QuerytapState) entry);
            }
        }
    }
}
