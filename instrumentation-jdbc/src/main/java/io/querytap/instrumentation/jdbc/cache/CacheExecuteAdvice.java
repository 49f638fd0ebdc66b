package io.querytap.instrumentation.jdbc.cache;

import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapState;
import java.sql.ResultSet;
import net.bytebuddy.asm.Advice;

/**
 * Executions, around what is measured of them. Where the hook has an answer, neither the driver nor the measuring part sees the call. The
 * answer is handed out without another call: nothing that may fail is between taking it and returning it.
 */
final class CacheExecuteAdvice {
    private CacheExecuteAdvice() {}

    /** Woven into {@code Statement.executeQuery(String)}. */
    static final class TextQuery {
        private TextQuery() {}

        @Advice.OnMethodEnter(skipOn = ResultSet.class, suppress = Throwable.class)
        static Object enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
            return QuerytapCacheHooks.executing((QuerytapState) statement, sql, QuerytapCacheHooks.QUERY);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement,
                @Advice.Enter Object begun,
                @Advice.Return(readOnly = false) ResultSet result,
                @Advice.Thrown Throwable thrown) {
            if (begun instanceof ResultSet) {
                result = (ResultSet) begun;
            } else {
                QuerytapCacheHooks.executed((QuerytapState) statement, begun, result, thrown);
            }
        }
    }

    /** Woven into {@code Statement.execute(String)}. */
    static final class TextExecute {
        private TextExecute() {}

        @Advice.OnMethodEnter(skipOn = ResultSet.class, suppress = Throwable.class)
        static Object enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
            return QuerytapCacheHooks.executing((QuerytapState) statement, sql, QuerytapCacheHooks.EXECUTE);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement,
                @Advice.Enter Object begun,
                @Advice.Return(readOnly = false) boolean hasResult,
                @Advice.Thrown Throwable thrown) {
            if (begun instanceof ResultSet) {
                hasResult = true;
            } else {
                QuerytapCacheHooks.executed((QuerytapState) statement, begun, hasResult, thrown);
            }
        }
    }

    /** Woven into the other executions of a text, and into those whose driver promises a result set of its own type. */
    static final class TextUpdate {
        private TextUpdate() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
            return QuerytapCacheHooks.executing((QuerytapState) statement, sql, QuerytapCacheHooks.UPDATE);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.executed((QuerytapState) statement, begun, null, thrown);
        }
    }

    /** Woven into {@code PreparedStatement.executeQuery()}. */
    static final class Query {
        private Query() {}

        @Advice.OnMethodEnter(skipOn = ResultSet.class, suppress = Throwable.class)
        static Object enter(@Advice.This Object statement) {
            return QuerytapCacheHooks.executing((QuerytapState) statement, QuerytapCacheHooks.QUERY);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement,
                @Advice.Enter Object begun,
                @Advice.Return(readOnly = false) ResultSet result,
                @Advice.Thrown Throwable thrown) {
            if (begun instanceof ResultSet) {
                result = (ResultSet) begun;
            } else {
                QuerytapCacheHooks.executed((QuerytapState) statement, begun, result, thrown);
            }
        }
    }

    /** Woven into {@code PreparedStatement.execute()}. */
    static final class Execute {
        private Execute() {}

        @Advice.OnMethodEnter(skipOn = ResultSet.class, suppress = Throwable.class)
        static Object enter(@Advice.This Object statement) {
            return QuerytapCacheHooks.executing((QuerytapState) statement, QuerytapCacheHooks.EXECUTE);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object statement,
                @Advice.Enter Object begun,
                @Advice.Return(readOnly = false) boolean hasResult,
                @Advice.Thrown Throwable thrown) {
            if (begun instanceof ResultSet) {
                hasResult = true;
            } else {
                QuerytapCacheHooks.executed((QuerytapState) statement, begun, hasResult, thrown);
            }
        }
    }

    /** Woven into the other executions of a prepared statement, as {@link TextUpdate}. */
    static final class Update {
        private Update() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object statement) {
            return QuerytapCacheHooks.executing((QuerytapState) statement, QuerytapCacheHooks.UPDATE);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.executed((QuerytapState) statement, begun, null, thrown);
        }
    }

    /** Woven into {@code Statement.executeBatch()} and {@code executeLargeBatch()}. */
    static final class Batch {
        private Batch() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object statement) {
            return QuerytapCacheHooks.executingBatch((QuerytapState) statement);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.executedBatch((QuerytapState) statement, begun, thrown);
        }
    }

    /** Woven into {@code Statement.addBatch(String)}. */
    static final class AddSql {
        private AddSql() {}

        /** Kept from the beginning: a driver may use its parameter as a variable. */
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String sql) {
            return sql;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Enter String sql) {
            QuerytapCacheHooks.addedToBatch((QuerytapState) statement, sql);
        }
    }

    /** Woven into {@code PreparedStatement.addBatch()}. */
    static final class AddParameters {
        private AddParameters() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapCacheHooks.addedToBatch((QuerytapState) statement, null);
        }
    }

    /** Woven into {@code Statement.clearBatch()}. */
    static final class ClearBatch {
        private ClearBatch() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapCacheHooks.batchCleared((QuerytapState) statement);
        }
    }
}
