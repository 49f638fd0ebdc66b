package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Transactions and the end of a connection. */
final class TransactionAdvice {
    private TransactionAdvice() {}

    /** Woven into {@code commit()}. */
    static final class Commit {
        private Commit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object connection) {
            return QuerytapHooks.ending((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.committed((QuerytapState) connection, startNanos, thrown);
        }
    }

    /** Woven into {@code rollback()}. */
    static final class Rollback {
        private Rollback() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object connection) {
            return QuerytapHooks.ending((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.rolledBack((QuerytapState) connection, startNanos, thrown);
        }
    }

    /** Woven into {@code setSavepoint()} and {@code setSavepoint(String)}. */
    static final class SetSavepoint {
        private SetSavepoint() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object connection) {
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection, @Advice.Enter boolean outermost, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.called((QuerytapState) connection, "setSavepoint", outermost, thrown);
        }
    }

    /** Woven into {@code rollback(Savepoint)}. */
    static final class RollbackToSavepoint {
        private RollbackToSavepoint() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object connection) {
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection, @Advice.Enter boolean outermost, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.rolledBackToSavepoint((QuerytapState) connection, outermost, thrown);
        }
    }

    /** Woven into {@code setTransactionIsolation(int)}. */
    static final class SetIsolation {
        private SetIsolation() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(
                @Advice.This Object connection, @Advice.Argument(0) int argument, @Advice.Local("value") int value) {
            value = argument;
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection,
                @Advice.Local("value") int value,
                @Advice.Enter boolean outermost,
                @Advice.Thrown Throwable thrown) {
            QuerytapHooks.isolationSet((QuerytapState) connection, value, outermost, thrown);
        }
    }

    /** Woven into {@code setReadOnly(boolean)}. */
    static final class SetReadOnly {
        private SetReadOnly() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(
                @Advice.This Object connection,
                @Advice.Argument(0) boolean argument,
                @Advice.Local("value") boolean value) {
            value = argument;
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection,
                @Advice.Local("value") boolean value,
                @Advice.Enter boolean outermost,
                @Advice.Thrown Throwable thrown) {
            QuerytapHooks.readOnlySet((QuerytapState) connection, value, outermost, thrown);
        }
    }

    /**
     * Woven into the other methods that some driver answers by asking the server: {@code isValid}, {@code releaseSavepoint},
     * {@code setCatalog}, {@code setSchema}, {@code setClientInfo}, {@code getTransactionIsolation}, {@code getCatalog}, {@code
     * getSchema}.
     */
    static final class Other {
        private Other() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object connection) {
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection,
                @Advice.Origin("#m") String method,
                @Advice.Enter boolean outermost,
                @Advice.Thrown Throwable thrown) {
            QuerytapHooks.called((QuerytapState) connection, method, outermost, thrown);
        }
    }

    /** Woven into {@code setAutoCommit(boolean)}. */
    static final class SetAutoCommit {
        private SetAutoCommit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(
                @Advice.This Object connection,
                @Advice.Argument(0) boolean autoCommit,
                @Advice.Local("value") boolean value) {
            value = autoCommit;
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection,
                @Advice.Local("value") boolean value,
                @Advice.Enter boolean outermost,
                @Advice.Thrown Throwable thrown) {
            QuerytapHooks.autoCommitSet((QuerytapState) connection, value, outermost, thrown);
        }
    }

    /** Woven into {@code close()} and {@code abort(Executor)}. */
    static final class Close {
        private Close() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object connection) {
            QuerytapHooks.connectionClosing((QuerytapState) connection);
        }
    }
}
