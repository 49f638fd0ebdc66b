package io.querytap.core.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values bound to one prepared statement, copied where they could change, with the setter that bound each. A value that cannot
 * be copied for certain makes the log {@link #isOpaque opaque} until it is bound anew: streams, large objects, arrays of objects, types of
 * the driver. For one thread.
 */
public final class ParameterLog {
    /** More parameters than this are not kept. */
    public static final int MAX_PARAMETERS = 1_024;

    private static final int FIRST_CAPACITY = 8;

    private byte[] setters = new byte[FIRST_CAPACITY]; // ordinal + 1; 0: not set; -1: opaque
    private long[] numbers = new long[FIRST_CAPACITY]; // of primitives; the SQL type and scale of objects
    private @Nullable Object[] values = new Object[FIRST_CAPACITY];
    private @Nullable Object @Nullable [] originals; // of mutable values, by the same index; made when there is one
    private int highest; // of the indices that were set
    private int opaque; // how many are
    private boolean tooMany;

    /**
     * Keeps a primitive.
     *
     * @param bits the value; of floating point its raw bits
     */
    public void set(int index, Setter setter, long bits) {
        if (makeRoom(index)) {
            put(index, (byte) (setter.ordinal() + 1), bits, null);
        }
    }

    /** Keeps SQL NULL of a type, see {@link java.sql.Types}. */
    public void setNull(int index, int sqlType, @Nullable String typeName) {
        if (makeRoom(index)) {
            put(index, (byte) (Setter.NULL.ordinal() + 1), sqlType, typeName);
        }
    }

    /** As {@link #set(int, Setter, Object, int, int, Calendar)}, without a type. */
    public void set(int index, Setter setter, @Nullable Object value) {
        set(index, setter, value, /* sqlType= */ 0, /* scale= */ 0, /* calendar= */ null);
    }

    /**
     * Keeps an object.
     *
     * @param sqlType what {@code setObject} was given, else 0; a {@link java.sql.SQLType} that is no {@link java.sql.JDBCType} is opaque
     * @param calendar what a setter of dates was given; it decides by its zone
     */
    public void set(
            int index, Setter setter, @Nullable Object value, int sqlType, int scale, @Nullable Calendar calendar) {
        if (!makeRoom(index)) {
            return;
        }
        long type = (long) sqlType << Integer.SIZE | scale & 0xFFFF_FFFFL;
        Object copy = value == null ? null : copyOf(value);
        boolean isMutable = value != null && copy != null && copy != value && value.getClass() != URL.class;
        if (value != null && copy == null || calendar != null && !isPlain(calendar)) {
            setOpaque(index);
            return;
        }
        Object kept = calendar == null
                ? copy
                : new InZone(copy, calendar.getTimeZone().getID());
        put(index, (byte) (setter.ordinal() + 1), type, kept);
        if (isMutable) {
            keepOriginal(index, value);
        }
    }

    private void keepOriginal(int index, @Nullable Object value) {
        @Nullable Object[] kept = originals;
        if (kept == null || kept.length < values.length) {
            kept = kept == null ? new Object[values.length] : Arrays.copyOf(kept, values.length);
            originals = kept;
        }
        kept[index - 1] = value;
    }

    /** The value cannot be part of a key. */
    public void setOpaque(int index) {
        if (makeRoom(index)) {
            put(index, (byte) -1, 0, null);
        }
    }

    private void put(int index, byte setter, long number, @Nullable Object value) {
        int slot = index - 1;
        if (setters[slot] < 0) {
            opaque--;
        }
        if (setter < 0) {
            opaque++;
        }
        @Nullable Object[] mutable = originals;
        if (mutable != null && slot < mutable.length) {
            mutable[slot] = null;
        }
        setters[slot] = setter;
        numbers[slot] = number;
        values[slot] = value;
        highest = Math.max(highest, index);
    }

    private boolean makeRoom(int index) {
        if (index < 1 || index > MAX_PARAMETERS) {
            tooMany = true;
            return false;
        }
        if (index > setters.length) {
            int capacity = Math.min(MAX_PARAMETERS, Math.max(index, setters.length * 2));
            setters = Arrays.copyOf(setters, capacity);
            numbers = Arrays.copyOf(numbers, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        return true;
    }

    /** {@code clearParameters()}. */
    public void clear() {
        Arrays.fill(setters, 0, highest, (byte) 0);
        Arrays.fill(values, 0, highest, null);
        originals = null;
        highest = 0;
        opaque = 0;
        tooMany = false;
    }

    /**
     * Whether some value cannot be part of a key. One that was changed after it was bound cannot: some drivers send what it was then, others
     * what it is when they execute.
     */
    public boolean isOpaque() {
        return opaque > 0 || tooMany || isChangedSince();
    }

    private boolean isChangedSince() {
        @Nullable Object[] mutable = originals;
        if (mutable == null) {
            return false;
        }
        for (int i = 0; i < mutable.length && i < highest; i++) {
            Object original = mutable[i];
            if (original != null && !isSame(original, values[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Object original, @Nullable Object kept) {
        Object copy = kept instanceof InZone ? ((InZone) kept).value() : kept;
        return original instanceof byte[]
                ? copy instanceof byte[] && Arrays.equals((byte[]) original, (byte[]) copy)
                : original.equals(copy);
    }

    /** Whether exactly the parameters 1 to {@code count} are known. */
    public boolean isComplete(int count) {
        if (highest != count || isOpaque()) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (setters[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /** The highest index that was set. */
    public int count() {
        return highest;
    }

    /** How the parameter was bound, counted from 1; only of a complete log. */
    public Setter setter(int index) {
        return SETTERS[setters[index - 1] - 1];
    }

    /** The primitive, or SQL type (high half) and scale (low half) of an object, or the SQL type of NULL. */
    public long number(int index) {
        return numbers[index - 1];
    }

    /** The copy that is kept: an immutable object, a {@code byte[]} not to be changed, a {@link InZone}, or null. */
    public @Nullable Object value(int index) {
        return values[index - 1];
    }

    private static final Setter[] SETTERS = Setter.values();

    private static boolean isPlain(Calendar calendar) {
        return calendar.getClass() == java.util.GregorianCalendar.class;
    }

    /** What the value is and will be; null where that is not certain. Only of classes of the JDK that say all by their own methods. */
    private static @Nullable Object copyOf(Object value) {
        Class<?> type = value.getClass();
        if (type == String.class
                || type == Integer.class
                || type == Long.class
                || type == Boolean.class
                || type == Short.class
                || type == Byte.class
                || type == Double.class
                || type == Float.class
                || type == Character.class
                || type == BigDecimal.class
                || type == BigInteger.class
                || type == UUID.class
                || type == LocalDate.class
                || type == LocalDateTime.class
                || type == LocalTime.class
                || type == OffsetDateTime.class
                || type == OffsetTime.class
                || type == ZonedDateTime.class
                || type == Instant.class) {
            return value;
        }
        if (type == byte[].class) {
            return ((byte[]) value).clone();
        }
        if (type == Date.class) {
            return new Date(((Date) value).getTime());
        }
        if (type == Time.class) {
            return new Time(((Time) value).getTime());
        }
        if (type == Timestamp.class) {
            return ((Timestamp) value).clone();
        }
        if (type == java.util.Date.class) {
            return new java.util.Date(((java.util.Date) value).getTime());
        }
        return type == URL.class ? value.toString() : null;
    }

    /** A date bound with a calendar. */
    public static final class InZone {
        private final @Nullable Object value;
        private final String zone;

        InZone(@Nullable Object value, String zone) {
            this.value = value;
            this.zone = zone;
        }

        public @Nullable Object value() {
            return value;
        }

        /** Id of the calendar's time zone. */
        public String zone() {
            return zone;
        }
    }
}
