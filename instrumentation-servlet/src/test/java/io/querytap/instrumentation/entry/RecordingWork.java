package io.querytap.instrumentation.entry;

import io.querytap.workhook.QuerytapWorkListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down what woven code tells; the outermost of nested calls is the one that counts, as with units. */
final class RecordingWork extends QuerytapWorkListener {
    private final List<String> told = new ArrayList<>();
    private final EntryNames names = new EntryNames();
    private boolean open;
    private boolean failing;

    /** From now on woven code tells this one. */
    static RecordingWork installed() {
        RecordingWork work = new RecordingWork();
        WorkSwitch.to(work);
        return work;
    }

    /** What was told so far, once. */
    List<String> told() {
        List<String> copy = List.copyOf(told);
        told.clear();
        return copy;
    }

    void fails() {
        failing = true;
    }

    @Override
    protected boolean entryBegins(Class<?> type, String method) {
        if (failing) {
            throw new IllegalStateException("a failing listener");
        }
        if (open) {
            return false;
        }
        open = true;
        told.add(names.of(type, method));
        return true;
    }

    @Override
    protected boolean invokerBegins(Object invoker) {
        var method = InvokedMethods.methodOf(invoker);
        return method != null && entryBegins(method.getDeclaringClass(), method.getName());
    }

    @Override
    protected void entryEnds() {
        open = false;
        told.add("end");
    }

    @Override
    protected boolean requestBegins(Object request, Object handler, boolean isServlet) {
        throw new AssertionError("no request");
    }

    @Override
    protected void requestEnds(Object request) {
        throw new AssertionError("no request");
    }

    @Override
    protected void requestCompletes(Object asyncContext) {
        throw new AssertionError("no request");
    }

    @Override
    protected void submitted(Object task) {}

    @Override
    protected void submittedTo(Object pool, Object task) {}

    @Override
    protected void rejected(Object task) {}

    @Override
    protected void stepBegins(Object step) {}

    @Override
    protected void taskBegins(Object task) {}

    @Override
    protected void taskEnds() {}

    @Override
    protected void virtualThreadBegins(Object thread) {}

    @Override
    protected void virtualThreadEnds() {}

    @Override
    protected void failed(Throwable failure) {
        told.add("failed " + failure.getMessage());
    }
}
