package io.querytap.agent.context;

/**
 * Names of the OpenTelemetry API's classes in one of its copies. Put together at run time: packaging renames our own copy of the
 * library and with it every constant that looks like one of its names. Immutable.
 */
final class ApiNames {
    private static final String LIBRARY = String.join(".", "io", "opentelemetry");

    /** The API as an application has it on its class path. */
    static final ApiNames OF_APPLICATIONS = new ApiNames("");

    /** The copy of the OpenTelemetry agent, on the boot class path. */
    static final ApiNames OF_THE_AGENT = new ApiNames(String.join(".", LIBRARY, "javaagent", "shaded", ""));

    /**
     * Is initialized when the context is used for the first time: then the application has set it up as it likes. Asking earlier
     * would do that in its place.
     */
    final String contextInUse;

    final String span;

    private ApiNames(String prefix) {
        contextInUse = prefix + String.join(".", LIBRARY, "context", "LazyStorage");
        span = prefix + String.join(".", LIBRARY, "api", "trace", "Span");
    }
}
