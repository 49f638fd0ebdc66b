package io.querytap.instrumentation.pool;

import io.querytap.core.pool.PoolGauges;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * What differs between pool libraries: how a pool's name, limits and counts are read, by name, because the agent cannot link to the
 * application's copy of the library. Stateless; the methods are called with a pool that woven code has told of.
 */
public abstract class PoolLibrary {
    private final String kind;
    private final String displayName;

    /**
     * @param kind what telemetry calls the library, such as {@code hikari}
     * @param displayName what people call it
     */
    protected PoolLibrary(String kind, String displayName) {
        this.kind = kind;
        this.displayName = displayName;
    }

    public final String kind() {
        return kind;
    }

    public final String displayName() {
        return displayName;
    }

    /** Whether a pool of that class, or of one that extends it, is of this library. */
    public abstract boolean owns(Class<?> poolType);

    /** Whether a data source of that class makes a pool of this library when it is asked for the first time. */
    public boolean opens(Class<?> sourceType) {
        return false;
    }

    /** Whether a class is one of that name, or extends it. */
    protected static boolean isA(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The name that the user gave the pool; null if it has none, or one that the library made up.
     *
     * @param config what the pool was made with; null if that is not known
     */
    protected abstract @Nullable String nameOf(Object pool, @Nullable Object config)
            throws ReflectiveOperationException;

    /** The present counts and limits; {@link PoolGauges#UNKNOWN} for what the pool does not tell. No call may wait or run SQL. */
    protected abstract PoolGauges.Reading read(Object pool, @Nullable Object config)
            throws ReflectiveOperationException;

    /** Whether the pool has a cache of statements: those that their users have closed stay open below. */
    protected boolean keepsStatements(Object pool, @Nullable Object config) throws ReflectiveOperationException {
        return false;
    }

    /** Whether the pool, which reads a clock when it is asked, does so before the borrower can have waited for anything. */
    protected boolean tellsAsksAtOnce(@Nullable Object config) throws ReflectiveOperationException {
        return false;
    }

    /** Whether a pool throws this when nobody gave a connection back in time. */
    public abstract boolean isTimeout(Throwable thrown);

    /** Calls a public method without arguments of a class that may itself not be public. */
    protected static @Nullable Object call(Object target, String name) throws ReflectiveOperationException {
        return PublicMethods.find(target.getClass(), name).invoke(target);
    }

    /** The same for a method that returns a number; {@link PoolGauges#UNKNOWN} if it is negative, which libraries use for no limit. */
    protected static int number(Object target, String name) throws ReflectiveOperationException {
        Object value = call(target, name);
        return value instanceof Number ? Math.max(PoolGauges.UNKNOWN, ((Number) value).intValue()) : PoolGauges.UNKNOWN;
    }

    /** Finds methods that can be called from outside: of a public class, or of a public interface of one that is not. */
    static final class PublicMethods {
        private PublicMethods() {}

        static Method find(Class<?> type, String name) throws NoSuchMethodException {
            for (Class<?> at = type; at != null; at = at.getSuperclass()) {
                if (Modifier.isPublic(at.getModifiers())) {
                    try {
                        Method method = at.getMethod(name);
                        if (Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
                            return method;
                        }
                    } catch (NoSuchMethodException further) {
                        continue;
                    }
                }
                for (Class<?> by : at.getInterfaces()) {
                    Method method = Modifier.isPublic(by.getModifiers()) ? of(by, name) : null;
                    if (method != null) {
                        return method;
                    }
                }
            }
            throw new NoSuchMethodException(type.getName() + '.' + name);
        }

        private static @Nullable Method of(Class<?> publicInterface, String name) {
            try {
                return publicInterface.getMethod(name);
            } catch (NoSuchMethodException none) {
                return null;
            }
        }
    }
}
