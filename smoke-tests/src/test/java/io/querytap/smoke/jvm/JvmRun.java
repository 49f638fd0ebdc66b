package io.querytap.smoke.jvm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How to run a main class in a JVM of its own. Set up, then {@link #run()} once. Each run has a working directory of its own. */
public final class JvmRun {
    private static final AtomicInteger NEXT_DIRECTORY = new AtomicInteger(1);

    /** Long enough for a loaded machine of two cores; a run that takes longer hangs. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(120);

    private final Jdk jdk;
    private final Path directory = newDirectory();
    private final List<String> options = new ArrayList<>(List.of("-Xmx512m"));
    private final List<Path> classPath = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> command = new ArrayList<>();
    private Path standardInput;
    private boolean reports;
    private boolean isOptimized;

    private JvmRun(Jdk jdk) {
        this.jdk = jdk;
    }

    public static JvmRun on(Jdk jdk) {
        return new JvmRun(jdk);
    }

    public JvmRun withAgent() {
        return withAgent(Agent.jar(), "");
    }

    /** Attaches a jar of the agent; may be called more than once. */
    public JvmRun withAgent(Path jar, String arguments) {
        return option("-javaagent:" + jar + (arguments.isEmpty() ? "" : '=' + arguments));
    }

    public JvmRun withAgentIf(boolean attached) {
        return attached ? withAgent() : this;
    }

    /** Asks for a report, see {@link Outcome#report()}; without an agent the property says nothing to anybody. */
    public JvmRun withReport() {
        reports = true;
        return property("querytap.report", directory.resolve("report").toString());
    }

    public JvmRun property(String name, String value) {
        return option("-D" + name + '=' + value);
    }

    public JvmRun properties(Map<String, String> all) {
        all.forEach(this::property);
        return this;
    }

    public JvmRun option(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /**
     * With both compilers, for runs that measure or that take long. In the others, of mostly code that runs once, two fifths of the processor
     * time would be the second compiler's.
     */
    public JvmRun optimized() {
        isOptimized = true;
        return this;
    }

    /** Without this call standard input is an open pipe in which nothing ever comes. */
    public JvmRun standardInput(Path file) {
        standardInput = file;
        return this;
    }

    public JvmRun environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public JvmRun libraries(Library... libraries) {
        return classPath(Arrays.stream(libraries).map(Library::jar).toArray(Path[]::new));
    }

    public JvmRun classPath(Path... entries) {
        classPath.addAll(List.of(entries));
        return this;
    }

    /** The class path is that of the applications and what was added. */
    public JvmRun main(String className, String... arguments) {
        classPath.add(0, Agent.applications());
        return plainMain(className, arguments);
    }

    public JvmRun main(Class<?> type, String... arguments) {
        return main(type.getName(), arguments);
    }

    /** The class path is what was added, and nothing else. */
    public JvmRun plainMain(String className, String... arguments) {
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", path, className));
        command.addAll(List.of(arguments));
        return this;
    }

    public JvmRun module(List<Path> modulePath, String module, String... arguments) {
        String path = modulePath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("--module-path", path, "-m", module));
        command.addAll(List.of(arguments));
        return this;
    }

    public JvmRun jar(Path jar, String... arguments) {
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return this;
    }

    public Outcome run() {
        return start().await(LONGEST_RUN);
    }

    /** Runs a tool of the JDK instead of {@code java}; only {@link #environment} and the agent's report count. */
    public Outcome runTool(String tool, String... arguments) {
        List<String> all = new ArrayList<>(List.of(jdk.tool(tool).toString()));
        all.addAll(List.of(arguments));
        return start(all).await(LONGEST_RUN);
    }

    public RunningJvm start() {
        List<String> compiler = isOptimized ? List.of() : List.of("-XX:TieredStopAtLevel=1");
        List<String> all = Stream.of(List.of(jdk.tool("java").toString()), compiler, options, command)
                .flatMap(List::stream)
                .toList();
        return start(all);
    }

    public Path directory() {
        return directory;
    }

    private RunningJvm start(List<String> all) {
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        if (standardInput != null) {
            builder.redirectInput(standardInput.toFile());
        }
        // Whatever the developer's shell or the CI has set for its own JVMs is not part of a test.
        builder.environment().keySet().removeIf(JvmRun::changesJvms);
        builder.environment().putAll(environment);
        try {
            Files.write(directory.resolve("command"), all);
            return new RunningJvm(builder.start(), directory, reports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean changesJvms(String variable) {
        return variable.startsWith("QUERYTAP_")
                || variable.startsWith("OTEL_")
                || variable.equals("JAVA_TOOL_OPTIONS")
                || variable.equals("JDK_JAVA_OPTIONS")
                || variable.equals("_JAVA_OPTIONS")
                || variable.equals("CLASSPATH");
    }

    private static Path newDirectory() {
        Path all =
                Path.of(System.getProperty("querytap.test.work", "target/runs")).toAbsolutePath();
        Path directory = all.resolve(ProcessHandle.current().pid() + "-" + NEXT_DIRECTORY.getAndIncrement());
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
