package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapResultState;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Result sets: obtained, read row by row, closed; and the closing of what holds them. */
final class ResultAdvice {
    private ResultAdvice() {}

    /** Woven into {@code Statement.getResultSet()}. */
    static final class Obtain {
        private Obtain() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Return Object result) {
            QuerytapHooks.resultObtained((QuerytapState) statement, result);
        }
    }

    /** Woven into {@code Statement.getMoreResults()} and {@code getMoreResults(int)}. */
    static final class More {
        private More() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object statement) {
            QuerytapHooks.moreResults((QuerytapState) statement);
        }
    }

    /** Woven into {@code ResultSet.next()}. */
    static final class Next {
        private Next() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Return boolean hasRow, @Advice.Thrown Throwable thrown) {
            QuerytapHooks.rowRead((QuerytapResultState) result, hasRow, thrown);
        }
    }

    /** Woven into the methods that move the cursor in another way. */
    static final class Move {
        private Move() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object result) {
            QuerytapHooks.cursorMoved((QuerytapResultState) result);
        }
    }

    /** Woven into {@code ResultSet.close()}. */
    static final class Close {
        private Close() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object result) {
            QuerytapHooks.resultClosing((QuerytapResultState) result);
        }
    }

    /** Woven into {@code Statement.setMaxRows(int)} and {@code setLargeMaxRows(long)}. */
    static final class SetMaxRows {
        private SetMaxRows() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter(@Advice.Argument(0) long maxRows) {
            return maxRows;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement, @Advice.Enter long maxRows) {
            QuerytapHooks.maxRowsSet((QuerytapState) statement, maxRows);
        }
    }

    /** Woven into {@code Statement.closeOnCompletion()}. */
    static final class CloseOnCompletion {
        private CloseOnCompletion() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapHooks.closesOnCompletion((QuerytapState) statement);
        }
    }

    /** Woven into {@code Statement.close()}. */
    static final class CloseStatement {
        private CloseStatement() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object statement) {
            QuerytapHooks.statementClosing((QuerytapState) statement);
        }
    }
}
