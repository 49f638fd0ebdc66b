package io.querytap.smoke.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Executor;

/** One line for each method of an interface, called on a fresh object: its value, or all that its exception says. */
final class CallTable {
    private static final Map<Class<?>, Object> ARGUMENTS = new HashMap<>();

    private static final int GENEROUS_MILLIS = 60_000;

    static {
        ARGUMENTS.put(int.class, 1);
        ARGUMENTS.put(long.class, 1L);
        ARGUMENTS.put(short.class, (short) 1);
        ARGUMENTS.put(byte.class, (byte) 1);
        ARGUMENTS.put(boolean.class, true);
        ARGUMENTS.put(float.class, 1f);
        ARGUMENTS.put(double.class, 1d);
        ARGUMENTS.put(Object.class, 1);
        ARGUMENTS.put(BigDecimal.class, BigDecimal.ONE);
        ARGUMENTS.put(int[].class, new int[] {1});
        ARGUMENTS.put(String[].class, new String[] {"id"});
        ARGUMENTS.put(byte[].class, new byte[] {1});
        ARGUMENTS.put(Object[].class, new Object[] {1});
        ARGUMENTS.put(Map.class, Map.of());
        ARGUMENTS.put(Properties.class, new Properties());
        ARGUMENTS.put(Calendar.class, Calendar.getInstance(TimeZone.getTimeZone("UTC")));
        ARGUMENTS.put(java.sql.Date.class, java.sql.Date.valueOf("2026-01-02"));
        ARGUMENTS.put(java.sql.Time.class, java.sql.Time.valueOf("01:02:03"));
        ARGUMENTS.put(java.sql.Timestamp.class, java.sql.Timestamp.valueOf("2026-01-02 03:04:05"));
        ARGUMENTS.put(Executor.class, (Executor) Runnable::run);
    }

    private CallTable() {}

    /** Makes the object that a method is called on. */
    interface Subject {
        Object make() throws SQLException;
    }

    static void print(String state, Class<?> type, Subject subject) {
        Arrays.stream(type.getMethods())
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
                .forEach(method -> printLine(state, method, subject));
    }

    private static void printLine(String state, Method method, Subject subject) {
        String outcome;
        Object object;
        try {
            object = subject.make();
        } catch (SQLException e) {
            System.out.println(state + ": cannot be made: " + describe(e));
            return;
        }
        try {
            outcome = describeValue(method.invoke(object, arguments(method)));
        } catch (InvocationTargetException e) {
            outcome = describe(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        System.out.println(state + '.' + method.getName() + Arrays.toString(method.getParameterTypes()) + " -> "
                + outcome.replaceAll("@[0-9a-f]{4,}", "@")
                        .replaceAll("conn=[0-9]+", "conn=")
                        .replace('\n', ' '));
        tidyUp(object, method);
    }

    private static Object[] arguments(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> argument(method, type))
                .toArray();
    }

    private static Object argument(Method method, Class<?> type) {
        if (type == Class.class) {
            return method.getName().equals("getObject") ? String.class : method.getDeclaringClass();
        }
        if (type == String.class) {
            return text(method);
        }
        if (type == int.class && method.getName().equals("registerOutParameter")) {
            return Types.INTEGER;
        }
        if (type == int.class && method.getName().equals("setNetworkTimeout")) {
            return GENEROUS_MILLIS; // one that a busy machine does not run into
        }
        return ARGUMENTS.get(type);
    }

    /** Column labels where a result is asked, statements elsewhere. */
    private static String text(Method method) {
        boolean column = method.getDeclaringClass() == ResultSet.class
                || method.getName().startsWith("get");
        if (column) {
            return "name";
        }
        return method.getName().contains("Update") ? "UPDATE item SET name = name" : "SELECT id FROM item WHERE id < 3";
    }

    private static String describeValue(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
            return String.valueOf(value);
        }
        if (value instanceof int[]) {
            return Arrays.toString((int[]) value);
        }
        return value.getClass().getName();
    }

    private static String describe(Throwable failure) {
        StringBuilder out =
                new StringBuilder(failure.getClass().getName()).append(": ").append(failure.getMessage());
        if (failure instanceof SQLException) {
            SQLException exception = (SQLException) failure;
            out.append(" [")
                    .append(exception.getSQLState())
                    .append('/')
                    .append(exception.getErrorCode())
                    .append(']');
            if (exception.getNextException() != null) {
                out.append(" then ").append(exception.getNextException().getMessage());
            }
        }
        if (failure instanceof BatchUpdateException) {
            out.append(' ').append(Arrays.toString(((BatchUpdateException) failure).getUpdateCounts()));
        }
        if (failure.getCause() != null) {
            out.append(" because ").append(failure.getCause().getClass().getName());
        }
        return out.toString();
    }

    /** Otherwise a server runs out of connections. */
    private static void tidyUp(Object object, Method method) {
        try {
            if (object instanceof AutoCloseable && !(object instanceof ResultSet)) {
                ((AutoCloseable) object).close();
            }
        } catch (Exception e) {
            System.out.println("  after " + method.getName() + " close fails: " + describe(e));
        }
    }
}
