package io.querytap.agent.command;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the declarations of all settings. */
@Command(name = "config", description = "Prints all settings with their defaults, ranges and meaning.")
final class ConfigCommand implements Runnable {
    private final PrintWriter out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Option(names = "--markdown", description = "As a page of Markdown, which is docs/settings.md.")
    private boolean markdown;

    ConfigCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        out.print(markdown ? SettingsPage.markdown() : SettingsPage.text());
    }
}
