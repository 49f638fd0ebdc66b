package io.querytap.cache.driver.check;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One method of {@link ResultSet} that reads a column, with arguments; found by reflection, so none is left out. */
final class Getter {
    /** A class for each family of types that drivers convert to, and one that none knows. */
    private static final List<Class<?>> CLASSES = List.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            byte[].class,
            Date.class,
            Time.class,
            Timestamp.class,
            java.util.Date.class,
            Calendar.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            Duration.class,
            UUID.class,
            URL.class,
            Blob.class,
            Clob.class,
            NClob.class,
            SQLXML.class,
            java.sql.Array.class,
            Ref.class,
            RowId.class,
            InputStream.class,
            Reader.class,
            Object.class,
            Thread.class);

    /** Half-hour offset, daylight saving to the south, and the one that everybody has. */
    private static final List<String> CALENDAR_ZONES = List.of("Asia/Kolkata", "America/Santiago", "UTC");

    private static final List<Integer> SCALES = List.of(0, 2);

    private static final List<Getter> ALL = find();

    private final String name;
    private final Method method;
    private final boolean isByLabel;
    private final @Nullable Object argument;
    private final boolean hasArgument;

    private Getter(Method method, boolean hasArgument, @Nullable Object argument) {
        this.method = method;
        this.hasArgument = hasArgument;
        this.argument = argument;
        this.isByLabel = method.getParameterTypes()[0] == String.class;
        this.name = method.getName()
                + (isByLabel ? "(label" : "(index")
                + (hasArgument ? ", " + describe(argument) : "")
                + ')';
    }

    static List<Getter> all() {
        return ALL;
    }

    String name() {
        return name;
    }

    boolean isByLabel() {
        return isByLabel;
    }

    /** @param column an {@link Integer} or the label */
    Object ask(ResultSet result, Object column) throws Throwable {
        return hasArgument ? method.invoke(result, column, argument) : method.invoke(result, column);
    }

    private static String describe(@Nullable Object argument) {
        if (argument instanceof Calendar) {
            return ((Calendar) argument).getTimeZone().getID();
        }
        return argument instanceof Class ? ((Class<?>) argument).getSimpleName() : String.valueOf(argument);
    }

    private static List<Getter> find() {
        List<Getter> found = new ArrayList<>();
        for (Method method : ResultSet.class.getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            if (method.getName().startsWith("get")
                    && parameters.length > 0
                    && (parameters[0] == int.class || parameters[0] == String.class)) {
                if (parameters.length == 1) {
                    found.add(new Getter(method, false, null));
                } else {
                    arguments(parameters[1]).forEach(argument -> found.add(new Getter(method, true, argument)));
                }
            }
        }
        // Reflection's order is nobody's; streams are read before or after others in every order that applications use.
        found.sort(Comparator.comparing(Getter::name));
        return List.copyOf(found);
    }

    private static List<?> arguments(Class<?> type) {
        List<Object> arguments = new ArrayList<>();
        if (type == Class.class) {
            arguments.addAll(CLASSES);
        } else if (type == Calendar.class) {
            for (String zone : CALENDAR_ZONES) {
                arguments.add(Calendar.getInstance(TimeZone.getTimeZone(zone), Locale.ROOT));
            }
        } else if (type == int.class) {
            arguments.addAll(SCALES);
            return arguments;
        } else {
            arguments.add(Collections.emptyMap());
        }
        arguments.add(null);
        return arguments;
    }
}
