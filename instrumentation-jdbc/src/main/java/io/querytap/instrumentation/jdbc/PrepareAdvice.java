package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapState;
import java.sql.Statement;
import net.bytebuddy.asm.Advice;

/** Where statements come from. */
final class PrepareAdvice {
    private PrepareAdvice() {}

    /** Woven into {@code Connection.createStatement}, all overloads. */
    static final class Create {
        private Create() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Return Object statement) {
            QuerytapHooks.created((QuerytapState) connection, statement);
        }
    }

    /** Woven into {@code Connection.prepareStatement} and {@code prepareCall}, all overloads without generated keys. */
    static final class Prepare {
        private Prepare() {}

        /** Kept from the beginning: drivers translate the SQL in place. */
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String sql) {
            return sql;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Enter String sql, @Advice.Return Object statement) {
            QuerytapHooks.prepared((QuerytapState) connection, statement, sql, Statement.NO_GENERATED_KEYS);
        }
    }

    /** Woven into {@code Connection.prepareStatement(String, int)}. */
    static final class PrepareWithKeys {
        private PrepareWithKeys() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(
                @Advice.Argument(0) String sql, @Advice.Argument(1) int keys, @Advice.Local("keys") int kept) {
            kept = keys;
            return sql;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(
                @Advice.This Object connection,
                @Advice.Enter String sql,
                @Advice.Local("keys") int keys,
                @Advice.Return Object statement) {
            QuerytapHooks.prepared((QuerytapState) connection, statement, sql, keys);
        }
    }

    /** Woven into {@code Connection.prepareStatement} with {@code (String, int[])} and {@code (String, String[])}. */
    static final class PrepareWithColumns {
        private PrepareWithColumns() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String sql) {
            return sql;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Enter String sql, @Advice.Return Object statement) {
            QuerytapHooks.prepared((QuerytapState) connection, statement, sql, Statement.RETURN_GENERATED_KEYS);
        }
    }
}
