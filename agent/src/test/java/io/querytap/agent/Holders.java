package io.querytap.agent;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.pool.HolderNames;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Borrowers by name, as if they had been seen borrowing. */
public final class Holders {
    private Holders() {}

    /** @param stack frames, the line of the application first; none if it was not looked at */
    public static HolderNames.Name holder(@Nullable String unit, String... stack) {
        CallSite site = stack.length == 0
                ? null
                : make(
                        CallSite.class,
                        new Class<?>[] {List.class, String.class},
                        List.of(stack),
                        /* scriptRunner= */ null);
        return make(HolderNames.Name.class, new Class<?>[] {String.class, CallSite.class}, unit, site);
    }

    private static <T> T make(Class<T> type, Class<?>[] parameters, @Nullable Object... arguments) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
