package io.querytap.instrumentation.jdbc.cache;

import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapState;
import java.util.Properties;
import net.bytebuddy.asm.Advice;

/** Where connections come from, how their transactions and sessions change, and where they end. */
final class CacheConnectionAdvice {
    private CacheConnectionAdvice() {}

    /** Woven into {@code Driver.connect(String, Properties)}. */
    static final class Connect {
        private Connect() {}

        /** Kept from the beginning: a driver may use its parameter as a variable. */
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String url) {
            return url;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object driver,
                @Advice.Enter String url,
                @Advice.Argument(1) Properties properties,
                @Advice.Return Object connection) {
            QuerytapCacheHooks.connected(driver, url, properties, connection);
        }
    }

    /** Woven into what makes connections, without arguments. */
    static final class Source {
        private Source() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object source, @Advice.Return Object connection) {
            QuerytapCacheHooks.connectedFrom(source, connection);
        }
    }

    /** Woven into what makes connections, with user and password. */
    static final class SourceForUser {
        private SourceForUser() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object source,
                @Advice.Argument(0) String user,
                @Advice.Argument(1) String password,
                @Advice.Return Object connection) {
            QuerytapCacheHooks.connectedFrom(source, user, password, connection);
        }
    }

    /** Woven into {@code commit()}. */
    static final class Commit {
        private Commit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object connection) {
            return QuerytapCacheHooks.committing((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.committed((QuerytapState) connection, begun, thrown);
        }
    }

    /** Woven into {@code rollback()}. */
    static final class Rollback {
        private Rollback() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection) {
            QuerytapCacheHooks.rolledBack((QuerytapState) connection);
        }
    }

    /** Woven into {@code setAutoCommit(boolean)}. */
    static final class SetAutoCommit {
        private SetAutoCommit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(
                @Advice.This Object connection,
                @Advice.Argument(0) boolean autoCommit,
                @Advice.Local("value") boolean value) {
            value = autoCommit;
            return QuerytapCacheHooks.autoCommitSetting((QuerytapState) connection, autoCommit);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection,
                @Advice.Local("value") boolean value,
                @Advice.Enter Object begun,
                @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.autoCommitSet((QuerytapState) connection, value, begun, thrown);
        }
    }

    /** Woven into the setters of a session, those of JDBC and those of drivers; one that throws may have set something. */
    static final class SessionChange {
        private SessionChange() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Origin("#m") String method) {
            QuerytapCacheHooks.sessionChanged((QuerytapState) connection, method);
        }
    }

    /** Woven into {@code close()}. */
    static final class Close {
        private Close() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object connection) {
            return QuerytapCacheHooks.committing((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.closed((QuerytapState) connection, begun, thrown);
        }
    }

    /** Woven into {@code abort(Executor)}. */
    static final class Abort {
        private Abort() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection) {
            QuerytapCacheHooks.aborted((QuerytapState) connection);
        }
    }
}
