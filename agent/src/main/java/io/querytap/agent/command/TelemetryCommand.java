package io.querytap.agent.command;

import io.querytap.agent.telemetry.TelemetryPage;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the declarations of all metrics. */
@Command(name = "telemetry", description = "Prints all metrics that are exported, with their units and attributes.")
final class TelemetryCommand implements Runnable {
    private final PrintWriter out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--markdown", description = "As tables of Markdown, which are those of docs/telemetry.md.")
    private boolean markdown;

    TelemetryCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        out.print(markdown ? TelemetryPage.markdown() : TelemetryPage.text());
    }
}
