package io.querytap.agent.command;

import io.querytap.agent.sql.DialectNames;
import io.querytap.agent.sql.ModeNames;
import io.querytap.agent.sql.SqlSession;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the agent would make of SQL texts, without a database. */
@Command(
        name = "sql",
        description = {
            "Reads SQL texts, prints of each its pattern and what it does, as the agent sees it: one JSON line each, in order.",
            "",
            "The input is JSON lines, {\"sql\": \"...\", \"dialect\": \"postgresql\"}. The dialect may be left out, and so may"
                    + " \"modes\", a list of ansi_quotes, no_backslash_escapes, standard_conforming_strings=off,"
                    + " quoted_identifier=off.",
            "",
            "Example:",
            "  echo '{\"sql\":\"SELECT a FROM t\"}' | java -jar querytap-agent.jar sql",
            "  {\"id\":\"...\",\"text\":\"SELECT a FROM t\",\"summary\":\"SELECT t\", ...}",
            ""
        },
        footer = {
            "",
            "A line that cannot be read is answered by a line with an \"error\", and never repeated. Exit code 0: everything"
                    + " was read; 1: with --strict, a line had an error, or the output could not be written; 2: wrong"
                    + " arguments."
        })
final class SqlCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final InputStream in;
    private final PrintStream out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "<file>", description = "What to read; default, and \"-\": standard input.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--text",
            description = "The input is plain SQL: statements that end in a semicolon outside strings and comments.")
    private boolean text;

    @Option(
            names = "--dialect",
            paramLabel = "<name>",
            description = "For input that says nothing of its dialect; default: other.")
    private String dialectName = "other";

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "<mode>",
            description = "For input that says nothing of the server's modes; default: none is known.")
    private List<String> modeNames = new ArrayList<>();

    @Option(names = "--facts", description = "Prints functions, row limits, uses of columns and obstacles too.")
    private boolean facts;

    @Option(names = "--strict", description = "Exit code 1 if a line had an error.")
    private boolean strict;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    SqlCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        SqlSession session = new SqlSession(dialect(), modes(), out, facts);
        List<Path> inputs = files.isEmpty() ? List.of(STANDARD_INPUT) : files;
        for (Path input : inputs) {
            if (!input.equals(STANDARD_INPUT) && (!Files.isReadable(input) || Files.isDirectory(input))) {
                throw new ParameterException(spec.commandLine(), "Cannot read " + input);
            }
        }
        for (Path input : inputs) {
            if (input.equals(STANDARD_INPUT)) {
                read(session, in);
            } else {
                try (InputStream file = Files.newInputStream(input)) {
                    read(session, file);
                }
            }
        }
        return session.isReaderGone() || strict && session.badLines() > 0 ? 1 : 0;
    }

    private void read(SqlSession session, InputStream input) throws IOException {
        if (text) {
            session.answerStatements(input);
        } else {
            session.answerLines(input);
        }
    }

    private Dialect dialect() {
        Dialect known = DialectNames.find(dialectName);
        if (known == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Unknown dialect " + dialectName + "; known: " + String.join(", ", DialectNames.own()));
        }
        return known;
    }

    private SqlModes modes() {
        SqlModes modes = SqlModes.UNKNOWN;
        for (String name : modeNames) {
            SqlModes more = ModeNames.with(modes, name);
            if (more == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Unknown mode " + name + "; known: ansi_quotes, no_backslash_escapes,"
                                + " standard_conforming_strings, quoted_identifier, each alone or with =on or =off");
            }
            modes = more;
        }
        return modes;
    }
}
