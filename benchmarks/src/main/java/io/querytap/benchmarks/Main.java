package io.querytap.benchmarks;

import java.util.Arrays;

/** The commands of {@code benchmarks.jar}. */
public final class Main {
    private static final String USAGE = """
            java -jar benchmarks/target/benchmarks.jar <command> [options]

              hot          nanoseconds and bytes per query under each agent, interleaved
              startup      start of a trivial application and of one that makes its first query
              sql          what SQL texts cost at first sight, again, in a new JVM and when hostile, beside OpenTelemetry's
                           sanitizer; -Dquerytap.corpora=<folder> before -jar adds its file of mixed SQL
              cache        queries answered from the result cache, and what others pay for it, beside other caches
              allocation   exit code 1 if a query allocates more with the agent than without it
              jmh          JMH itself, with its own options; for a profile of one benchmark

            Options:
              --agents <names>       some of floor,querytap,cache,otlp,traces,peer,peer-pool; "none" is
                                     always among them. cache: of agent,local,bounded,strict,
                                     smart-cache,aws
              --jar <name>=<path>    another jar of this agent, with the settings of "otlp"; may be repeated
              --rounds <n>           2 for cache, 3 for hot and sql (7 for its new JVMs), 11 for startup
              --benchmarks <text>    hot, sql, cache: only those whose name contains it
              --warmup <n>           hot, sql, cache: warm-up iterations of a second, default 5
              --iterations <n>       hot, sql: measured iterations of a second, cache: slices, default 5

            querytap: default settings. cache: with a rule that no query meets. otlp: metrics and the traces of interesting units are sent too, to a receiver that
            keeps nothing. traces: a trace of every unit. peer: the agent of OpenTelemetry with JDBC and HikariCP only, sending;
            peer-pool: with HikariCP only.

            Of cache: agent: no rules. local: entries of one JVM. bounded: with Redis, not asked for 10 s. strict: with Redis,
            asked at each hit; with a second JVM, whose entries it reads. smart-cache: redis-smart-cache. aws: the AWS JDBC
            wrapper's remote query cache.""";

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "help" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (command) {
            case "hot" -> new HotPath(Arguments.of(rest)).run();
            case "startup" -> new Startup(Arguments.of(rest)).run();
            case "sql" -> new SqlCost(Arguments.of(rest)).run();
            case "cache" -> new CacheCost(Arguments.of(rest)).run();
            case "allocation" -> System.exit(new AllocationCheck(Arguments.of(rest)).run() ? 0 : 1);
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> System.out.println(USAGE);
        }
    }
}
