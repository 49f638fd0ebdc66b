package io.querytap.workhook;

/** What {@link QuerytapWorkHooks} hands on. Implemented once, in the agent's own class loader. Implementations may throw; the hooks catch. */
public abstract class QuerytapWorkListener {
    private static volatile QuerytapWorkListener installed;

    /** Installs the one listener; must happen before {@link QuerytapWorkHooks} is initialised, which woven code does. */
    public static void install(QuerytapWorkListener listener) {
        installed = listener;
    }

    static QuerytapWorkListener installed() {
        return installed;
    }

    protected abstract boolean requestBegins(Object request, Object handler, String traceparent);

    protected abstract void requestEnds(
            Object request, String method, Object route, String servletName, boolean goesOnElsewhere);

    protected abstract boolean entryBegins(String name, String traceparent);

    protected abstract void entryEnds();

    protected abstract void submitted(Object task);

    protected abstract void taskBegins(Object task);

    protected abstract void taskEnds();

    protected abstract void virtualThreadBegins(Object thread);

    protected abstract void virtualThreadEnds();

    protected abstract void failed(Throwable failure);
}
