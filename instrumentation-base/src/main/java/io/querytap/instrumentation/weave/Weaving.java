package io.querytap.instrumentation.weave;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is woven into one class: which advice into which of its methods, and which state its instances carry. */
public final class Weaving {
    /** The state injected into the instances of a class. */
    public enum State {
        NONE,
        /** One object reference, see {@code QuerytapState}. */
        OBJECT,
        /** An object reference and the number of an execution, see {@code QuerytapResultState}. */
        RESULT
    }

    private final State state;
    private final Map<Class<?>, Set<String>> signaturesByAdvice = new LinkedHashMap<>();

    public Weaving(State state) {
        this.state = state;
    }

    /** Weaves {@code advice} into the declared method {@code signature}, name and descriptor in one. */
    public Weaving add(Class<?> advice, String signature) {
        signaturesByAdvice.computeIfAbsent(advice, it -> new HashSet<>()).add(signature);
        return this;
    }

    public boolean isEmpty() {
        return signaturesByAdvice.isEmpty();
    }

    /** Whether instances of the class carry state. */
    public boolean needsState() {
        return state != State.NONE;
    }

    State state() {
        return state;
    }

    Map<Class<?>, Set<String>> signaturesByAdvice() {
        return signaturesByAdvice;
    }
}
