package io.querytap.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The agents that are compared. */
final class Agents {
    /** Without an agent: what all others are compared with, so it is always the first. */
    static final String NONE = "none";

    /** The agent of OpenTelemetry. */
    static final String PEER = "peer";

    /** The same with its HikariCP instrumentation alone. */
    static final String PEER_POOL = "peer-pool";

    /** One agent: the JVM arguments that attach it. */
    record Agent(String name, List<String> jvmArguments) {}

    private final String endpoint;

    /** @param endpoint an OTLP receiver, for those that send */
    Agents(String endpoint) {
        this.endpoint = endpoint;
    }

    /** None, then those named, then those of further jars. */
    List<Agent> choose(List<String> names, List<String> jars) {
        List<Agent> chosen = new ArrayList<>();
        chosen.add(new Agent(NONE, List.of()));
        for (String name : names) {
            if (!name.equals(NONE)) {
                chosen.add(new Agent(name, arguments(name)));
            }
        }
        for (String jar : jars) {
            int separator = jar.indexOf('=');
            Path path = Built.existing(Path.of(jar.substring(separator + 1)));
            chosen.add(new Agent(jar.substring(0, separator), own(path, sending())));
        }
        return chosen;
    }

    private List<String> arguments(String name) {
        return switch (name) {
            case "floor" -> List.of("-javaagent:" + Built.floorAgent());
            case "querytap" -> own(Built.ownAgent(), List.of());
            case "cache" -> own(Built.ownAgent(), List.of("-Dquerytap.cache.rules=" + ruleOfAnotherTable()));
            case "otlp" -> own(Built.ownAgent(), sending());
            case "traces" -> own(Built.ownAgent(), List.of(sending().get(0), "-Dquerytap.traces=all"));
            case PEER -> peer(/* jdbc= */ true);
            case PEER_POOL -> peer(/* jdbc= */ false);
            default -> throw new IllegalArgumentException("unknown agent " + name);
        };
    }

    private static Path ruleOfAnotherTable() {
        try {
            return CacheVariant.rules("table_that_nobody_reads", "strict");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private List<String> sending() {
        return List.of("-Dquerytap.otel.exporter.otlp.endpoint=" + endpoint);
    }

    private static List<String> own(Path jar, List<String> settings) {
        List<String> arguments = new ArrayList<>();
        arguments.add("-javaagent:" + jar);
        arguments.add("-Dquerytap.summary=false");
        arguments.addAll(settings);
        return arguments;
    }

    private List<String> peer(boolean jdbc) {
        return List.of(
                "-javaagent:" + Built.peerAgent(),
                "-Dotel.instrumentation.common.default-enabled=false",
                "-Dotel.instrumentation.jdbc.enabled=" + jdbc,
                "-Dotel.instrumentation.jdbc-datasource.enabled=false",
                "-Dotel.instrumentation.hikaricp.enabled=true",
                "-Dotel.exporter.otlp.endpoint=" + endpoint,
                "-Dotel.logs.exporter=none",
                // It warns of each overflow of its queue, which at this rate would be measured too.
                "-Dotel.javaagent.logging=none");
    }
}
