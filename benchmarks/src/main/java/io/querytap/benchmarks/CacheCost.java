package io.querytap.benchmarks;

import io.querytap.benchmarks.CachedProcess.Run;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the result cache gains and costs, on PostgreSQL and Redis. All applications of a round live side by side, each in a JVM of
 * its own, and run in turn for a fraction of a second: the machine's mood meets all of them, and ratios are taken slice by slice.
 * While queries are measured that a cache is to answer the table is locked, so whatever reaches the database is noticed.
 */
final class CacheCost {
    /** What is done; {@code name} is the operation's name in {@link io.querytap.benchmarks.cached.CachedMain}. */
    private record Operation(String name, String inWords) {}

    private static final Operation SAME = new Operation("same", "asked again");
    private static final Operation FRESH = new Operation("fresh", "never asked before");
    private static final List<Operation> OPERATIONS = List.of(
            SAME,
            FRESH,
            new Operation("transaction", "in a transaction"),
            new Operation("unruled", "table without a rule"));
    private static final Operation SHARED = new Operation("fresh", "read by another JVM before");
    private static final Operation PING = new Operation("ping", "PING to Redis, the round trip alone");

    private static final int[] ROWS = {1, 10, 1_000};
    private static final long SLICE_MILLIS = 300;
    private static final long WARM_UP_MILLIS = 1_000;
    private static final long UNCOUNTED = Long.MAX_VALUE;

    /** Drivers are checked, catalogues read and connections made in the background. */
    private static final int MAX_LOOKS_FOR_ANSWER = 20;

    private static final long LOOK_MILLIS = 100;
    private static final long BETWEEN_LOOKS_MILLIS = 500;

    /** Entries that one JVM leaves for the other: no more than the local entries of 1 MiB, few enough to be sent meanwhile. */
    private static final int SHARED_ENTRIES = 300;

    private static final int SHARED_WARM_UPS = 12;
    private static final long SENDING_MILLIS = 300;

    private record Row(Operation operation, int rows, String variant) {}

    private static final class Measured {
        final Figures micros = new Figures();
        final Figures cpuMicros = new Figures();
        final Figures bytes = new Figures();
        long operations;
        long missed;
    }

    private final Arguments arguments;
    private final Map<Row, Measured> measured = new LinkedHashMap<>();
    private long nonce = -1_000;

    CacheCost(Arguments arguments) {
        this.arguments = arguments;
    }

    void run() throws IOException, SQLException, InterruptedException {
        try (CacheServers servers = new CacheServers()) {
            List<CacheVariant> variants = CacheVariant.choose(servers, arguments.agents());
            int rounds = arguments.roundsOr(2);
            for (int round = 1; round <= rounds; round++) {
                round(servers, variants);
                System.err.println("round " + round + " of " + rounds);
            }
        }
        printTable();
    }

    private void round(CacheServers servers, List<CacheVariant> variants)
            throws IOException, SQLException, InterruptedException {
        Map<CacheVariant, CachedProcess> running = new LinkedHashMap<>();
        CachedProcess other = null;
        try {
            for (CacheVariant variant : variants) {
                CachedProcess process = variant.start(servers);
                running.put(variant, process);
                process.awaitReady();
                if (variant.name().equals(CacheVariant.STRICT)) {
                    other = variant.start(servers);
                    other.awaitReady();
                }
            }
            for (int rows : ROWS) {
                for (Operation operation : OPERATIONS) {
                    if (operation.inWords().contains(arguments.benchmarks())) {
                        measure(servers, running, operation, rows);
                    }
                }
                if (other != null && SHARED.inWords().contains(arguments.benchmarks())) {
                    for (Map.Entry<CacheVariant, CachedProcess> each : running.entrySet()) {
                        if (each.getKey().name().equals(CacheVariant.STRICT)) {
                            measureShared(servers, each.getValue(), other, rows);
                        }
                    }
                }
            }
            CachedProcess plain = running.values().iterator().next();
            for (int i = 0; i <= arguments.iterations(); i++) {
                Run run = plain.run(PING.name(), 0, SLICE_MILLIS, UNCOUNTED, 0);
                if (i > 0) {
                    add(PING, 0, CacheVariant.NONE, run);
                }
            }
        } finally {
            running.values().forEach(CachedProcess::close);
            if (other != null) {
                other.close();
            }
        }
    }

    private void measure(CacheServers servers, Map<CacheVariant, CachedProcess> running, Operation operation, int rows)
            throws IOException, SQLException, InterruptedException {
        for (Map.Entry<CacheVariant, CachedProcess> each : running.entrySet()) {
            run(each.getValue(), operation, rows, arguments.warmup() * WARM_UP_MILLIS);
            if (operation == SAME && each.getKey().caches()) {
                awaitAnswers(servers, each.getValue(), rows, each.getKey().name());
            }
        }
        for (int i = 0; i < arguments.iterations(); i++) {
            for (Map.Entry<CacheVariant, CachedProcess> each : running.entrySet()) {
                boolean isAnswered = operation == SAME && each.getKey().caches();
                if (isAnswered) {
                    servers.lock();
                }
                Run run = run(each.getValue(), operation, rows, SLICE_MILLIS);
                if (isAnswered) {
                    servers.unlock();
                }
                add(operation, rows, each.getKey().name(), run);
            }
        }
    }

    private Run run(CachedProcess process, Operation operation, int rows, long millis) throws IOException {
        Run run = process.run(operation.name(), rows, millis, UNCOUNTED, nonce);
        nonce -= run.operations();
        return run;
    }

    private void awaitAnswers(CacheServers servers, CachedProcess process, int rows, String name)
            throws IOException, SQLException, InterruptedException {
        for (int i = 0; i < MAX_LOOKS_FOR_ANSWER; i++) {
            servers.lock();
            Run run = run(process, SAME, rows, LOOK_MILLIS);
            servers.unlock();
            if (run.refused() == 0) {
                run(process, SAME, rows, arguments.warmup() * WARM_UP_MILLIS);
                return;
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            run(process, SAME, rows, LOOK_MILLIS);
        }
        System.err.println(name + " does not answer " + rows + " rows from its cache; see " + Built.cacheLog());
    }

    private void measureShared(CacheServers servers, CachedProcess reader, CachedProcess other, int rows)
            throws IOException, SQLException, InterruptedException {
        awaitAnswers(servers, other, rows, "the other JVM");
        for (int i = 0; i < SHARED_WARM_UPS + arguments.iterations(); i++) {
            other.run(FRESH.name(), rows, WARM_UP_MILLIS, SHARED_ENTRIES, nonce);
            Thread.sleep(SENDING_MILLIS);
            servers.lock();
            Run run = reader.run(FRESH.name(), rows, WARM_UP_MILLIS, SHARED_ENTRIES, nonce);
            servers.unlock();
            nonce -= SHARED_ENTRIES;
            if (i >= SHARED_WARM_UPS) {
                add(SHARED, rows, CacheVariant.STRICT, run);
            }
        }
    }

    private void add(Operation operation, int rows, String variant, Run run) {
        Measured here = measured.computeIfAbsent(new Row(operation, rows, variant), row -> new Measured());
        here.micros.add(run.medianNanos() / 1e3);
        here.cpuMicros.add(run.cpuNanos() / 1e3);
        here.bytes.add(run.bytes());
        here.operations += run.operations();
        here.missed += run.refused();
        System.err.printf(
                Locale.ROOT,
                "%4d rows  %-28s %-18s %8.1f µs (99%%: %.1f) %8.1f µs CPU %8d B %7d, %d missed%n",
                rows,
                operation.inWords(),
                variant,
                run.medianNanos() / 1e3,
                run.p99Nanos() / 1e3,
                run.cpuNanos() / 1e3,
                run.bytes(),
                run.operations(),
                run.refused());
    }

    private void printTable() {
        System.out.println("| query | rows | application | µs | µs of CPU | bytes | of none | of agent | missed |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        measured.forEach((row, here) -> System.out.println(String.join(
                " | ",
                "| " + row.operation().inWords(),
                Integer.toString(row.rows()),
                row.variant(),
                here.micros.withTenths(),
                here.cpuMicros.withTenths(),
                here.bytes.rounded(),
                ratio(row, here, CacheVariant.NONE),
                ratio(row, here, CacheVariant.AGENT),
                here.missed + " of " + here.operations + " |")));
    }

    private String ratio(Row row, Measured here, String baseline) {
        Measured other = measured.get(new Row(row.operation(), row.rows(), baseline));
        return other == null || other == here || other.micros.size() != here.micros.size()
                ? ""
                : here.micros.dividedBy(other.micros).withFineSpread();
    }
}
