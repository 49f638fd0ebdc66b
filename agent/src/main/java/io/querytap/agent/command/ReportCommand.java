package io.querytap.agent.command;

import io.querytap.agent.compare.Comparison;
import io.querytap.agent.report.AtomicFile;
import io.querytap.agent.report.ComparePage;
import io.querytap.agent.report.HtmlReport;
import io.querytap.agent.report.ReportException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Renders a recorded report as a page, for one that was brought from elsewhere or recorded by another version; or compares two. */
@Command(
        name = "report",
        description = {
            "Renders a recorded report (.json) as a page (.html).",
            "",
            "With two recorded reports: what became slower or faster and how sure that is, what is new and what is gone, as a"
                    + " summary and a page.",
            ""
        },
        footer = {
            "",
            "Exit code 0: it worked; 1: a file could not be read or written; 2: wrong arguments; 3: with --fail-on-slower, a"
                    + " statement was shown to be slower."
        })
final class ReportCommand implements Callable<Integer> {
    /** With --fail-on-slower. */
    static final int EXIT_CODE_SLOWER = 3;

    private static final String JSON_SUFFIX = ".json";

    private final PrintWriter out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "<file.json>", description = "The recorded report.")
    private Path json = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<after.json>",
            description = "A later recorded report, to compare the first one with.")
    private @Nullable Path after;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file.html>",
            description =
                    "The page to write; default: beside the recorded report, under the same name; of two, beside the second,"
                            + " with -compared behind its name.")
    private @Nullable Path page;

    @Option(
            names = "--json",
            paramLabel = "<file.json>",
            description = "Of two recorded reports: writes the comparison as JSON too.")
    private @Nullable Path comparedJson;

    @Option(
            names = "--fail-on-slower",
            description =
                    "Of two recorded reports: exit code 3 if a statement was shown to be slower, executing or fetching.")
    private boolean failOnSlower;

    @Option(
            names = "--no-common-shift",
            description =
                    "Of two recorded reports: lays to each statement what all have in common, too. For runs on machines that"
                            + " are known to be equally fast.")
    private boolean noCommonShift;

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
        if (after != null) {
            return compare(json, after);
        }
        if (comparedJson != null || failOnSlower || noCommonShift) {
            throw new ParameterException(
                    spec.commandLine(), "--json, --fail-on-slower and --no-common-shift need a second recorded report");
        }
        Path target = page == null ? besideOf(json, "") : page;
        HtmlReport.render(json, target);
        sayWritten(target);
        return 0;
    }

    private int compare(Path before, Path second) throws ReportException {
        Comparison comparison = Comparison.of(before, second, /* withShift= */ !noCommonShift);
        byte[] document = comparison.toJson();
        Path target = page == null ? besideOf(second, "-compared") : page;
        comparison.toText().forEach(out::println);
        ComparePage.write(document, target);
        sayWritten(target);
        if (comparedJson != null) {
            AtomicFile.write(comparedJson, file -> file.write(document));
            sayWritten(comparedJson);
        }
        return failOnSlower && comparison.isSlower() ? EXIT_CODE_SLOWER : 0;
    }

    private void sayWritten(Path file) {
        out.println("wrote " + file.toAbsolutePath().normalize());
    }

    private static Path besideOf(Path json, String behindName) {
        String name = json.getFileName().toString();
        String stem = name.endsWith(JSON_SUFFIX) ? name.substring(0, name.length() - JSON_SUFFIX.length()) : name;
        return json.resolveSibling(stem + behindName + ".html");
    }
}
