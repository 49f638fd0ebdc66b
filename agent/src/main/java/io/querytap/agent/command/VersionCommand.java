package io.querytap.agent.command;

import io.querytap.agent.version.AgentVersion;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what one is asked for in a bug report. */
@Command(
        name = "version",
        description = "Prints the version of the agent, of this JVM, and of the libraries in the jar.")
final class VersionCommand implements Runnable {
    private final PrintWriter out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    VersionCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        AgentVersion version = AgentVersion.read();
        out.println("querytap-agent " + version.version());
        out.println("JVM " + System.getProperty("java.vm.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vm.vendor") + ", " + System.getProperty("os.name") + ' '
                + System.getProperty("os.arch"));
        for (Map.Entry<String, String> library : version.libraries().entrySet()) {
            out.println("contains " + library.getKey() + ' ' + library.getValue());
        }
    }
}
