package io.querytap.instrumentation.jdbc.cache;

import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapState;
import java.sql.SQLType;
import java.util.Calendar;
import net.bytebuddy.asm.Advice;

/**
 * Setters of {@code PreparedStatement}. Told at the end and only where they succeeded: what threw did not bind; and a setter that calls
 * another one is told after it, so that what the application called counts. The arguments are those at the beginning.
 */
final class CacheParameterAdvice {
    private CacheParameterAdvice() {}

    /** {@code setInt(int, int)}. */
    static final class OfInt {
        private OfInt() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) int value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'I', value);
        }
    }

    /** {@code setLong(int, long)}. */
    static final class OfLong {
        private OfLong() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) long value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'J', value);
        }
    }

    /** {@code setShort(int, short)}. */
    static final class OfShort {
        private OfShort() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) short value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'S', value);
        }
    }

    /** {@code setByte(int, byte)}. */
    static final class OfByte {
        private OfByte() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) byte value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'B', value);
        }
    }

    /** {@code setBoolean(int, boolean)}. */
    static final class OfBoolean {
        private OfBoolean() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) boolean value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'Z', value ? 1L : 0L);
        }
    }

    /** {@code setDouble(int, double)}. */
    static final class OfDouble {
        private OfDouble() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) double value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'D', Double.doubleToRawLongBits(value));
        }
    }

    /** {@code setFloat(int, float)}. */
    static final class OfFloat {
        private OfFloat() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) float value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, 'F', Float.floatToRawIntBits(value));
        }
    }

    /** Setters of an object of which nothing but the value is said. */
    static final class OfObject {
        private OfObject() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Origin("#m") String setter,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) Object value) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, setter, value, null);
        }
    }

    /** {@code setDate}, {@code setTime}, {@code setTimestamp} with a calendar. */
    static final class OfDate {
        private OfDate() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Origin("#m") String setter,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) Object value,
                @Advice.Argument(2) Calendar calendar) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, setter, value, calendar);
        }
    }

    /** {@code setObject(int, Object, int)}. */
    static final class OfTyped {
        private OfTyped() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) Object value,
                @Advice.Argument(2) int sqlType) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, value, sqlType, -1);
        }
    }

    /** {@code setObject(int, Object, int, int)}. */
    static final class OfTypedWithScale {
        private OfTypedWithScale() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) Object value,
                @Advice.Argument(2) int sqlType,
                @Advice.Argument(3) int scale) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, value, sqlType, scale);
        }
    }

    /** {@code setObject(int, Object, SQLType)}. */
    static final class OfSqlType {
        private OfSqlType() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) Object value,
                @Advice.Argument(2) SQLType sqlType) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, value, sqlType, -1);
        }
    }

    /** {@code setObject(int, Object, SQLType, int)}. */
    static final class OfSqlTypeWithScale {
        private OfSqlTypeWithScale() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) Object value,
                @Advice.Argument(2) SQLType sqlType,
                @Advice.Argument(3) int scale) {
            QuerytapCacheHooks.bound((QuerytapState) statement, index, value, sqlType, scale);
        }
    }

    /** {@code setNull(int, int)}. */
    static final class OfNull {
        private OfNull() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) int sqlType) {
            QuerytapCacheHooks.boundNull((QuerytapState) statement, index, sqlType, null);
        }
    }

    /** {@code setNull(int, int, String)}. */
    static final class OfNullWithType {
        private OfNullWithType() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object statement,
                @Advice.Argument(0) int index,
                @Advice.Argument(1) int sqlType,
                @Advice.Argument(2) String typeName) {
            QuerytapCacheHooks.boundNull((QuerytapState) statement, index, sqlType, typeName);
        }
    }

    /** Every other setter by position: streams, large objects, the driver's own. */
    static final class Opaque {
        private Opaque() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object statement, @Advice.Argument(0) int index) {
            QuerytapCacheHooks.boundOpaque((QuerytapState) statement, index);
        }
    }

    /** Setters by name, {@code CallableStatement} only. */
    static final class Named {
        private Named() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapCacheHooks.boundOpaque((QuerytapState) statement, 0);
        }
    }

    /** Woven into {@code clearParameters()}; one that throws may have cleared some. */
    static final class Clear {
        private Clear() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object statement) {
            QuerytapCacheHooks.parametersCleared((QuerytapState) statement);
        }
    }
}
