package io.querytap.instrumentation.entry;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Asks the objects through which Spring calls scheduled methods and listeners which method that is. */
final class InvokedMethods {
    private static final ClassValue<Getter> GETTERS = new ClassValue<Getter>() {
        @Override
        protected Getter computeValue(Class<?> type) {
            return new Getter(type);
        }
    };

    private InvokedMethods() {}

    /** Null if it does not tell. */
    static @Nullable Method methodOf(Object invoker) {
        MethodHandle method = GETTERS.get(invoker.getClass()).method;
        try {
            return method == null ? null : (Method) method.invokeExact(invoker);
        } catch (Throwable failure) {
            return null;
        }
    }

    private static final class Getter {
        final @Nullable MethodHandle method;

        Getter(Class<?> type) {
            MethodHandle found = null;
            try {
                found = MethodHandles.publicLookup()
                        .unreflect(type.getMethod("getMethod"))
                        .asType(MethodType.methodType(Method.class, Object.class));
            } catch (Throwable absent) {
                // another version, or its class is not public
            }
            method = found;
        }
    }
}
