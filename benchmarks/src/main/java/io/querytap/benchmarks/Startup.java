package io.querytap.benchmarks;

import io.querytap.benchmarks.Agents.Agent;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts small applications under one agent after the other, in rounds, and takes wall time and processor time of the whole
 * process from bash's {@code time}, to the millisecond. One operation is one JVM, from its start to its end.
 */
final class Startup {
    private record Application(String name, List<String> command) {}

    private static final class Measured {
        final Figures wallMillis = new Figures();
        final Figures cpuMillis = new Figures();
    }

    private final Arguments arguments;
    private final Map<String, Map<String, Measured>> measured = new LinkedHashMap<>();

    Startup(Arguments arguments) {
        this.arguments = arguments;
    }

    void run() throws IOException, InterruptedException {
        try (OtlpSink sink = new OtlpSink()) {
            List<Agent> agents = new Agents(sink.endpoint())
                    .choose(arguments.agentsOr("floor", "querytap", "otlp", Agents.PEER), arguments.jars());
            Path own = Built.applications();
            List<Application> applications = List.of(
                    new Application("trivial main", application("TrivialMain", own)),
                    new Application("first query, H2", application("FirstQueryMain", own, Built.library("h2-"))));
            int rounds = arguments.roundsOr(11);
            for (int round = 0; round <= rounds; round++) {
                for (Application application : applications) {
                    for (Agent agent : agents) {
                        // Round 0 fills the page cache.
                        measure(application, agent, /* keep= */ round > 0);
                    }
                }
                System.err.println("round " + round + " of " + rounds);
            }
        }
        printTable();
    }

    private static List<String> application(String mainClass, Path... classPath) {
        List<String> entries = new ArrayList<>();
        for (Path entry : classPath) {
            entries.add(entry.toString());
        }
        return List.of("-cp", String.join(File.pathSeparator, entries), "io.querytap.benchmarks.startup." + mainClass);
    }

    private void measure(Application application, Agent agent, boolean keep) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%3R %3U %3S'; time \"$0\" \"$@\" >/dev/null 2>&1",
                Built.java().toString()));
        command.addAll(agent.jvmArguments());
        command.addAll(application.command());
        Process process = new ProcessBuilder(command).start();
        String times = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(agent.name() + ": " + application.name() + " failed, " + times);
        }
        if (keep) {
            String[] seconds = times.split(" ");
            Measured here = measured.computeIfAbsent(application.name(), it -> new LinkedHashMap<>())
                    .computeIfAbsent(agent.name(), it -> new Measured());
            here.wallMillis.add(millis(seconds[0]));
            here.cpuMillis.add(millis(seconds[1]) + millis(seconds[2]));
        }
    }

    /** Bash writes the decimal point of the locale. */
    private static double millis(String seconds) {
        return Double.parseDouble(seconds.replace(',', '.')) * 1_000;
    }

    private void printTable() {
        System.out.println("| application | agent | wall ms | CPU ms | added wall ms | added CPU ms |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        measured.forEach((application, agents) -> {
            Measured none = agents.get(Agents.NONE);
            agents.forEach((name, here) -> System.out.println(String.join(
                    " | ",
                    "| " + application,
                    name,
                    here.wallMillis.withSpread(),
                    here.cpuMillis.withSpread(),
                    here == none ? "" : added(here.wallMillis, none.wallMillis),
                    (here == none ? "" : added(here.cpuMillis, none.cpuMillis)) + " |")));
        });
    }

    private static String added(Figures here, Figures none) {
        return here.minus(none).rounded();
    }
}
