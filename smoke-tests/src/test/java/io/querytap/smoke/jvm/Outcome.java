package io.querytap.smoke.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a JVM left behind.
 *
 * @param reportStem where its report was to be written, or null if none was asked for
 */
public record Outcome(int exitCode, String stdout, String stderr, Path reportStem) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fails with everything that was printed unless the application ended normally. */
    public Outcome succeeded() {
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + "\n" + stdout + "\n" + stderr);
        }
        return this;
    }

    /** The last line of standard output, read as JSON. */
    public JsonNode json() {
        String line = stdout.stripTrailing();
        return parse(line.substring(line.lastIndexOf('\n') + 1));
    }

    public boolean hasReport() {
        return Files.isRegularFile(reportJson()) && Files.isRegularFile(Path.of(reportStem + ".html"));
    }

    public Report report() {
        try {
            return new Report(parse(Files.readString(reportJson())));
        } catch (IOException e) {
            throw new AssertionError("no report; standard error was:\n" + stderr, e);
        }
    }

    /** The agent's own lines on standard error. */
    public List<String> agentLines() {
        return stderr.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("[querytap]"))
                .toList();
    }

    private Path reportJson() {
        return Path.of(reportStem + ".json");
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
