package io.querytap.benchmarks;

import io.querytap.benchmarks.Agents.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs {@link AllocationProbe} without and with the agent and compares: bytes do not depend on how busy the machine is. */
final class AllocationCheck {
    /** More than this per operation is an allocation made by each; less is a histogram that grew once in a million. */
    private static final double TOLERATED_BYTES = 0.25;

    /** What injected fields may add to the objects that a pool and a driver make for each query anyway. */
    private static final double GROWN_OBJECTS_BYTES = 32;

    /** Objects that the JIT sometimes removes are counted always: with and without agent it would not remove the same ones. */
    private static final String COUNT_ALL = "-XX:-DoEscapeAnalysis";

    private final Arguments arguments;

    AllocationCheck(Arguments arguments) {
        this.arguments = arguments;
    }

    /** Whether all is well. */
    boolean run() throws IOException, InterruptedException {
        boolean passed = true;
        try (OtlpSink sink = new OtlpSink()) {
            List<Agent> agents = new Agents(sink.endpoint()).choose(arguments.agentsOr("otlp"), arguments.jars());
            Map<String, Double> without = probe(agents.get(0));
            for (Agent agent : agents.subList(1, agents.size())) {
                Map<String, Double> with = probe(agent);
                for (Map.Entry<String, Double> operation : with.entrySet()) {
                    passed &= judge(agent, operation.getKey(), operation.getValue(), without.get(operation.getKey()));
                }
            }
        }
        return passed;
    }

    private static boolean judge(Agent agent, String operation, double with, double without) {
        double allowed = operation.startsWith(AllocationProbe.POOLED) ? GROWN_OBJECTS_BYTES : TOLERATED_BYTES;
        boolean passed = with - without <= allowed;
        System.out.printf(
                Locale.ROOT,
                "%-4s %-9s %-36s %8.2f B, without agent %8.2f B%n",
                passed ? "ok" : "FAIL",
                agent.name(),
                operation,
                with,
                without);
        return passed;
    }

    /** Bytes per operation, as the probe printed them. */
    private static Map<String, Double> probe(Agent agent) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Built.java().toString(), "-Xmx512m", COUNT_ALL));
        command.addAll(agent.jvmArguments());
        boolean woven = !agent.name().equals(Agents.NONE);
        command.addAll(List.of(
                "-cp", Built.benchmarks().toString(), AllocationProbe.class.getName(), Boolean.toString(woven)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the probe failed under " + agent.name());
        }
        Map<String, Double> bytes = new LinkedHashMap<>();
        for (String line : printed.lines().toList()) {
            String[] parts = line.split("\t");
            bytes.put(parts[0], Double.valueOf(parts[1]));
        }
        return bytes;
    }
}
