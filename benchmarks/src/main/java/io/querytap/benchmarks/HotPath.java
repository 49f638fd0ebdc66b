package io.querytap.benchmarks;

import io.querytap.benchmarks.Agents.Agent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the JMH benchmarks under one agent after the other, in rounds: none, the first agent, the second, and again. What the
 * machine does meanwhile meets all of them, and what an agent adds is taken within a round.
 */
final class HotPath {
    /** One benchmark method with a number of threads; {@code alone} is one that no agent has a part in. */
    private record Operation(String benchmark, int threads, boolean alone) {
        String displayName() {
            return benchmark + (threads == 1 ? "" : ", " + threads + " threads");
        }
    }

    private static final List<Operation> OPERATIONS = List.of(
            new Operation("StubQueryBenchmark.prepared", 1, false),
            new Operation("StubQueryBenchmark.prepared", 2, false),
            new Operation("StubQueryBenchmark.preparedWithParameter", 1, false),
            new Operation("StubQueryBenchmark.statement", 1, false),
            new Operation("StubQueryBenchmark.prepareEachTime", 1, false),
            new Operation("StubQueryBenchmark.hundredRows", 1, false),
            new Operation("StubQueryBenchmark.hundredRowsOfThreeColumns", 1, false),
            new Operation("CheckoutBenchmark.checkout", 1, false),
            new Operation("CheckoutBenchmark.checkout", 2, false),
            new Operation("ContendedCheckoutBenchmark.poolOfTwo", 4, false),
            new Operation("ContendedCheckoutBenchmark.poolOfEight", 4, false),
            new Operation("HikariH2Benchmark.query", 1, false),
            new Operation("CoreBenchmark.clock", 1, true),
            new Operation("CoreBenchmark.recordExecution", 1, true),
            new Operation("CoreBenchmark.recordExecution", 2, true),
            new Operation("CoreBenchmark.recordExecutionAndResult", 1, true),
            new Operation("CoreBenchmark.recordExecutionAndResult", 2, true),
            new Operation("CoreBenchmark.findKnownText", 1, true),
            new Operation("CoreBenchmark.findKnownText", 2, true),
            new Operation("CoreBenchmark.makeEqualText", 1, true),
            new Operation("CoreBenchmark.findEqualText", 1, true),
            new Operation("CoreBenchmark.findRepeatedConstant", 1, true),
            new Operation("CoreBenchmark.makeNewValue", 1, true),
            new Operation("CoreBenchmark.findNewValue", 1, true),
            new Operation("CoreBenchmark.analyze", 1, true));

    /** What was measured of one operation under one agent. */
    private static final class Measured {
        final Figures wallNanos = new Figures();
        final Figures cpuNanos = new Figures();
        final Figures processNanos = new Figures();
        final Figures bytes = new Figures();
    }

    /** On a busy machine the compiler's threads come too late: the warm-up would pass before anything is compiled. */
    private static final String COMPILE_AT_ONCE = "-XX:-BackgroundCompilation";

    private final Arguments arguments;
    private final Map<Operation, Map<String, Measured>> measured = new LinkedHashMap<>();

    HotPath(Arguments arguments) {
        this.arguments = arguments;
    }

    void run() throws IOException, RunnerException {
        try (OtlpSink sink = new OtlpSink()) {
            List<Agent> agents = new Agents(sink.endpoint())
                    .choose(arguments.agentsOr("querytap", "otlp", Agents.PEER), arguments.jars());
            int rounds = arguments.roundsOr(3);
            List<Operation> operations = new ArrayList<>(OPERATIONS);
            operations.removeIf(it -> !it.benchmark().contains(arguments.benchmarks()));
            for (int round = 1; round <= rounds; round++) {
                for (Operation operation : operations) {
                    for (Agent agent : operation.alone() ? agents.subList(0, 1) : agents) {
                        measure(operation, agent, round);
                    }
                }
            }
        }
        printTable();
    }

    private void measure(Operation operation, Agent agent, int round) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\." + operation.benchmark().replace(".", "\\.") + "$")
                .threads(operation.threads())
                .forks(1)
                .warmupIterations(arguments.warmup())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(arguments.iterations())
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend(jvmArguments(agent))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .output(Built.jmhLog().toString());
        RunResult result = new Runner(options.build()).runSingle();
        Measured here = measured.computeIfAbsent(operation, it -> new LinkedHashMap<>())
                .computeIfAbsent(agent.name(), it -> new Measured());
        double operations = secondary(result, "operations");
        here.wallNanos.add(result.getPrimaryResult().getScore());
        here.cpuNanos.add(secondary(result, "cpuNanos") / operations);
        // Each thread reports the whole process.
        here.processNanos.add(secondary(result, "processCpuNanos") / operations / operation.threads());
        here.bytes.add(secondary(result, "allocatedBytes") / operations);
        System.err.printf(
                Locale.ROOT,
                "round %d  %-42s %-9s %8.1f ns  %8.1f ns CPU  %8.1f B%n",
                round,
                operation.displayName(),
                agent.name(),
                here.wallNanos.get(round - 1),
                here.cpuNanos.get(round - 1),
                here.bytes.get(round - 1));
    }

    private static String[] jvmArguments(Agent agent) {
        List<String> all = new ArrayList<>(List.of("-Xms512m", "-Xmx512m", COMPILE_AT_ONCE));
        all.addAll(agent.jvmArguments());
        return all.toArray(new String[0]);
    }

    static double secondary(RunResult result, String name) {
        Result<?> found = result.getSecondaryResults().get(name);
        if (found == null) {
            throw new IllegalStateException(
                    name + " is not among " + result.getSecondaryResults().keySet());
        }
        return found.getScore();
    }

    private void printTable() {
        System.out.println(
                "| operation | agent | ns | ns of CPU | added ns of CPU | of all threads | bytes | added bytes | ratio to peer |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        measured.forEach((operation, agents) -> {
            Measured none = agents.get(Agents.NONE);
            Measured peer = agents.getOrDefault(Agents.PEER, agents.get(Agents.PEER_POOL));
            agents.forEach((name, here) -> System.out.println(row(operation, name, here, none, peer)));
        });
    }

    private static String row(Operation operation, String name, Measured here, Measured none, Measured peer) {
        Figures added = here.cpuNanos.minus(none.cpuNanos);
        boolean baseline = here == none;
        String ratio = baseline || peer == null
                ? ""
                : added.dividedBy(peer.cpuNanos.minus(none.cpuNanos)).withFineSpread();
        return String.join(
                " | ",
                "| " + operation.displayName(),
                name,
                here.wallNanos.withSpread(),
                here.cpuNanos.rounded(),
                baseline ? "" : added.withSpread(),
                baseline ? "" : here.processNanos.minus(none.processNanos).rounded(),
                here.bytes.rounded(),
                baseline ? "" : here.bytes.minus(none.bytes).rounded(),
                ratio + " |");
    }
}
