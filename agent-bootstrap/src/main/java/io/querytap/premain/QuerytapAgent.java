package io.querytap.premain;

import java.lang.instrument.Instrumentation;

/**
 * The entry of the agent jar: {@code Premain-Class} and {@code Main-Class}. Alone in the jar it is compiled for Java 8, and
 * names nothing newer, so that an older JVM prints a sentence instead of failing to start the application.
 */
public final class QuerytapAgent {
    /** {@code java.specification.version} of the oldest JVM that runs the agent. */
    static final int OLDEST_JAVA = 11;

    private static boolean attached;

    private QuerytapAgent() {}

    /** Called by the JVM before the application's main method. Never throws: the application must start. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            if (attached) {
                say("attached twice; this second attachment has no effect");
                return;
            }
            attached = true;
            int java = majorVersion(System.getProperty("java.specification.version"));
            if (java < OLDEST_JAVA) {
                say("needs Java " + OLDEST_JAVA + " or newer, this JVM is " + java + "; the agent has no effect");
                return;
            }
            Class.forName("io.querytap.premain.Bootstrap")
                    .getMethod("attach", String.class, Instrumentation.class)
                    .invoke(null, arguments, instrumentation);
        } catch (Throwable failure) {
            say("could not start and has no effect: " + rootOf(failure));
        }
    }

    /** The commands: {@code java -jar querytap-agent.jar <command>}. */
    public static void main(String[] arguments) throws Throwable {
        int java = majorVersion(System.getProperty("java.specification.version"));
        if (java < OLDEST_JAVA) {
            say("needs Java " + OLDEST_JAVA + " or newer, this JVM is " + java);
            System.exit(1);
        }
        Object exitCode = Class.forName("io.querytap.premain.Bootstrap")
                .getMethod("command", String[].class)
                .invoke(null, (Object) arguments);
        System.exit((Integer) exitCode);
    }

    /** 8 for {@code 1.8}, 17 for {@code 17}; 0 where it cannot be read. */
    static int majorVersion(String specificationVersion) {
        try {
            String version =
                    specificationVersion.startsWith("1.") ? specificationVersion.substring(2) : specificationVersion;
            return Integer.parseInt(version);
        } catch (RuntimeException unreadable) {
            return 0;
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static void say(String sentence) {
        System.err.println("[querytap] " + sentence);
    }
}
