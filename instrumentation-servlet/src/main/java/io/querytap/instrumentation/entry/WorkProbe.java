package io.querytap.instrumentation.entry;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.work.Units;
import io.querytap.instrumentation.servlet.RequestProbe;
import io.querytap.instrumentation.task.Tasks;
import io.querytap.workhook.QuerytapWorkListener;
import java.lang.reflect.Method;

/** Receives what woven entry points and executors tell and begins, ends and carries units of work. */
public final class WorkProbe extends QuerytapWorkListener {
    private final Units units;
    private final RequestProbe requests;
    private final Tasks tasks;
    private final EntryNames names = new EntryNames();

    /** @param tasks follows work to other threads */
    public WorkProbe(Units units, Tasks tasks) {
        this.units = units;
        this.requests = new RequestProbe(units);
        this.tasks = tasks;
    }

    /** Ends the units of requests that have not come back; to be called now and then. */
    public void sweep() {
        requests.sweep();
    }

    @Override
    protected boolean requestBegins(Object request, Object handler, boolean isServlet) {
        return requests.begins(request, handler, isServlet);
    }

    @Override
    protected void requestEnds(Object request) {
        requests.ends(request);
    }

    @Override
    protected void requestCompletes(Object asyncContext) {
        requests.completes(asyncContext);
    }

    @Override
    protected boolean entryBegins(Class<?> type, String method) {
        return units.entryBegins(names.of(type, method), /* traceparent= */ null);
    }

    @Override
    protected boolean invokerBegins(Object invoker) {
        Method method = InvokedMethods.methodOf(invoker);
        return method != null && entryBegins(method.getDeclaringClass(), method.getName());
    }

    @Override
    protected void entryEnds() {
        units.entryEnds(/* name= */ null);
    }

    @Override
    protected void submitted(Object task) {
        tasks.submitted(task);
    }

    @Override
    protected void submittedTo(Object pool, Object task) {
        tasks.submittedTo(pool, task);
    }

    @Override
    protected void rejected(Object task) {
        tasks.rejected(task);
    }

    @Override
    protected void stepBegins(Object step) {
        tasks.stepBegins(step);
    }

    @Override
    protected void taskBegins(Object task) {
        tasks.taskBegins(task);
    }

    @Override
    protected void taskEnds() {
        tasks.taskEnds();
    }

    @Override
    protected void virtualThreadBegins(Object thread) {
        tasks.virtualThreadBegins(thread);
    }

    @Override
    protected void virtualThreadEnds() {
        tasks.virtualThreadEnds();
    }

    @Override
    protected void failed(Throwable failure) {
        Diagnostics.failed("following a unit of work", failure);
    }
}
