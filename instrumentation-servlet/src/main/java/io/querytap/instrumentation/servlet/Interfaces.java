package io.querytap.instrumentation.servlet;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a type of the servlet API above a class of the container or the application, and handles on its methods: the agent has
 * none of these types on its own class path, and there may be several copies of them in one JVM.
 */
final class Interfaces {
    static final String[] APIS = {"jakarta.servlet.", "javax.servlet."};

    /** Types looked at above one class; a hostile hierarchy ends here. */
    private static final int MAX_VISITED = 256;

    private Interfaces() {}

    /** The supertype called so in either API, without its package; null if there is none. */
    static @Nullable Class<?> above(Class<?> type, String simpleName) {
        Set<Class<?>> seen = new HashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty() && seen.size() < MAX_VISITED) {
            Class<?> next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            for (String api : APIS) {
                if (next.getName().equals(api.concat(simpleName))) {
                    return next;
                }
            }
            Class<?> superclass = next.getSuperclass();
            if (superclass != null) {
                open.add(superclass);
            }
            open.addAll(Arrays.asList(next.getInterfaces()));
        }
        return null;
    }

    /** {@code (Object) -> Object}; null where the type has no such method or nobody may call it. */
    static @Nullable MethodHandle getter(@Nullable Class<?> type, String name) {
        return handle(type, name, MethodType.methodType(Object.class, Object.class));
    }

    /** {@code (Object, String) -> Object}, as {@link #getter}. */
    static @Nullable MethodHandle lookup(@Nullable Class<?> type, String name) {
        return handle(type, name, MethodType.methodType(Object.class, Object.class, String.class), String.class);
    }

    /** {@code (Object) -> boolean}, as {@link #getter}. */
    static @Nullable MethodHandle question(@Nullable Class<?> type, String name) {
        return handle(type, name, MethodType.methodType(boolean.class, Object.class));
    }

    private static @Nullable MethodHandle handle(
            @Nullable Class<?> type, String name, MethodType erased, Class<?>... parameters) {
        if (type == null) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .unreflect(type.getMethod(name, parameters))
                    .asType(erased);
        } catch (Throwable absent) { // an older API, or one of its types is not there
            return null;
        }
    }
}
