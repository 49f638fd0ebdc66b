package io.querytap.instrumentation.servlet;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Asks requests of one class what is of interest. A question that this version of the API does not have, or that the request
 * answers with an exception, has no answer. Immutable; one for each class of requests, which it does not outlive.
 */
final class RequestReader {
    /** Wrappers around one request; more are a loop. */
    private static final int MAX_WRAPPERS = 64;

    private static final ClassValue<RequestReader> READERS = new ClassValue<RequestReader>() {
        @Override
        protected RequestReader computeValue(Class<?> type) {
            return new RequestReader(type);
        }
    };

    /** Where frameworks leave the template of the path that they matched, the most exact first. */
    private static final String[] ROUTES = {
        "org.springframework.data.rest.webmvc.RepositoryRestHandlerMapping.EFFECTIVE_REPOSITORY_RESOURCE_LOOKUP_PATH",
        "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern",
    };

    private final @Nullable MethodHandle header;
    private final @Nullable MethodHandle method;
    private final @Nullable MethodHandle attribute;
    private final @Nullable MethodHandle servletContext;
    private final @Nullable MethodHandle asyncStarted;
    private final @Nullable MethodHandle dispatcherType;
    private final @Nullable MethodHandle mapping;
    private final @Nullable MethodHandle wrapped;

    private RequestReader(Class<?> type) {
        Class<?> request = Interfaces.above(type, "ServletRequest");
        Class<?> http = Interfaces.above(type, "http.HttpServletRequest");
        attribute = Interfaces.lookup(request, "getAttribute");
        servletContext = Interfaces.getter(request, "getServletContext");
        asyncStarted = Interfaces.question(request, "isAsyncStarted");
        dispatcherType = Interfaces.getter(request, "getDispatcherType");
        header = Interfaces.lookup(http, "getHeader");
        method = Interfaces.getter(http, "getMethod");
        mapping = Interfaces.getter(http, "getHttpServletMapping");
        wrapped = Interfaces.getter(Interfaces.above(type, "ServletRequestWrapper"), "getRequest");
    }

    static RequestReader of(Object request) {
        return READERS.get(request.getClass());
    }

    @Nullable
    String traceparent(Object request) {
        Object found = ask(header, request, "traceparent");
        return found instanceof String ? (String) found : null;
    }

    /** Method of HTTP; null if the request is of another protocol. */
    @Nullable
    String method(Object request) {
        Object found = ask(method, request);
        return found instanceof String ? (String) found : null;
    }

    /** Template of the path that a framework has found; null if none has. */
    @Nullable
    String route(Object request) {
        for (String name : ROUTES) {
            Object found = ask(attribute, request, name);
            if (found != null) {
                return found instanceof String ? (String) found : String.valueOf(found);
            }
        }
        return null;
    }

    /** Path below which the application lies; empty at the root. */
    String contextPath(Object request) {
        Object context = ask(servletContext, request);
        Object path = context == null ? null : ContextReader.of(context).contextPath(context);
        return path instanceof String ? (String) path : "";
    }

    /** Name of the servlet that the container chose; null if it does not tell. */
    @Nullable
    String mappedServlet(Object request) {
        Object found = ask(mapping, request);
        return found == null ? null : ContextReader.of(found).mappedServlet(found);
    }

    /** Whether the request goes on when the present call has returned. */
    boolean isAsyncStarted(Object request) {
        if (asyncStarted == null) {
            return false;
        }
        try {
            return (boolean) asyncStarted.invokeExact(request);
        } catch (Throwable failure) {
            return false;
        }
    }

    /** Whether this is a later call for a request that was put into asynchronous mode: its dispatch, or its error page. */
    boolean isContinued(Object request) {
        Object type = ask(dispatcherType, request);
        if (!(type instanceof Enum)) {
            return false;
        }
        String name = ((Enum<?>) type).name();
        return name.equals("ASYNC") || name.equals("ERROR");
    }

    /** The container's own request below all wrappers, the same object in each call for it. */
    static Object innermost(Object request) {
        Object present = request;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            Object below = ask(of(present).wrapped, present);
            if (below == null) {
                return present;
            }
            present = below;
        }
        return present;
    }

    private static @Nullable Object ask(@Nullable MethodHandle question, Object whom) {
        if (question == null) {
            return null;
        }
        try {
            return (Object) question.invokeExact(whom);
        } catch (Throwable failure) { // of the application's or the container's, which is theirs to find
            return null;
        }
    }

    private static @Nullable Object ask(@Nullable MethodHandle question, Object whom, String name) {
        if (question == null) {
            return null;
        }
        try {
            return (Object) question.invokeExact(whom, name);
        } catch (Throwable failure) {
            return null;
        }
    }

    /** The same for what a request refers to: contexts, mappings, servlets. */
    static final class ContextReader {
        private static final ClassValue<ContextReader> READERS = new ClassValue<ContextReader>() {
            @Override
            protected ContextReader computeValue(Class<?> type) {
                return new ContextReader(type);
            }
        };

        private final @Nullable MethodHandle contextPath;
        private final @Nullable MethodHandle mappedServlet;
        private final @Nullable MethodHandle config;
        private final @Nullable MethodHandle configuredName;
        private final @Nullable MethodHandle asyncRequest;

        private ContextReader(Class<?> type) {
            contextPath = Interfaces.getter(Interfaces.above(type, "ServletContext"), "getContextPath");
            mappedServlet = Interfaces.getter(Interfaces.above(type, "http.HttpServletMapping"), "getServletName");
            config = Interfaces.getter(Interfaces.above(type, "Servlet"), "getServletConfig");
            configuredName = Interfaces.getter(Interfaces.above(type, "ServletConfig"), "getServletName");
            asyncRequest = Interfaces.getter(Interfaces.above(type, "AsyncContext"), "getRequest");
        }

        static ContextReader of(Object whom) {
            return READERS.get(whom.getClass());
        }

        private @Nullable Object contextPath(Object context) {
            return ask(contextPath, context);
        }

        private @Nullable String mappedServlet(Object mapping) {
            Object found = ask(mappedServlet, mapping);
            return found instanceof String ? (String) found : null;
        }

        /** The name under which a servlet is registered. */
        static @Nullable String nameOf(Object servlet) {
            Object config = ask(of(servlet).config, servlet);
            Object name = config == null ? null : ask(of(config).configuredName, config);
            return name instanceof String ? (String) name : null;
        }

        /** The request that an asynchronous context is about; null when it is over. */
        static @Nullable Object requestOf(Object asyncContext) {
            return ask(of(asyncContext).asyncRequest, asyncContext);
        }
    }
}
