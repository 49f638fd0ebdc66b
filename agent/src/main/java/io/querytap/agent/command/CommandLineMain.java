package io.querytap.agent.command;

import io.querytap.agent.report.ReportException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The agent jar as a program: {@code java -jar querytap-agent.jar <command>}. */
public final class CommandLineMain {
    static final String JAR = "querytap-agent.jar";

    private CommandLineMain() {}

    /**
     * Runs one command.
     *
     * @return the exit code: 0 when it worked, 1 when it failed, 2 when the arguments are wrong; a command may have more
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, System.in, out, err);
    }

    static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
        PrintWriter outWriter = new PrintWriter(out, /* autoFlush= */ true, StandardCharsets.UTF_8);
        PrintWriter errWriter = new PrintWriter(err, /* autoFlush= */ true, StandardCharsets.UTF_8);
        int exitCode = new CommandLine(new Root(outWriter))
                .addSubcommand(new ConfigCommand(outWriter))
                .addSubcommand(new ReportCommand(outWriter))
                .addSubcommand(new SqlCommand(in, out))
                .addSubcommand(new TelemetryCommand(outWriter))
                .addSubcommand(new VersionCommand(outWriter))
                .setOut(outWriter)
                .setErr(errWriter)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(CommandLineMain::sayWhatIsWrong)
                .setExecutionExceptionHandler(CommandLineMain::sayWhatFailed)
                .execute(args);
        outWriter.flush();
        errWriter.flush();
        return exitCode;
    }

    private static int sayWhatIsWrong(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        boolean atRoot = command.getParent() == null;
        if (atRoot && problem instanceof UnmatchedArgumentException) {
            UnmatchedArgumentException unmatched = (UnmatchedArgumentException) problem;
            String given = unmatched.getUnmatched().get(0);
            err.print((given.startsWith("-") ? "Unknown option " : "Unknown command ") + given);
            List<String> suggestions = unmatched.getSuggestions();
            err.println(suggestions.isEmpty() ? "" : "; perhaps " + suggestions.get(0) + " was meant");
            err.println(
                    "Commands: " + String.join(", ", command.getSubcommands().keySet()));
        } else {
            err.println(problem.getMessage());
        }
        err.println("Help: java -jar " + JAR + (atRoot ? "" : ' ' + command.getCommandName()) + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The exception in a line: whoever runs a command wants to know which file it was, not where in our code. */
    private static int sayWhatFailed(Exception failure, CommandLine command, ParseResult arguments) {
        boolean readable = failure instanceof ReportException;
        command.getErr().println(command.getCommandName() + " failed: " + (readable ? failure.getMessage() : failure));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Without a command: how to attach. */
    @Command(
            name = "java -jar " + JAR,
            description =
                    "Shows what an application does to its database. Attached to the application as a Java agent; the"
                            + " commands below work on their own.",
            synopsisSubcommandLabel = "[<command>]")
    private static final class Root implements Runnable {
        private final PrintWriter out;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                description = "The same as the command version.")
        private boolean version;

        Root(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void run() {
            if (version) {
                new VersionCommand(out).run();
            } else {
                out.print(AttachText.TEXT);
            }
        }
    }
}
