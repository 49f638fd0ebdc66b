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

    protected abstract boolean requestBegins(Object request, Object handler, boolean isServlet);

    protected abstract void requestEnds(Object request);

    protected abstract void requestCompletes(Object asyncContext);

    protected abstract boolean entryBegins(Class<?> type, String method);

    protected abstract boolean invokerBegins(Object invoker);

    protected abstract void entryEnds();

    protected abstract void submitted(Object task);

    protected abstract void submittedTo(Object pool, Object task);

    protected abstract void rejected(Object task);

    protected abstract void stepBegins(Object step);

    protected abstract void taskBegins(Object task);

    protected abstract void taskEnds();

    protected abstract void virtualThreadBegins(Object thread);

    protected abstract void virtualThreadEnds();

    protected abstract void failed(Throwable failure);
}
