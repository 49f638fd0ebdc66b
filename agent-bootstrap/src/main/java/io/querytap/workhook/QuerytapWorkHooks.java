package io.querytap.workhook;

/** What code calls that is woven into entry points and executors. Static, so that it can be inlined; never throws. */
public final class QuerytapWorkHooks {
    private static final QuerytapWorkListener LISTENER = QuerytapWorkListener.installed();

    private QuerytapWorkHooks() {}

    /**
     * A filter or servlet is called.
     *
     * @param handler the filter or servlet
     * @return whether it is the outermost on this thread, to be handed to {@link #requestEnds}
     */
    public static boolean requestBegins(Object request, Object handler, boolean isServlet) {
        try {
            return LISTENER.requestBegins(request, handler, isServlet);
        } catch (Throwable failure) {
            failed(failure);
            return false;
        }
    }

    /** It returns. */
    public static void requestEnds(boolean outermost, Object request) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.requestEnds(request);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** The application says that a request in asynchronous mode is done. */
    public static void requestCompletes(Object asyncContext) {
        try {
            LISTENER.requestCompletes(asyncContext);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** Any other entry point is called; returns whether it is the outermost, to be handed to {@link #entryEnds}. */
    public static boolean entryBegins(Class<?> type, String method) {
        try {
            return LISTENER.entryBegins(type, method);
        } catch (Throwable failure) {
            failed(failure);
            return false;
        }
    }

    /** A framework calls such an entry point through an object that knows which; as {@link #entryBegins}. */
    public static boolean invokerBegins(Object invoker) {
        try {
            return LISTENER.invokerBegins(invoker);
        } catch (Throwable failure) {
            failed(failure);
            return false;
        }
    }

    public static void entryEnds(boolean outermost) {
        if (!outermost) {
            return;
        }
        try {
            LISTENER.entryEnds();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A task is handed to an executor, or a virtual thread is started. */
    public static void submitted(Object task) {
        try {
            LISTENER.submitted(task);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A task is handed to a pool of forked tasks; one that runs virtual threads says nothing of units. */
    public static void submittedTo(Object pool, Object task) {
        try {
            LISTENER.submittedTo(pool, task);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A task that was handed over will not be run by the executor. */
    public static void rejected(Object task) {
        try {
            LISTENER.rejected(task);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A step begins that may have been handed over as a task of its own; {@link #taskEnds} follows. */
    public static void stepBegins(Object step) {
        try {
            LISTENER.stepBegins(step);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** A worker of an executor begins with a task. */
    public static void taskBegins(Object task) {
        try {
            LISTENER.taskBegins(task);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** It has ended with it. */
    public static void taskEnds() {
        try {
            LISTENER.taskEnds();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void virtualThreadBegins(Object thread) {
        try {
            LISTENER.virtualThreadBegins(thread);
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    public static void virtualThreadEnds() {
        try {
            LISTENER.virtualThreadEnds();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private static void failed(Throwable failure) {
        try {
            LISTENER.failed(failure);
        } catch (Throwable nothingMoreToDo) {
            // The host must not learn of a failure to report a failure.
        }
    }
}
