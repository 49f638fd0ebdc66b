package io.querytap.instrumentation.task;

import org.jspecify.annotations.Nullable;

/**
 * One method of the JDK into which calls of hooks are put, all of them in a straight line: no branch, no local variable, no frame of
 * its own. Immutable.
 */
final class Splice {
    private final String method;
    private final @Nullable String descriptor;
    private final Place place;
    private final @Nullable String call;
    private final String hook;
    private final int[] arguments;
    private final int times;

    /** Where the hook is called. */
    enum Place {
        /** As the first thing that the method does. */
        ENTRY,
        /** Before a call that the method makes. */
        BEFORE,
        /** Before a call that the method makes without arguments, with the object that is called. */
        BEFORE_WITH_RECEIVER,
        /** Where such a call has returned. */
        AFTER,
        /** Wherever the method is left, also by an exception. */
        EXIT
    }

    private Splice(
            String method,
            @Nullable String descriptor,
            Place place,
            @Nullable String call,
            int times,
            String hook,
            int... arguments) {
        this.method = method;
        this.descriptor = descriptor;
        this.place = place;
        this.call = call;
        this.times = times;
        this.hook = hook;
        this.arguments = arguments;
    }

    /** The hook is called first; it gets local variables, all of them objects. */
    static Splice entry(String method, String descriptor, String hook, int... locals) {
        return new Splice(method, descriptor, Place.ENTRY, null, 1, hook, locals);
    }

    /** The hook is called before each of so many calls of another method. */
    static Splice before(String method, String call, int times, String hook, int... locals) {
        return new Splice(method, null, Place.BEFORE, call, times, hook, locals);
    }

    /** The hook is called with the object on which a method without arguments is called next. */
    static Splice beforeWithReceiver(String method, String call, int times, String hook) {
        return new Splice(method, null, Place.BEFORE_WITH_RECEIVER, call, times, hook);
    }

    static Splice after(String method, String call, int times, String hook) {
        return new Splice(method, null, Place.AFTER, call, times, hook);
    }

    static Splice exit(String method, String descriptor, String hook) {
        return new Splice(method, descriptor, Place.EXIT, null, 1, hook);
    }

    /** Whether it goes into this method. */
    boolean isFor(String name, String itsDescriptor) {
        return method.equals(name) && (descriptor == null || descriptor.equals(itsDescriptor));
    }

    Place place() {
        return place;
    }

    /** Whether it goes to this call. */
    boolean isAt(Place where, String calledMethod) {
        return place == where && calledMethod.equals(call);
    }

    String hook() {
        return hook;
    }

    /** Local variables that the hook is given. */
    int[] arguments() {
        return arguments;
    }

    /** How often it must go in for the class to be as expected. */
    int times() {
        return times;
    }

    @Override
    public String toString() {
        return hook + " in " + method;
    }
}
