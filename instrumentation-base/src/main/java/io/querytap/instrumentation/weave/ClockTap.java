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
    final String hook;

    /**
     * @param signature of the method that reads the clock, name and descriptor in one
     * @param clock internal name of the clock's interface
     * @param clockMethod its method, {@code ()J}
     * @param element internal name of the class of the object that the hook is told: one that the method has just put into a local
     *     variable and found not to be null; empty for {@code this}
     * @param hook method of {@code QuerytapPoolHooks}, {@code (JLjava/lang/Object;)V}
     */
    public ClockTap(String signature, String clock, String clockMethod, String element, String hook) {
        this.signature = signature;
        this.clock = clock;
        this.clockMethod = clockMethod;
        this.element = element;
        this.hook = hook;
    }
}
