package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapState;
import java.sql.Statement;
import net.bytebuddy.asm.Advice;

/** One execution: with or without the SQL as argument, with or without a result set as return value, with or without generated keys. */
final class ExecuteAdvice {
    private ExecuteAdvice() {}

    /** Woven into {@code Statement.executeQuery(String)}. */
    static final class StatementQuery {
        private StatementQuery() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
            return QuerytapHooks.executing((QuerytapState) statement, sql, Statement.NO_GENERATED_KEYS);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement,
                @Advice.Enter long startNanos,
                @Advice.Return Object result,
                @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executed((QuerytapState) statement, startNanos, result, thrown);
        }
    }

    /** Woven into {@code Statement.execute}, {@code executeUpdate} and {@code executeLargeUpdate} with {@code (String)}. */
    static final class StatementOther {
        private StatementOther() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
            return QuerytapHooks.executing((QuerytapState) statement, sql, Statement.NO_GENERATED_KEYS);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executed((QuerytapState) statement, startNanos, null, thrown);
        }
    }

    /** Woven into {@code Statement.execute}, {@code executeUpdate} and {@code executeLargeUpdate} with {@code (String, int)}. */
    static final class StatementOtherWithKeys {
        private StatementOtherWithKeys() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement, @Advice.Argument(0) String sql, @Advice.Argument(1) int keys) {
            return QuerytapHooks.executing((QuerytapState) statement, sql, keys);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executed((QuerytapState) statement, startNanos, null, thrown);
        }
    }

    /** Woven into {@code Statement.execute}, {@code executeUpdate} and {@code executeLargeUpdate} with {@code (String, int[])} and {@code (String, String[])}. */
    static final class StatementOtherWithColumns {
        private StatementOtherWithColumns() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
            return QuerytapHooks.executing((QuerytapState) statement, sql, Statement.RETURN_GENERATED_KEYS);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executed((QuerytapState) statement, startNanos, null, thrown);
        }
    }

    /** Woven into {@code PreparedStatement.executeQuery()}. */
    static final class PreparedQuery {
        private PreparedQuery() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement) {
            return QuerytapHooks.executing((QuerytapState) statement);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement,
                @Advice.Enter long startNanos,
                @Advice.Return Object result,
                @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executed((QuerytapState) statement, startNanos, result, thrown);
        }
    }

    /** Woven into {@code PreparedStatement.execute()}, {@code executeUpdate()} and {@code executeLargeUpdate()}. */
    static final class PreparedOther {
        private PreparedOther() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.This Object statement) {
            return QuerytapHooks.executing((QuerytapState) statement);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement, @Advice.Enter long startNanos, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.executed((QuerytapState) statement, startNanos, null, thrown);
        }
    }
}
