package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapResultState;
import net.bytebuddy.asm.Advice;

/**
 * Woven into the getters of {@code ResultSet}, by position and by label. A value is hashed as {@link ParameterAdvice} hashes one
 * that is bound, so that it can be told where a bound value was read. The column is kept from the beginning, because a driver may
 * use its parameter as a variable.
 */
final class ValueAdvice {
    private ValueAdvice() {}

    /** Getters of {@code byte}, {@code short}, {@code int}, {@code long} by position. */
    static final class OfLong {
        private OfLong() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static int enter(@Advice.Argument(0) int column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter int column, @Advice.Return long value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, value);
        }
    }

    /** Getters of {@code byte}, {@code short}, {@code int}, {@code long} by label. */
    static final class OfLongByLabel {
        private OfLongByLabel() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter String column, @Advice.Return long value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, value);
        }
    }

    /** Getters of {@code boolean} by position. */
    static final class OfBoolean {
        private OfBoolean() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static int enter(@Advice.Argument(0) int column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter int column, @Advice.Return boolean value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, value ? 1L : 0L);
        }
    }

    /** Getters of {@code boolean} by label. */
    static final class OfBooleanByLabel {
        private OfBooleanByLabel() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter String column, @Advice.Return boolean value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, value ? 1L : 0L);
        }
    }

    /** Getters of {@code float}, {@code double} by position. */
    static final class OfDouble {
        private OfDouble() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static int enter(@Advice.Argument(0) int column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter int column, @Advice.Return double value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, Double.doubleToRawLongBits(value));
        }
    }

    /** Getters of {@code float}, {@code double} by label. */
    static final class OfDoubleByLabel {
        private OfDoubleByLabel() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter String column, @Advice.Return double value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, Double.doubleToRawLongBits(value));
        }
    }

    /** Getters of objects by position. */
    static final class OfObject {
        private OfObject() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static int enter(@Advice.Argument(0) int column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter int column, @Advice.Return Object value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, value);
        }
    }

    /** Getters of objects by label. */
    static final class OfObjectByLabel {
        private OfObjectByLabel() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static String enter(@Advice.Argument(0) String column) {
            return column;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object result, @Advice.Enter String column, @Advice.Return Object value) {
            QuerytapHooks.valueRead((QuerytapResultState) result, column, value);
        }
    }
}
