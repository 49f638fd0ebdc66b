package io.querytap.instrumentation.jdbc;

import io.querytap.core.work.ValueTrail;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hashes values, those bound and those read alike, so that executions with the same and with other parameters can be told apart without keeping a
 * value. Calls only methods of the JDK's own final or well-known classes: an application's {@code hashCode} could do anything.
 */
final class ValueHash {
    private static final long OF_NULL = 0x9E3779B97F4A7C15L;

    /** Bytes of an array that are hashed at most, half of them from each end; the length always counts. */
    private static final int MAX_BYTES = 1_024;

    /** Decimal digits that every long can have. */
    private static final int MAX_LONG_DIGITS = 18;

    /** Decimal digits that a double keeps. */
    private static final int MAX_DOUBLE_DIGITS = 15;

    private static final long OF_DECIMAL = 0xD1B54A32D192ED03L;

    private ValueHash() {}

    static long of(@Nullable Object value) {
        if (value == null) {
            return OF_NULL;
        }
        if (value instanceof String) {
            return ValueTrail.ofOther(((long) ((String) value).length() << 32) ^ value.hashCode());
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            return Double.doubleToRawLongBits(((Number) value).doubleValue());
        }
        if (value instanceof Boolean) {
            return (Boolean) value ? 1 : 0; // as setBoolean
        }
        if (value instanceof byte[]) {
            return ValueTrail.ofOther(ofBytes((byte[]) value));
        }
        if (value.getClass() == BigDecimal.class) {
            return ofDecimal((BigDecimal) value);
        }
        if (value.getClass() == BigInteger.class && ((BigInteger) value).bitLength() < Long.SIZE) {
            return ((BigInteger) value).longValue();
        }
        Class<?> type = value.getClass();
        boolean ofTheJdk = type.getName().startsWith("java.");
        if (ofTheJdk && (isPlainValue(value) || type.getName().startsWith("java.time."))) {
            return ValueTrail.ofOther(mix(type.getName().hashCode()) ^ value.hashCode());
        }
        // Streams, readers, large objects, the application's own types: another object is taken for another value.
        return ValueTrail.ofOther(mix(type.getName().hashCode()) ^ System.identityHashCode(value));
    }

    private static boolean isPlainValue(Object value) {
        Class<?> type = value.getClass();
        return type == Character.class
                || type == BigInteger.class
                || type == UUID.class
                || type == java.util.Date.class
                || type == java.sql.Date.class
                || type == java.sql.Time.class
                || type == java.sql.Timestamp.class
                || value instanceof Enum;
    }

    /** An integral value as a long has it: the same column is read as the one and bound as the other. Allocates nothing. */
    private static long ofDecimal(BigDecimal value) {
        int scale = value.scale();
        if (scale == 0 && value.precision() <= MAX_LONG_DIGITS) {
            return value.longValue();
        }
        if (scale > 0 && scale <= MAX_DOUBLE_DIGITS && value.precision() <= MAX_DOUBLE_DIGITS) {
            double rounded = value.doubleValue(); // exact enough: no other value of so few digits rounds to an integer
            if (rounded == (long) rounded) {
                return (long) rounded;
            }
        }
        return ValueTrail.ofOther(mix(OF_DECIMAL ^ value.hashCode()));
    }

    private static long ofBytes(byte[] bytes) {
        if (bytes.length <= MAX_BYTES) {
            return mix(bytes.length) ^ Arrays.hashCode(bytes);
        }
        long hash = mix(bytes.length);
        for (int i = 0; i < MAX_BYTES / 2; i++) {
            hash = hash * 31 + bytes[i];
            hash = hash * 31 + bytes[bytes.length - 1 - i];
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
