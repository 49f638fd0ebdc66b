package io.querytap.agent.context;

import io.querytap.core.work.TraceContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * One copy of the OpenTelemetry API, asked for the current span. Holds classes of the application, so nobody but those
 * classes themselves may hold it strongly. Thread-safe.
 */
final class ApiCopy {
    /** Failures after which a copy is not asked any more: one may come of the very moment when the copy is set up. */
    private static final int MAX_FAILURES = 3;

    /** A copy lives as long as the class that it asks. */
    private static final ClassValue<ApiCopy> COPIES = new ClassValue<>() {
        @Override
        protected ApiCopy computeValue(Class<?> span) {
            try {
                String spanContext = span.getName() + "Context";
                return new ApiCopy(span, Class.forName(spanContext, /* initialize= */ false, span.getClassLoader()));
            } catch (ReflectiveOperationException unknownVersion) {
                throw new IllegalStateException(unknownVersion);
            }
        }
    };

    private final MethodHandle current;
    private final MethodHandle context;
    private final MethodHandle isValid;
    private final MethodHandle isSampled;
    private final MethodHandle traceId;
    private final MethodHandle spanId;
    private int failures; // blurred by a race at worst

    private ApiCopy(Class<?> span, Class<?> spanContext) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        current = lookup.findStatic(span, "current", MethodType.methodType(span))
                .asType(MethodType.methodType(Object.class));
        context = lookup.findVirtual(span, "getSpanContext", MethodType.methodType(spanContext))
                .asType(MethodType.methodType(Object.class, Object.class));
        isValid = flag(lookup, spanContext, "isValid");
        isSampled = flag(lookup, spanContext, "isSampled");
        traceId = text(lookup, spanContext, "getTraceId");
        spanId = text(lookup, spanContext, "getSpanId");
    }

    private static MethodHandle flag(MethodHandles.Lookup lookup, Class<?> type, String name)
            throws ReflectiveOperationException {
        return lookup.findVirtual(type, name, MethodType.methodType(boolean.class))
                .asType(MethodType.methodType(boolean.class, Object.class));
    }

    private static MethodHandle text(MethodHandles.Lookup lookup, Class<?> type, String name)
            throws ReflectiveOperationException {
        return lookup.findVirtual(type, name, MethodType.methodType(String.class))
                .asType(MethodType.methodType(String.class, Object.class));
    }

    /**
     * The copy that a class loader leads to. Initializes nothing.
     *
     * @param loader null: the boot class path
     */
    static ApiCopy in(@Nullable ClassLoader loader, ApiNames names) throws ClassNotFoundException {
        return COPIES.get(Class.forName(names.span, /* initialize= */ false, loader));
    }

    boolean isUsable() {
        return failures < MAX_FAILURES;
    }

    /** The span that is current on this thread; null where there is none. Allocates nothing then. */
    @Nullable
    TraceContext current() throws Throwable {
        try {
            Object found = (Object) context.invokeExact((Object) current.invokeExact());
            return (boolean) isValid.invokeExact(found)
                    ? new TraceContext(
                            (String) traceId.invokeExact(found), (String) spanId.invokeExact(found), (boolean)
                                    isSampled.invokeExact(found))
                    : null;
        } catch (Throwable failure) {
            failures++;
            throw failure;
        }
    }
}
