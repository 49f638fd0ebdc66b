package io.querytap.premain;

/** Whether the agent belongs into this JVM. */
final class HostCheck {
    private HostCheck() {}

    /**
     * The name of the JDK tool that this JVM runs, or null if it runs an application. {@code JAVA_TOOL_OPTIONS} reaches javac
     * and jcmd too. The source launcher ({@code java Main.java}) lives in module jdk.compiler but runs an application.
     */
    static String jdkTool() {
        return jdkTool(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command"));
    }

    static String jdkTool(String mainModule, String command) {
        if (mainModule == null || !(mainModule.startsWith("jdk.") || mainModule.startsWith("java."))) {
            return null;
        }
        return command != null && command.contains("javac.launcher.") ? null : mainModule;
    }

    static boolean hasJdbc() {
        return ModuleLayer.boot().findModule("java.sql").isPresent();
    }

    static void say(String sentence) {
        System.err.println("[querytap] ".concat(sentence));
    }
}
