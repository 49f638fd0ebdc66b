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

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection) {
            QuerytapHooks.savepoint((QuerytapState) connection, QuerytapHooks.SAVEPOINT_SET);
        }
    }

    /** Woven into {@code rollback(Savepoint)}. */
    static final class RollbackToSavepoint {
        private RollbackToSavepoint() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection) {
            QuerytapHooks.savepoint((QuerytapState) connection, QuerytapHooks.SAVEPOINT_ROLLED_BACK);
        }
    }

    /** Woven into {@code setAutoCommit(boolean)}. */
    static final class SetAutoCommit {
        private SetAutoCommit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.Argument(0) boolean autoCommit) {
            return autoCommit;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Enter boolean autoCommit) {
            QuerytapHooks.autoCommitSet((QuerytapState) connection, autoCommit);
        }
    }

    /** Woven into {@code setTransactionIsolation(int)}. */
    static final class SetIsolation {
        private SetIsolation() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection) {
            QuerytapHooks.isolationSet((QuerytapState) connection);
        }
    }

    /** Woven into {@code isValid(int)}. */
    static final class Validate {
        private Validate() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object connection) {
            QuerytapHooks.validating((QuerytapState) connection, true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection) {
            QuerytapHooks.validating((QuerytapState) connection, false);
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
