package io.querytap.core.callsite;

/** Call sites that nothing was called from. */
public final class Sites {
    private Sites() {}

    /** A line of the application. */
    public static CallSite at(String type, String method, int line) {
        String file = type.substring(type.lastIndexOf('.') + 1) + ".java";
        return ThreadLook.of(new StackTraceElement[] {new StackTraceElement(type, method, file, line)})
                .site();
    }
}
