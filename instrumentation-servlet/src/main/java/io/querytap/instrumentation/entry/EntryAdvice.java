package io.querytap.instrumentation.entry;

import io.querytap.workhook.QuerytapWorkHooks;
import net.bytebuddy.asm.Advice;

/** Woven into entry points that are not servlets. */
final class EntryAdvice {
    private EntryAdvice() {}

    /** A method of an object; its own class names the unit, not the one that declares the method. */
    static final class OfObject {
        private OfObject() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object self, @Advice.Origin("#m") String method) {
            return QuerytapWorkHooks.entryBegins(self.getClass(), method);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.Enter boolean outermost) {
            QuerytapWorkHooks.entryEnds(outermost);
        }
    }

    /** A static method. */
    static final class OfClass {
        private OfClass() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.Origin Class<?> type, @Advice.Origin("#m") String method) {
            return QuerytapWorkHooks.entryBegins(type, method);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.Enter boolean outermost) {
            QuerytapWorkHooks.entryEnds(outermost);
        }
    }

    /** What a framework calls a listener or a scheduled method through, with all that is around it, transactions above all. */
    static final class OfInvoker {
        private OfInvoker() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object invoker) {
            return QuerytapWorkHooks.invokerBegins(invoker);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.Enter boolean outermost) {
            QuerytapWorkHooks.entryEnds(outermost);
        }
    }
}
