package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Woven into the setters of {@code PreparedStatement} and {@code CallableStatement}: a hash of each value is kept until the
 * execution, the value is not. One advice for each kind of primitive, so that none is boxed.
 */
final class ParameterAdvice {
    private ParameterAdvice() {}

    /** {@code setInt(int, int)}. */
    static final class OfInt {
        private OfInt() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) int value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, (long) value);
        }
    }

    /** {@code setNull(int, int)} and {@code setNull(int, int, String)}. */
    static final class OfNull {
        private OfNull() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object statement, @Advice.Argument(0) int index) {
            QuerytapHooks.parameter((QuerytapState) statement, index, null);
        }
    }

    /** {@code setLong(int, long)}. */
    static final class OfLong {
        private OfLong() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) long value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, value);
        }
    }

    /** {@code setShort(int, short)}. */
    static final class OfShort {
        private OfShort() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) short value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, (long) value);
        }
    }

    /** {@code setByte(int, byte)}. */
    static final class OfByte {
        private OfByte() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) byte value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, (long) value);
        }
    }

    /** {@code setBoolean(int, boolean)}. */
    static final class OfBoolean {
        private OfBoolean() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) boolean value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, value ? 1L : 0L);
        }
    }

    /** {@code setDouble(int, double)}. */
    static final class OfDouble {
        private OfDouble() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) double value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, Double.doubleToRawLongBits(value));
        }
    }

    /** {@code setFloat(int, float)}. */
    static final class OfFloat {
        private OfFloat() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) float value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, Double.doubleToRawLongBits(value));
        }
    }

    /** All setters of an object by position, such as {@code setString}, {@code setObject}, {@code setTimestamp}. */
    static final class OfObject {
        private OfObject() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement, @Advice.Argument(0) int index, @Advice.Argument(1) Object value) {
            QuerytapHooks.parameter((QuerytapState) statement, index, value);
        }
    }

    /** The setters by name, {@code CallableStatement} only; rare enough to box. */
    static final class Named {
        private Named() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object statement,
                @Advice.Argument(0) String name,
                @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object value) {
            QuerytapHooks.parameter((QuerytapState) statement, name, value);
        }
    }

    /** Woven into {@code clearParameters()}. */
    static final class Clear {
        private Clear() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object statement) {
            QuerytapHooks.parametersCleared((QuerytapState) statement);
        }
    }
}
