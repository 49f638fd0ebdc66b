package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** A batch: filled, emptied, executed as one operation. */
final class BatchAdvice {
    private BatchAdvice() {}

    /** Woven into {@code Statement.addBatch(String)}; only what the driver accepted counts. */
    static final class AddSql {
        private AddSql() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String sql) {
            return sql;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Enter String sql) {
            QuerytapHooks.addedToBatch((QuerytapState) statement, sql);
        }
    }

    /** Woven into {@code PreparedStatement.addBatch()}. */
    static final class AddParameters {
        private AddParameters() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapHooks.addedToBatch((QuerytapState) statement, null);
        }
    }

    /** Woven into {@code Statement.clearBatch()}. */
    static final class Clear {
        private Clear() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapHooks.batchCleared((QuerytapState) statement);
        }
    }

    /** Woven into {@code Statement.executeBatch()} and {@code executeLargeBatch()}. */
    static final class Execute {
        private Execute() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement) {
            return QuerytapHooks.executingBatch((QuerytapState) statement);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executedBatch((QuerytapState) statement, startNanos, thrown);
        }
    }
}
