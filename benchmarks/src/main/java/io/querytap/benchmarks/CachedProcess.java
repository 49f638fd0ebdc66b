package io.querytap.benchmarks;

import io.querytap.benchmarks.cached.CachedMain;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that runs {@link CachedMain}. */
final class CachedProcess implements AutoCloseable {
    /** Figures of one run. */
    record Run(long medianNanos, long p99Nanos, long cpuNanos, long bytes, long operations, long refused) {}

    private static final String READY = "ready";
    private static final String FIGURES = "figures ";

    private final String name;
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param classPath behind that of this JVM
     * @param arguments of {@link CachedMain}
     */
    CachedProcess(String name, List<String> jvmArguments, List<Path> classPath, List<String> arguments)
            throws IOException {
        this.name = name;
        List<String> entries = new ArrayList<>(List.of(Built.benchmarks().toString()));
        classPath.forEach(entry -> entries.add(entry.toString()));
        List<String> command =
                new ArrayList<>(List.of(Built.java().toString(), "-Xms256m", "-Xmx256m", "-XX:-BackgroundCompilation"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, entries), CachedMain.class.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(Built.cacheLog().toFile()))
                .start();
        orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits until it is connected. */
    void awaitReady() throws IOException {
        await(READY);
    }

    Run run(String operation, int rows, long millis, long count, long nonce) throws IOException {
        orders.write("run " + operation + ' ' + rows + ' ' + millis + ' ' + count + ' ' + nonce + '\n');
        orders.flush();
        String[] figures = await(FIGURES).substring(FIGURES.length()).split(" ");
        long[] values = new long[figures.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Long.parseLong(figures[i]);
        }
        return new Run(values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    /** What libraries print is passed over. */
    private String await(String prefix) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(prefix)) {
                return line;
            }
        }
        throw new IOException(name + " has ended; see " + Built.cacheLog());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
