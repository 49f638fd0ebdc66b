package io.querytap.instrumentation.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** Advice of the shape that the real ones have: measured from enter to exit, exceptions seen, nothing let through. */
public final class CallAdvice {
    static final List<String> CALLS = new ArrayList<>();
    static volatile boolean failing;

    private CallAdvice() {}

    public static long entered() {
        if (failing) {
            throw new IllegalStateException("a failing hook");
        }
        return 42;
    }

    public static void left(Object self, long entered, Throwable thrown) {
        if (failing) {
            throw new IllegalStateException("a failing hook");
        }
        CALLS.add(self.getClass().getSimpleName() + ' ' + entered + ' ' + (thrown == null ? "" : thrown.getMessage()));
    }

    static final class Around {
        private Around() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static long enter() {
            return CallAdvice.entered();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.This Object self, @Advice.Enter long entered, @Advice.Thrown Throwable thrown) {
            CallAdvice.left(self, entered, thrown);
        }
    }

    public static void inside() {
        CALLS.add("inside");
    }

    static final class Inside {
        private Inside() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit() {
            CallAdvice.inside();
        }
    }

    static final class AfterConstruction {
        private AfterConstruction() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object self) {
            CallAdvice.left(self, 0, null);
        }
    }
}
