package io.querytap.instrumentation.servlet;

import io.querytap.core.work.Units;
import org.jspecify.annotations.Nullable;

/**
 * Makes a unit of work of each request: from the outermost filter or servlet on the thread to its return; a request in asynchronous
 * mode goes on at its dispatch. Thread-safe.
 */
public final class RequestProbe {
    /** What a request is called until it ends. */
    private static final String NAME_SO_FAR = "HTTP request";

    private final Units units;
    private final RequestNames names = new RequestNames();
    private final SuspendedRequests suspended;
    private final ThreadLocal<@Nullable Present> threads = new ThreadLocal<>();

    public RequestProbe(Units units) {
        this.units = units;
        this.suspended = new SuspendedRequests(units::entryAbandoned);
    }

    /** A filter or servlet is called; returns whether it is the outermost. */
    public boolean begins(Object request, Object handler, boolean isServlet) {
        Present present = threads.get();
        if (present != null && present.isAtRequest) {
            if (isServlet) {
                present.reaches(handler, request);
            }
            return false;
        }
        if (!units.policy().recordsUnits()) {
            return false;
        }
        boolean resumed = !suspended.isEmpty() && resumes(request);
        if (!resumed
                && !units.entryBegins(NAME_SO_FAR, RequestReader.of(request).traceparent(request))) {
            return false;
        }
        if (present == null) {
            present = new Present();
            threads.set(present);
        }
        present.isAtRequest = true;
        present.isResumed = resumed;
        present.handler = handler;
        present.servlet = isServlet ? handler : null;
        return true;
    }

    private boolean resumes(Object request) {
        Object unit = suspended.resume(RequestReader.innermost(request));
        if (unit == null) {
            return false;
        }
        if (RequestReader.of(request).isContinued(request)) {
            return units.entryResumes(unit);
        }
        units.entryAbandoned(unit); // the container uses its request objects again
        return false;
    }

    /** The outermost returns. */
    public void ends(Object request) {
        Present present = threads.get();
        if (present == null) {
            return;
        }
        String name = null;
        boolean goesOn = false;
        try {
            name = nameOf(request, present);
            goesOn = RequestReader.of(request).isAsyncStarted(request);
        } finally {
            present.clear();
            if (goesOn) {
                suspend(request, name);
            } else {
                units.entryEnds(name);
            }
        }
    }

    private void suspend(Object request, @Nullable String name) {
        Object unit = units.entrySuspends(name);
        if (unit != null) {
            suspended.suspend(RequestReader.innermost(request), unit, System.nanoTime());
        }
    }

    /** The application ends a request in asynchronous mode without having it dispatched. */
    public void completes(Object asyncContext) {
        Object request = RequestReader.ContextReader.requestOf(asyncContext);
        if (request != null) {
            suspended.complete(RequestReader.innermost(request), System.nanoTime());
        }
    }

    /** Ends the units of requests that have not come back; to be called now and then. */
    public void sweep() {
        suspended.sweep(System.nanoTime());
    }

    /** Null if it is no better than the one that a request in asynchronous mode already has. */
    private @Nullable String nameOf(Object request, Present present) {
        RequestReader reader = RequestReader.of(request);
        String route = present.route != null ? present.route : reader.route(request);
        if (route != null) {
            return names.ofRoute(reader.method(request), reader.contextPath(request), route);
        }
        if (present.isResumed) {
            return null;
        }
        return names.ofServlet(reader.method(request), servletName(reader, request, present));
    }

    /** The servlet that was reached, else the one that would have been; of a request that is refused before, the filter. */
    private static String servletName(RequestReader reader, Object request, Present present) {
        String name = present.servlet == null ? null : RequestReader.ContextReader.nameOf(present.servlet);
        if (name == null) {
            name = reader.mappedServlet(request);
        }
        if (name == null) {
            Object handler = present.servlet != null ? present.servlet : present.handler;
            name = handler == null ? "unknown" : handler.getClass().getSimpleName();
        }
        return name;
    }

    /** What a thread is at. Used by that thread alone; holds nothing of the application's between requests. */
    private static final class Present {
        boolean isAtRequest;
        boolean isResumed;

        /** The outermost filter or servlet. */
        @Nullable
        Object handler;

        /** The first servlet that was reached. */
        @Nullable
        Object servlet;

        /** The route as it was when the request was forwarded for the first time; that is what the client asked for. */
        @Nullable
        String route;

        void reaches(Object reached, Object request) {
            if (servlet == null) {
                servlet = reached;
            } else if (route == null) { // Spring forwards to the same servlet
                route = RequestReader.of(request).route(request);
            }
        }

        void clear() {
            isAtRequest = false;
            handler = null;
            servlet = null;
            route = null;
        }
    }
}
