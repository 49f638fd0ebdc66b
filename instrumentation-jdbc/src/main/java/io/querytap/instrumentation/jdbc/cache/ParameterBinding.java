package io.querytap.instrumentation.jdbc.cache;

import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import java.sql.JDBCType;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** Writes what a setter was given into the log of a statement. */
public final class ParameterBinding {
    private ParameterBinding() {}

    /**
     * A primitive.
     *
     * @param type as in descriptors
     */
    public static void primitive(ParameterLog log, int index, char type, long bits) {
        log.set(index, ofPrimitive(type), bits);
    }

    private static Setter ofPrimitive(char type) {
        switch (type) {
            case 'I':
                return Setter.INT;
            case 'J':
                return Setter.LONG;
            case 'S':
                return Setter.SHORT;
            case 'B':
                return Setter.BYTE;
            case 'Z':
                return Setter.BOOLEAN;
            case 'D':
                return Setter.DOUBLE;
            case 'F':
                return Setter.FLOAT;
            default:
                throw new IllegalArgumentException("no primitive " + type);
        }
    }

    /**
     * An object without a type.
     *
     * @param setter name of the method
     */
    public static void object(
            ParameterLog log, int index, String setter, @Nullable Object value, @Nullable Calendar calendar) {
        Setter known = ofObject(setter);
        if (known == null) {
            log.setOpaque(index);
        } else {
            log.set(index, known, value, /* sqlType= */ 0, /* scale= */ 0, calendar);
        }
    }

    private static @Nullable Setter ofObject(String setter) {
        switch (setter) {
            case "setString":
                return Setter.STRING;
            case "setNString":
                return Setter.N_STRING;
            case "setBigDecimal":
                return Setter.BIG_DECIMAL;
            case "setBytes":
                return Setter.BYTES;
            case "setDate":
                return Setter.DATE;
            case "setTime":
                return Setter.TIME;
            case "setTimestamp":
                return Setter.TIMESTAMP;
            case "setURL":
                return Setter.URL;
            case "setObject":
                return Setter.OBJECT;
            default:
                return null;
        }
    }

    /** An object with a type of {@link java.sql.Types}; the scale is negative where none was given. */
    public static void typed(ParameterLog log, int index, @Nullable Object value, int sqlType, int scale) {
        log.set(index, Setter.TYPED_OBJECT, value, sqlType, scale, /* calendar= */ null);
    }

    /** An object with a {@link java.sql.SQLType}; one that is not JDBC's own may mean anything. */
    public static void typed(ParameterLog log, int index, @Nullable Object value, @Nullable Object sqlType, int scale) {
        if (sqlType instanceof JDBCType) {
            typed(log, index, value, ((JDBCType) sqlType).getVendorTypeNumber().intValue(), scale);
        } else {
            log.setOpaque(index);
        }
    }
}
