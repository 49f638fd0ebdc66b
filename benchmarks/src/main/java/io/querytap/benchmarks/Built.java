package io.querytap.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build has left beside the jar of this class. */
final class Built {
    private static final Path TARGET = jarOfThisClass().getParent();

    private Built() {}

    private static Path jarOfThisClass() {
        try {
            return Path.of(Built.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** All commands and benchmarks. */
    static Path benchmarks() {
        return existing(TARGET.resolve("benchmarks.jar"));
    }

    /** The applications whose start is timed. */
    static Path applications() {
        return existing(TARGET.resolve("startup-applications.jar"));
    }

    /** The library whose file name begins with {@code prefix}. */
    static Path library(String prefix) {
        try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
            return libraries
                    .filter(it -> it.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Path ownAgent() {
        return existing(TARGET.resolve("../../agent/target/querytap-agent.jar").normalize());
    }

    static Path floorAgent() {
        return existing(TARGET.resolve("agents/floor-agent.jar"));
    }

    static Path peerAgent() {
        return existing(TARGET.resolve("agents/peer.jar"));
    }

    /** Where the JVMs that JMH starts print to. */
    static Path jmhLog() {
        return TARGET.resolve("jmh.log");
    }

    /** Where the JVMs of the cache benchmark print their errors to. */
    static Path cacheLog() {
        return TARGET.resolve("cache.log");
    }

    /** The libraries of a peer of the cache. */
    static List<Path> peer(String name) throws IOException {
        try (Stream<Path> libraries = Files.list(TARGET.resolve("peers").resolve(name))) {
            return libraries.sorted().toList();
        }
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    static Path existing(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing; to build: mvn -B -Pbenchmarks package -DskipTests");
        }
        return jar.toAbsolutePath();
    }
}
