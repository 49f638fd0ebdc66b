package io.querytap.instrumentation.weave;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodCall;

/**
 * A listener that hands on to another one, which a test can replace. The hooks know one listener for the life of the JVM, and
 * many tests share a JVM.
 */
public final class SwitchedListener<T> {
    private static final String DELEGATE = "delegate";

    private final Class<? extends T> type;

    private SwitchedListener(Class<? extends T> type) {
        this.type = type;
    }

    /** Makes one for an abstract listener class of the hooks. */
    public static <T> SwitchedListener<T> of(Class<T> listener) {
        try {
            return new SwitchedListener<>(new ByteBuddy()
                    .subclass(listener)
                    .name(listener.getName() + "Switched")
                    .defineField(DELEGATE, listener, Modifier.PUBLIC | Modifier.STATIC | Modifier.VOLATILE)
                    .method(isAbstract())
                    .intercept(MethodCall.invokeSelf().onField(DELEGATE).withAllArguments())
                    .modifiers(Modifier.PUBLIC)
                    .make()
                    .load(
                            listener.getClassLoader(),
                            ClassLoadingStrategy.UsingLookup.of(
                                    MethodHandles.privateLookupIn(listener, MethodHandles.lookup())))
                    .getLoaded());
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The listener to install once. */
    public T listener() {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** From now on, calls go to {@code delegate}. */
    public void to(T delegate) {
        try {
            type.getField(DELEGATE).set(null, delegate);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
