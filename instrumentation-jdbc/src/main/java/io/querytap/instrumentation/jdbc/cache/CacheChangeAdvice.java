package io.querytap.instrumentation.jdbc.cache;

import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Changes of data past SQL: rows of result sets, and what PostgreSQL's driver offers beside JDBC. */
final class CacheChangeAdvice {
    private CacheChangeAdvice() {}

    /** Woven into the constructor of a helper that works on the connection which is its first argument. */
    static final class Made {
        private Made() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object helper, @Advice.Argument(0) Object connection) {
            QuerytapCacheHooks.belongsTo(helper, connection);
        }
    }

    /** Woven into the methods of a helper that hand out another one. */
    static final class HandedOut {
        private HandedOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object helper, @Advice.Return Object another) {
            QuerytapCacheHooks.belongsTo(another, helper);
        }
    }

    /** Woven into what makes changes visible: {@code updateRow}, {@code insertRow}, {@code deleteRow}, {@code endCopy}. */
    static final class Change {
        private Change() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object helper) {
            return QuerytapCacheHooks.changing((QuerytapState) helper);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.changed(begun, thrown);
        }
    }

    /** Woven into calls of a function of the server by its name. */
    static final class FunctionByName {
        private FunctionByName() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object helper, @Advice.Argument(0) String function) {
            return QuerytapCacheHooks.calling((QuerytapState) helper, function);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.changed(begun, thrown);
        }
    }

    /** Woven into calls of a function of the server by its number. */
    static final class FunctionByNumber {
        private FunctionByNumber() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object helper) {
            return QuerytapCacheHooks.calling((QuerytapState) helper, null);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.changed(begun, thrown);
        }
    }
}
