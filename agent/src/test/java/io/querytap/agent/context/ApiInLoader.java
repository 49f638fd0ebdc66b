package io.querytap.agent.context;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;

/** A copy of the OpenTelemetry API in a class loader of its own, as an application has it; used by reflection, as its code is not ours. */
final class ApiInLoader {
    final ClassLoader loader = new URLClassLoader(
            new URL[] {jarOf(Span.class), jarOf(Context.class), jarOf(Attributes.class), jarOf(ComponentLoader.class)},
            ClassLoader.getPlatformClassLoader());

    /** Asks for something while a span is current on this thread, as the application would make it. */
    <T> T inside(String traceId, String spanId, boolean sampled, Supplier<T> question) throws Exception {
        Class<?> flagsType = type("api.trace.TraceFlags");
        Class<?> stateType = type("api.trace.TraceState");
        Class<?> contextType = type("api.trace.SpanContext");
        Object flags =
                flagsType.getMethod(sampled ? "getSampled" : "getDefault").invoke(null);
        Object state = stateType.getMethod("getDefault").invoke(null);
        Object context = contextType
                .getMethod("create", String.class, String.class, flagsType, stateType)
                .invoke(null, traceId, spanId, flags, state);
        Class<?> spanType = type("api.trace.Span");
        Object span = spanType.getMethod("wrap", contextType).invoke(null, context);
        Method makeCurrent = type("context.ImplicitContextKeyed").getMethod("makeCurrent");
        AutoCloseable scope = (AutoCloseable) makeCurrent.invoke(span);
        try {
            return question.get();
        } finally {
            scope.close();
        }
    }

    /** The application uses its context without a span. */
    void contextIsUsed() throws ReflectiveOperationException {
        type("context.Context").getMethod("current").invoke(null);
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("io.opentelemetry." + name, true, loader);
    }

    private static URL jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
