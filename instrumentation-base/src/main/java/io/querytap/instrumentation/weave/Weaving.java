package io.querytap.instrumentation.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final List<ClockTap> taps = new ArrayList<>();

    public Weaving(State state) {
        this.state = state;
    }

    /** Weaves {@code advice} into the declared method {@code signature}, name and descriptor in one. */
    public Weaving add(Class<?> advice, String signature) {
        signaturesByAdvice.computeIfAbsent(advice, it -> new HashSet<>()).add(signature);
        return this;
    }

    /** Has the hook told what a clock says that the class itself reads. */
    public Weaving add(ClockTap tap) {
        taps.add(tap);
        return this;
    }

    /**
     * Both in one class. State has one owner: where both want it the first keeps it and the second is left out. In a method that
     * both weave, the first is around the second.
     */
    Weaving and(Weaving second) {
        if (state != State.NONE && second.state != State.NONE) {
            return this;
        }
        Weaving both = new Weaving(state == State.NONE ? second.state : state);
        both.addAll(this);
        both.addAll(second);
        return both;
    }

    private void addAll(Weaving other) {
        taps.addAll(other.taps);
        for (Map.Entry<Class<?>, Set<String>> entry : other.signaturesByAdvice.entrySet()) {
            signaturesByAdvice
                    .computeIfAbsent(entry.getKey(), it -> new HashSet<>())
                    .addAll(entry.getValue());
        }
    }

    public boolean isEmpty() {
        return signaturesByAdvice.isEmpty() && taps.isEmpty();
    }

    /** Whether instances of the class carry state. */
    public boolean needsState() {
        return state != State.NONE;
    }

    State state() {
        return state;
    }

    List<ClockTap> taps() {
        return taps;
    }

    Map<Class<?>, Set<String>> signaturesByAdvice() {
        return signaturesByAdvice;
    }
}
