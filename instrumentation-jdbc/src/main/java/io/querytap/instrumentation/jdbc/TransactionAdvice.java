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
            QuerytapHooks.called((QuerytapState) connection, QuerytapHooks.SAVEPOINT_SET, outermost, thrown);
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
            QuerytapHooks.called((QuerytapState) connection, QuerytapHooks.SAVEPOINT_ROLLED_BACK, outermost, thrown);
        }
    }

    /** Woven into {@code setTransactionIsolation(int)}. */
    static final class SetIsolation {
        private SetIsolation() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object connection) {
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection, @Advice.Enter boolean outermost, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.called((QuerytapState) connection, QuerytapHooks.ISOLATION_SET, outermost, thrown);
        }
    }

    /** Woven into the other methods that some driver answers by running a statement: {@code isValid}, {@code releaseSavepoint}, {@code
     * setReadOnly}, {@code setCatalog}, {@code setSchema}, {@code setClientInfo}, {@code getTransactionIsolation}, {@code
     * getCatalog}, {@code getSchema}. */
    static final class Other {
        private Other() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object connection) {
            return QuerytapHooks.calling((QuerytapState) connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection, @Advice.Enter boolean outermost, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.called((QuerytapState) connection, QuerytapHooks.OTHER, outermost, thrown);
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
