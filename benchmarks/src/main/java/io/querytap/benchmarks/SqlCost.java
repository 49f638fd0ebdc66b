package io.querytap.benchmarks;

import io.querytap.benchmarks.SqlTexts.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What SQL texts cost: warm, cold and hostile, ours and OpenTelemetry's sanitizer in turn, each in JVMs of its own, in rounds.
 * Ratios are taken within a round.
 */
final class SqlCost {
    private static final String COLD = "cold";
    private static final String HOSTILE = "hostile";

    /** On a busy machine a compiler thread that gets no turn leaves code slow for longer than a warm-up lasts: wait for it. */
    private static final String COMPILE_AT_ONCE = "-XX:-BackgroundCompilation";

    /** Length of the statement for which targets are given, in characters. */
    private static final double USUAL_LENGTH = 90;

    /** @param peer the benchmark to compare with, or the empty string */
    private record Operation(String name, String benchmark, String peer, String texts) {}

    private static final class Measured {
        final Figures cpuNanos = new Figures();
        final Figures bytes = new Figures();
    }

    private final Arguments arguments;
    private final Map<String, Measured> measured = new LinkedHashMap<>();

    SqlCost(Arguments arguments) {
        this.arguments = arguments;
    }

    void run() throws IOException, InterruptedException, RunnerException {
        warm();
        if (COLD.contains(arguments.benchmarks())) {
            cold();
        }
        if (HOSTILE.contains(arguments.benchmarks())) {
            System.out.println("\nMilliseconds of CPU for a text of 1 MiB:\n");
            new HostileSql().run();
        }
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        operations.add(new Operation("first sight", "analyze", "analyzePeer", SqlTexts.MIX));
        if (SqlTexts.hasCorpora()) {
            operations.add(new Operation("first sight, corpora", "analyze", "analyzePeer", SqlTexts.THROUGHPUT));
        }
        operations.add(new Operation("known pattern, new text", "findKnownPattern", "", SqlTexts.MIX));
        operations.add(new Operation("known text, same String", "findSameObject", "findSameObjectPeer", SqlTexts.MIX));
        operations.add(new Operation("known text, new String", "findEqualText", "findEqualTextPeer", SqlTexts.MIX));
        operations.add(new Operation("… of which making the String", "makeText", "", SqlTexts.MIX));
        return operations;
    }

    private void warm() throws RunnerException {
        List<Operation> operations = operations();
        operations.removeIf(it -> !(it.name() + ' ' + it.benchmark()).contains(arguments.benchmarks()));
        int rounds = arguments.roundsOr(3);
        for (int round = 1; round <= rounds; round++) {
            for (Operation operation : operations) {
                measure(operation.benchmark(), operation.texts(), round);
                if (!operation.peer().isEmpty()) {
                    measure(operation.peer(), operation.texts(), round);
                }
            }
        }
        if (operations.isEmpty()) {
            return;
        }
        System.out.println(
                "| operation | whose | ns of CPU a statement | ns per 90 characters | MB/s | bytes | ratio to peer |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (Operation operation : operations) {
            Measured own = found(operation.benchmark(), operation.texts());
            boolean first = operation.benchmark().equals("analyze")
                    || operation.benchmark().equals("findKnownPattern");
            double length = first ? SqlTexts.meanLength(SqlTexts.of(operation.texts())) : 0;
            Measured peer = operation.peer().isEmpty() ? null : found(operation.peer(), operation.texts());
            String ratio =
                    peer == null ? "" : own.cpuNanos.dividedBy(peer.cpuNanos).withFineSpread();
            System.out.println(row(operation.name(), "querytap", own, length, ratio));
            if (peer != null) {
                System.out.println(row(operation.name(), Agents.PEER, peer, length, ""));
            }
        }
        for (String texts :
                SqlTexts.hasCorpora() ? List.of(SqlTexts.MIX, SqlTexts.THROUGHPUT) : List.of(SqlTexts.MIX)) {
            List<Text> all = SqlTexts.of(texts);
            System.out.printf(
                    Locale.ROOT,
                    "%n%s: %,d statements of %.0f characters on average%n",
                    texts,
                    all.size(),
                    SqlTexts.meanLength(all));
        }
    }

    private static String row(String operation, String whose, Measured here, double length, String ratio) {
        double nanos = here.cpuNanos.median();
        String perUsual = length == 0 ? "" : String.format(Locale.ROOT, "%.0f", nanos * USUAL_LENGTH / length);
        String rate = length == 0 ? "" : String.format(Locale.ROOT, "%.0f", length * 1_000 / nanos);
        return String.join(
                " | ",
                "| " + operation,
                whose,
                here.cpuNanos.withSpread(),
                perUsual,
                rate,
                here.bytes.rounded(),
                ratio + " |");
    }

    private Measured found(String benchmark, String texts) {
        return measured.computeIfAbsent(benchmark + ' ' + texts, it -> new Measured());
    }

    private void measure(String benchmark, String texts, int round) throws RunnerException {
        List<String> jvmArguments = new ArrayList<>(List.of("-Xms512m", "-Xmx512m", COMPILE_AT_ONCE));
        if (SqlTexts.hasCorpora()) {
            jvmArguments.add("-D" + SqlTexts.CORPORA + '=' + System.getProperty(SqlTexts.CORPORA));
        }
        OptionsBuilder options = new OptionsBuilder();
        options.include("\\.AnalyzerBenchmark\\." + benchmark + '$')
                .param("texts", texts)
                .threads(1)
                .forks(1)
                .warmupIterations(arguments.warmup())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(arguments.iterations())
                .measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend(jvmArguments.toArray(new String[0]))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .output(Built.jmhLog().toString());
        RunResult result = new Runner(options.build()).runSingle();
        Measured here = found(benchmark, texts);
        double operations = HotPath.secondary(result, "operations");
        here.cpuNanos.add(HotPath.secondary(result, "cpuNanos") / operations);
        here.bytes.add(HotPath.secondary(result, "allocatedBytes") / operations);
        System.err.printf(
                Locale.ROOT,
                "round %d  %-20s %-12s %8.1f ns CPU  %8.1f B%n",
                round,
                benchmark,
                texts,
                here.cpuNanos.get(round - 1),
                here.bytes.get(round - 1));
    }

    private void cold() throws IOException, InterruptedException {
        Map<String, Figures> wallMicros = new LinkedHashMap<>();
        Map<String, Figures> cpuMicros = new LinkedHashMap<>();
        int rounds = arguments.roundsOr(7);
        for (int round = 0; round <= rounds; round++) {
            for (String whose : List.of("querytap", Agents.PEER)) {
                String[] nanos = coldRun(whose).split(" ");
                if (round > 0) { // round 0 fills the page cache
                    wallMicros
                            .computeIfAbsent(whose, it -> new Figures())
                            .add(Double.parseDouble(nanos[0]) / 1_000 / ColdSqlMain.STATEMENTS);
                    cpuMicros
                            .computeIfAbsent(whose, it -> new Figures())
                            .add(Double.parseDouble(nanos[1]) / 1_000 / ColdSqlMain.STATEMENTS);
                }
            }
        }
        System.out.println("\nThe first " + ColdSqlMain.STATEMENTS + " statements of a JVM:\n");
        System.out.println("| whose | µs a statement | µs of the thread's CPU | ratio to peer, CPU |");
        System.out.println("| --- | --- | --- | --- |");
        wallMicros.forEach((whose, wall) -> System.out.println(String.join(
                " | ",
                "| " + whose,
                wall.withSpread(),
                cpuMicros.get(whose).withSpread(),
                (whose.equals(Agents.PEER)
                                ? ""
                                : cpuMicros
                                        .get(whose)
                                        .dividedBy(cpuMicros.get(Agents.PEER))
                                        .withFineSpread())
                        + " |")));
    }

    private static String coldRun(String whose) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Built.java().toString(),
                        "-cp",
                        Built.benchmarks().toString(),
                        ColdSqlMain.class.getName(),
                        whose)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the first statements failed: " + whose);
        }
        return printed.trim();
    }
}
