package io.querytap.cache.driver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Finds a driver's classes and members, private ones too, in the class loader that the driver is in. What is missing, or has another type,
 * is an exception that names it: a driver of another build is found out before it is touched.
 *
 * <p>Method handles are given with every reference type erased to {@link Object}, so that they can be called without a class of the driver
 * in sight: {@code (T) handle.invokeExact(…)} works with {@code Object}, primitives, and nothing else.
 */
public final class DriverMembers {
    private final @Nullable ClassLoader loader;

    /** @param anchor any class of the driver */
    public DriverMembers(Class<?> anchor) {
        this.loader = anchor.getClassLoader();
    }

    /** A class of the driver; it is not initialized. */
    public Class<?> type(String name) throws PortUnavailableException {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new PortUnavailableException("no class " + name, e);
        }
    }

    /** Whether the class has the field, of whatever type. */
    public boolean hasField(Class<?> owner, String name) {
        for (Field field : owner.getDeclaredFields()) {
            if (field.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the class itself declares such a method without parameters. */
    public boolean hasMethod(Class<?> owner, String name) {
        for (Method method : owner.getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    /** A field that the class itself declares. */
    public VarHandle field(Class<?> owner, String name, Class<?> type) throws PortUnavailableException {
        try {
            return inside(owner).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name + ": " + type.getSimpleName(), e);
        }
    }

    /** Reads a field: {@code (Object) -> Object} or a primitive. */
    public MethodHandle getter(Class<?> owner, String name, Class<?> type) throws PortUnavailableException {
        try {
            return erase(inside(owner).findGetter(owner, name, type));
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name + ": " + type.getSimpleName(), e);
        }
    }

    /** Writes a field: {@code (Object, Object or a primitive) -> void}. */
    public MethodHandle setter(Class<?> owner, String name, Class<?> type) throws PortUnavailableException {
        try {
            return erase(inside(owner).findSetter(owner, name, type));
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name + ": " + type.getSimpleName(), e);
        }
    }

    /** Reads a static field, once. */
    public @Nullable Object constant(Class<?> owner, String name, Class<?> type) throws PortUnavailableException {
        try {
            return inside(owner).findStaticVarHandle(owner, name, type).get();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw missing(owner, name + ": " + type.getSimpleName(), e);
        }
    }

    /** Calls a method, of the class or of one above it, as the object's class has it. */
    public MethodHandle method(Class<?> owner, String name, Class<?> returned, Class<?>... parameters)
            throws PortUnavailableException {
        try {
            return erase(inside(owner).findVirtual(owner, name, MethodType.methodType(returned, parameters)));
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name + MethodType.methodType(returned, parameters), e);
        }
    }

    public MethodHandle staticMethod(Class<?> owner, String name, Class<?> returned, Class<?>... parameters)
            throws PortUnavailableException {
        try {
            return erase(inside(owner).findStatic(owner, name, MethodType.methodType(returned, parameters)));
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name + MethodType.methodType(returned, parameters), e);
        }
    }

    public MethodHandle constructor(Class<?> owner, Class<?>... parameters) throws PortUnavailableException {
        try {
            return erase(inside(owner).findConstructor(owner, MethodType.methodType(void.class, parameters)));
        } catch (ReflectiveOperationException e) {
            throw missing(owner, "constructor" + MethodType.methodType(void.class, parameters), e);
        }
    }

    private static MethodHandle erase(MethodHandle handle) {
        return handle.asType(handle.type().erase());
    }

    private static MethodHandles.Lookup inside(Class<?> owner) throws PortUnavailableException {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new PortUnavailableException(
                    "module " + owner.getModule().getName() + " does not open " + owner.getPackageName(), e);
        }
    }

    private static PortUnavailableException missing(Class<?> owner, String member, Throwable cause) {
        return new PortUnavailableException("no " + owner.getName() + '.' + member, cause);
    }
}
