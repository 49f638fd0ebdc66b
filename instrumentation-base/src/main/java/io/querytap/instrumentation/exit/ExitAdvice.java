package io.querytap.instrumentation.exit;

import io.querytap.workhook.QuerytapExitHooks;
import net.bytebuddy.asm.Advice;

/** Woven into the JDK's end of the JVM; each nested class names the method. */
final class ExitAdvice {
    private ExitAdvice() {}

    /** {@code Shutdown.halt(int)}: the last thing that {@code System.exit} does. */
    static final class Halt {
        private Halt() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 0, readOnly = false) int status) {
            status = QuerytapExitHooks.halting(status);
        }
    }

    /** {@code Shutdown.shutdown()}: called when the last thread of the application has ended. */
    static final class End {
        private End() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit() {
            QuerytapExitHooks.ended();
        }
    }

    /** {@code Thread.dispatchUncaughtException(Throwable)}: called on a thread that ends with an exception. */
    static final class Uncaught {
        private Uncaught() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter() {
            QuerytapExitHooks.uncaught();
        }
    }
}
