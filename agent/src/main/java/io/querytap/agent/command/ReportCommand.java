package io.querytap.agent.command;

import io.querytap.agent.report.HtmlReport;
import io.querytap.agent.report.ReportException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders a recorded report as a page, for one that was brought from elsewhere or recorded by another version. */
@Command(name = "report", description = "Renders a recorded report (.json) as a page (.html).")
final class ReportCommand implements Callable<Integer> {
    private static final String JSON_SUFFIX = ".json";

    private final PrintWriter out;

    @Parameters(index = "0", paramLabel = "<file.json>", description = "The recorded report.")
    private Path json = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file.html>",
            description = "The page to write; default: beside the recorded report, under the same name.")
    private @Nullable Path page;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    ReportCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() throws ReportException {
        Path target = page == null ? besideOf(json) : page;
        HtmlReport.render(json, target);
        out.println("wrote " + target.toAbsolutePath().normalize());
        return 0;
    }

    private static Path besideOf(Path json) {
        String name = json.getFileName().toString();
        String stem = name.endsWith(JSON_SUFFIX) ? name.substring(0, name.length() - JSON_SUFFIX.length()) : name;
        return json.resolveSibling(stem + ".html");
    }
}
