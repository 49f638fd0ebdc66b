package io.querytap.premain;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Hands over from the JVM to the agent proper:
 *
 * <pre>
 *   bootstrap loader      java.base ...
 *        |
 *   platform loader       java.sql  + QuerytapHooks, QuerytapState ... defined into its package by HookDefiner
 *        |       \
 *   app loader    \       application, drivers; of the agent's jar only io.querytap.premain can be seen
 *                  \
 *              AgentClassLoader   everything else, from inst/*.classdata; asks the platform loader for JDK classes only
 * </pre>
 *
 * Woven driver code calls the hooks in {@code java.sql}, which every loader delegates to the platform; the hooks call the one
 * listener, an object from the agent's loader. No other reference crosses.
 */
public final class Bootstrap {
    private static final String AGENT_CLASS = "io.querytap.agent.Agent";
    private static final String COMMAND_CLASS = "io.querytap.agent.command.CommandLineMain";

    private Bootstrap() {}

    /** Starts the agent in this JVM. Called by reflection from {@link QuerytapAgent}. */
    public static void attach(String arguments, Instrumentation instrumentation) throws Throwable {
        String tool = HostCheck.jdkTool();
        if (tool != null) {
            HostCheck.say("not meant for the JDK's own tools; no effect on " + tool);
            return;
        }
        if (!HostCheck.hasJdbc()) {
            HostCheck.say("this JVM has no module java.sql, so no JDBC; the agent has no effect");
            return;
        }
        AgentClassLoader loader = new AgentClassLoader(new JarFile(ownJar(), /* verify= */ false));
        HookDefiner hooks = new HookDefiner(instrumentation, loader);
        List<String> constants = new ArrayList<>();
        List<String> namedClasses = new ArrayList<>();
        ClassFileTransformer weaver = (ClassFileTransformer) loader.loadClass(AGENT_CLASS)
                .getMethod("start", String.class, Instrumentation.class, Runnable.class, List.class, List.class)
                .invoke(null, arguments, instrumentation, hooks, constants, namedClasses);
        if (weaver != null) {
            CandidateFilter filter = new CandidateFilter(weaver, loader, constants, namedClasses);
            instrumentation.addTransformer(filter, /* canRetransform= */ true);
        }
    }

    /** Runs a command of the jar; returns the exit code. Called by reflection from {@link QuerytapAgent}. */
    public static int command(String[] arguments) throws Throwable {
        AgentClassLoader loader = new AgentClassLoader(new JarFile(ownJar(), /* verify= */ false));
        return (Integer) loader.loadClass(COMMAND_CLASS)
                .getMethod("run", String[].class, PrintStream.class, PrintStream.class)
                .invoke(null, arguments, System.out, System.err);
    }

    private static File ownJar() throws IOException {
        URI location = URI.create(Bootstrap.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        File jar = new File(location);
        if (!jar.isFile()) {
            throw new IOException("the agent must be started from its jar, not from " + location);
        }
        return jar;
    }
}
