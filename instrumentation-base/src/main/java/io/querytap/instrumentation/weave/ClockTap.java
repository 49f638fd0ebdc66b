package io.querytap.instrumentation.weave;

/**
 * A static method without parameters that reads a clock, as a class calls it: right after the call a hook is told what was read, and
 * one object. Only the calls are tapped that look as they are expected to.
 */
public final class ClockTap {
    final String signature;
    final String clock;
    final String clockMethod;
    final String element;
    final String firstHook;
    final String hook;

    private ClockTap(
            String signature, String clock, String clockMethod, String element, String firstHook, String hook) {
        this.signature = signature;
        this.clock = clock;
        this.clockMethod = clockMethod;
        this.element = element;
        this.firstHook = firstHook;
        this.hook = hook;
    }

    /**
     * Tells of each reading in a method.
     *
     * @param signature of the method that reads the clock, name and descriptor in one
     * @param clock internal name of the clock's interface
     * @param clockMethod its method, {@code ()J}
     * @param hook method of {@code QuerytapPoolHooks}, {@code (JLjava/lang/Object;)V}: the reading, {@code this}
     */
    public static ClockTap each(String signature, String clock, String clockMethod, String hook) {
        return new ClockTap(signature, clock, clockMethod, /* element= */ "", /* firstHook= */ "", hook);
    }

    /**
     * Tells of the first reading, and of the one with which an element is got.
     *
     * @param element internal name of the element's class: the method has just put one into a local variable and found it not to be null
     * @param firstHook {@code (JLjava/lang/Object;)V}: the reading, {@code this}
     * @param hook {@code (JJLjava/lang/Object;)V}: the reading, the first one (0 if that is not known), the element
     */
    public static ClockTap ofElement(
            String signature, String clock, String clockMethod, String element, String firstHook, String hook) {
        return new ClockTap(signature, clock, clockMethod, element, firstHook, hook);
    }
}
