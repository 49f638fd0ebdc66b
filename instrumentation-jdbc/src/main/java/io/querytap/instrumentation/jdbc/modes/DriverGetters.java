package io.querytap.instrumentation.jdbc.modes;

import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What the connection class of a driver tells of its session: fields that the driver keeps up to date from the server's answers.
 * Each getter named here returns such a field and does nothing else, takes no lock and sends nothing; that was read from the
 * drivers' byte code (docs/decisions/0006). A getter that is missing or fails says nothing, and no failure gets out.
 */
final class DriverGetters {
    /** The number of no session: servers begin at 1. */
    static final long NO_SESSION = 0;

    /** Bit of the status that MySQL's protocol sends with every answer. */
    private static final int STATUS_NO_BACKSLASH_ESCAPES = 0x200;

    private static final Object[] NO_ARGUMENTS = {};
    private static final Object[] CONFORMING_STRINGS = {"standard_conforming_strings"};

    private static final DriverGetters NONE = new DriverGetters(null, null, null, null, false);

    /** Kept with the class itself, so that a driver can be unloaded with its application. */
    private static final ClassValue<DriverGetters> BY_CLASS = new ClassValue<>() {
        @Override
        protected DriverGetters computeValue(Class<?> connection) {
            return find(connection);
        }
    };

    private final Method @Nullable [] parameterStatus;
    private final Method @Nullable [] status;
    private final Method @Nullable [] session;
    private final Method @Nullable [] ansiQuotesAtConnect;

    /** Whether it sets the session variables of URL or properties last of all when it connects. */
    final boolean endsWithSessionVariables;

    private DriverGetters(
            Method @Nullable [] parameterStatus,
            Method @Nullable [] status,
            Method @Nullable [] session,
            Method @Nullable [] ansiQuotesAtConnect,
            boolean endsWithSessionVariables) {
        this.parameterStatus = parameterStatus;
        this.status = status;
        this.session = session;
        this.ansiQuotesAtConnect = ansiQuotesAtConnect;
        this.endsWithSessionVariables = endsWithSessionVariables;
    }

    static DriverGetters of(Class<?> connection) {
        return BY_CLASS.get(connection);
    }

    /** By the exact name: what a class of another name does behind a getter of the same name, nobody knows. */
    private static DriverGetters find(Class<?> connection) {
        switch (connection.getName()) {
            case "org.postgresql.jdbc.PgConnection":
                return new DriverGetters(
                        way(connection, String.class, "getParameterStatus", String.class), null, null, null, false);
            case "org.mariadb.jdbc.Connection":
                return new DriverGetters(
                        null,
                        way(connection, int.class, "getContext.getServerStatus"),
                        way(connection, long.class, "getThreadId"),
                        null,
                        true);
            case "com.mysql.cj.jdbc.ConnectionImpl":
                return new DriverGetters(
                        null,
                        way(connection, int.class, "getSession.getServerSession.getStatusFlags"),
                        way(connection, long.class, "getId"),
                        way(connection, boolean.class, "getSession.getServerSession.useAnsiQuotedIdentifiers"),
                        false);
            default:
                return NONE;
        }
    }

    /** The getters to call one on the result of the other; null where one is missing or returns something else. */
    private static Method @Nullable [] way(Class<?> from, Class<?> result, String names, Class<?>... parameters) {
        try {
            String[] steps = names.split("\\.", -1);
            Method[] way = new Method[steps.length];
            Class<?> type = from;
            for (int i = 0; i < steps.length; i++) {
                way[i] = type.getMethod(steps[i], parameters);
                type = way[i].getReturnType();
            }
            return type == result ? way : null;
        } catch (Throwable otherVersion) { // also LinkageError: a class that the signature names may be absent
            return null;
        }
    }

    private static @Nullable Object get(Method @Nullable [] way, Object connection, Object[] arguments) {
        if (way == null) {
            return null;
        }
        try {
            Object value = connection;
            for (Method step : way) {
                value = step.invoke(value, arguments);
            }
            return value;
        } catch (Throwable unreadable) { // a closed connection, a null on the way, a module that is not open
            return null;
        }
    }

    boolean tellsConformingStrings() {
        return parameterStatus != null;
    }

    boolean tellsServerStatus() {
        return status != null;
    }

    /** PostgreSQL: as the server last reported, which it does whenever and however it changes. */
    Backslashes byParameterStatus(Object connection) {
        Object value = get(parameterStatus, connection, CONFORMING_STRINGS);
        if ("on".equals(value)) {
            return Backslashes.LITERAL;
        }
        return "off".equals(value) ? Backslashes.ESCAPES : Backslashes.UNKNOWN;
    }

    /** MySQL: as of the server's last answer, in which a mode that was restored after a routine may be missing. */
    Backslashes byServerStatus(Object connection) {
        Object value = get(status, connection, NO_ARGUMENTS);
        if (!(value instanceof Integer)) {
            return Backslashes.UNKNOWN;
        }
        return ((Integer) value & STATUS_NO_BACKSLASH_ESCAPES) == 0 ? Backslashes.ESCAPES : Backslashes.LITERAL;
    }

    /** MySQL: the server's number for the session; a driver that reconnects unseen has another one. */
    long session(Object connection) {
        Object value = get(session, connection, NO_ARGUMENTS);
        return value instanceof Long ? (Long) value : NO_SESSION;
    }

    /** MySQL: as the driver read it when it connected; later changes are not in it. */
    boolean ansiQuotesAtConnect(Object connection) {
        return Boolean.TRUE.equals(get(ansiQuotesAtConnect, connection, NO_ARGUMENTS));
    }
}
