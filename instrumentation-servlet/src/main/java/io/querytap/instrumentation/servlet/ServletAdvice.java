package io.querytap.instrumentation.servlet;

import io.querytap.workhook.QuerytapWorkHooks;
import net.bytebuddy.asm.Advice;

/** Woven into filters, servlets and asynchronous contexts; each nested class names the method. Knows no class of theirs. */
final class ServletAdvice {
    private ServletAdvice() {}

    /** {@code Filter.doFilter(ServletRequest, ServletResponse, FilterChain)}. */
    static final class DoFilter {
        private DoFilter() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object filter, @Advice.Argument(0) Object request) {
            return QuerytapWorkHooks.requestBegins(request, filter, false);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.Enter boolean outermost, @Advice.Argument(0) Object request) {
            QuerytapWorkHooks.requestEnds(outermost, request);
        }
    }

    /** {@code Servlet.service(ServletRequest, ServletResponse)}. */
    static final class Service {
        private Service() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object servlet, @Advice.Argument(0) Object request) {
            return QuerytapWorkHooks.requestBegins(request, servlet, true);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
        static void exit(@Advice.Enter boolean outermost, @Advice.Argument(0) Object request) {
            QuerytapWorkHooks.requestEnds(outermost, request);
        }
    }

    /** {@code AsyncContext.complete()}; afterwards the context no longer tells its request. */
    static final class Complete {
        private Complete() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object context) {
            QuerytapWorkHooks.requestCompletes(context);
        }
    }
}
