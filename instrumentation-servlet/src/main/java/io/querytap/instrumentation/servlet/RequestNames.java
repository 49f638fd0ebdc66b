package io.querytap.instrumentation.servlet;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names of units that are requests: {@code GET /owners/{id}} where a framework tells the template, else {@code GET servlet owners}.
 * Made once each. Bounded, thread-safe.
 */
final class RequestNames {
    /** Routes or servlets whose names are kept; those of what comes later are made anew each time. */
    static final int MAX_KEPT = 4_096;

    /** The last two stand for methods that a client invented and for protocols that have none. */
    private static final String[] METHODS = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY", "_OTHER", ""
    };

    private static final int OTHER = METHODS.length - 2;
    private static final int NONE = METHODS.length - 1;

    /** Names by route, then by number of the method. */
    private final Map<String, String[]> routes = new ConcurrentHashMap<>();

    /** The same by the path of an application that does not lie at the root. */
    private final Map<String, Map<String, String[]>> routesByContext = new ConcurrentHashMap<>();

    private final Map<String, String[]> servlets = new ConcurrentHashMap<>();

    /**
     * The name of a request that has a route.
     *
     * @param method of HTTP; null if it is another protocol
     * @param contextPath path of the application, empty at the root
     * @param route template below it
     */
    String ofRoute(@Nullable String method, String contextPath, String route) {
        Map<String, String[]> names = contextPath.isEmpty() ? routes : ofContext(contextPath);
        return name(names, route, method, route.startsWith("/") ? contextPath : contextPath.concat("/"));
    }

    /** The name of a request without one, by the name of the servlet. */
    String ofServlet(@Nullable String method, String servletName) {
        return name(servlets, servletName, method, "servlet ");
    }

    private Map<String, String[]> ofContext(String contextPath) {
        Map<String, String[]> known = routesByContext.get(contextPath);
        if (known != null) {
            return known;
        }
        Map<String, String[]> fresh = new ConcurrentHashMap<>();
        if (routesByContext.size() >= MAX_KEPT) {
            return fresh;
        }
        Map<String, String[]> first = routesByContext.putIfAbsent(contextPath, fresh);
        return first == null ? fresh : first;
    }

    private static String name(Map<String, String[]> names, String key, @Nullable String method, String before) {
        int number = numberOf(method);
        String[] byMethod = names.get(key);
        if (byMethod == null) {
            byMethod = new String[METHODS.length];
            if (names.size() < MAX_KEPT) {
                names.put(key, byMethod);
            }
        }
        String name = byMethod[number];
        if (name == null) {
            name = number == NONE ? before + key : METHODS[number] + ' ' + before + key;
            byMethod[number] = name;
        }
        return name;
    }

    private static int numberOf(@Nullable String method) {
        if (method == null) {
            return NONE;
        }
        for (int i = 0; i < OTHER; i++) {
            if (METHODS[i].equals(method)) {
                return i;
            }
        }
        return OTHER;
    }
}
