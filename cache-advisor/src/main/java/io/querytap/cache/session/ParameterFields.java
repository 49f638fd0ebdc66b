package io.querytap.cache.session;

import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.ParameterLog;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as fields of a key: how each was bound, its SQL type, the class of its value and the value, each NULL at its place. Values
 * of two classes never have the same field, since drivers tell them apart.
 */
final class ParameterFields {
    private static final int NO_VALUE = 0;
    private static final int BYTES = 1;
    private static final int TIMESTAMP = 2;
    private static final int DATE = 3; // the subclass is told by name
    private static final int IN_ZONE = 4;
    private static final int DECIMAL = 5;

    /** Classes whose {@code toString()} says all of the value, by the number in the key; never to be renumbered. */
    private static final Map<Class<?>, Integer> BY_TEXT = Map.ofEntries(
            Map.entry(String.class, 10),
            Map.entry(Integer.class, 11),
            Map.entry(Long.class, 12),
            Map.entry(Boolean.class, 13),
            Map.entry(Short.class, 14),
            Map.entry(Byte.class, 15),
            Map.entry(Character.class, 16),
            Map.entry(BigInteger.class, 17),
            Map.entry(UUID.class, 18),
            Map.entry(LocalDate.class, 19),
            Map.entry(LocalDateTime.class, 20),
            Map.entry(LocalTime.class, 21),
            Map.entry(OffsetDateTime.class, 22),
            Map.entry(OffsetTime.class, 23),
            Map.entry(ZonedDateTime.class, 24),
            Map.entry(Instant.class, 25),
            Map.entry(Double.class, 26),
            Map.entry(Float.class, 27));

    private ParameterFields() {}

    /** @return whether all could be written */
    static boolean write(ParameterLog parameters, int count, KeyWriter key) {
        key.writeInt(count);
        for (int i = 1; i <= count; i++) {
            key.writeByte(parameters.setter(i).ordinal()).writeLong(parameters.number(i));
            if (!writeValue(parameters.value(i), key)) {
                return false;
            }
        }
        return true;
    }

    private static boolean writeValue(@Nullable Object value, KeyWriter key) {
        if (value == null) {
            key.writeByte(NO_VALUE);
            return true;
        }
        Integer byText = BY_TEXT.get(value.getClass());
        if (byText != null) {
            key.writeByte(byText).writeText(value.toString());
        } else if (value instanceof BigDecimal) {
            BigDecimal decimal = (BigDecimal) value;
            key.writeByte(DECIMAL)
                    .writeInt(decimal.scale())
                    .writeBytes(decimal.unscaledValue().toByteArray());
        } else if (value instanceof byte[]) {
            key.writeByte(BYTES).writeBytes((byte[]) value);
        } else if (value instanceof ParameterLog.InZone) {
            ParameterLog.InZone inZone = (ParameterLog.InZone) value;
            key.writeByte(IN_ZONE).writeText(inZone.zone());
            return writeValue(inZone.value(), key);
        } else if (value instanceof Timestamp) {
            Timestamp timestamp = (Timestamp) value;
            writeZone(key.writeByte(TIMESTAMP).writeLong(timestamp.getTime()).writeInt(timestamp.getNanos()));
        } else if (value instanceof Date) {
            writeZone(key.writeByte(DATE).writeText(value.getClass().getName()).writeLong(((Date) value).getTime()));
        } else {
            return false;
        }
        return true;
    }

    /** Drivers write a moment as the local time of the JVM's zone, which another JVM need not share. */
    private static void writeZone(KeyWriter key) {
        key.writeText(TimeZone.getDefault().getID());
    }
}
