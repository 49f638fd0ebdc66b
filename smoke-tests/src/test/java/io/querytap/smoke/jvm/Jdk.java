package io.querytap.smoke.jvm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A JDK of this machine. Besides the one that runs the tests, those named by {@code QUERYTAP_TEST_JDKS} (homes, separated as in a
 * path), by variables such as {@code JAVA_HOME_25_X64}, and those that Linux distributions install.
 */
public record Jdk(Path home, int feature) {
    private static final Path LINUX_HOMES = Path.of("/usr/lib/jvm");

    /** From here on a JDK has virtual threads, and is worth a run beside the oldest. */
    private static final int FIRST_NEW = 21;

    private static final List<Jdk> ALL = find();

    private static final AtomicInteger TURNS = new AtomicInteger();

    /** The one that runs the tests. */
    public static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The current one and the newest, if that is another and at least 21. */
    public static List<Jdk> currentAndNewest() {
        Jdk newest = ALL.get(ALL.size() - 1);
        boolean second = newest.feature >= FIRST_NEW && newest.feature != current().feature;
        return second ? List.of(current(), newest) : List.of(current());
    }

    /**
     * The one or the other of {@link #currentAndNewest}, by turns; both where {@code querytap.test.jdks} is {@code all}. For tests that take
     * long and in which it matters little which of them it is.
     */
    public static List<Jdk> inTurn() {
        List<Jdk> both = currentAndNewest();
        return "all".equals(System.getProperty("querytap.test.jdks"))
                ? both
                : List.of(both.get(TURNS.getAndIncrement() % both.size()));
    }

    /** The newest one, empty if {@link #current()} is. */
    public static List<Jdk> newest() {
        return currentAndNewest().stream().skip(1).toList();
    }

    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }

    private static List<Jdk> find() {
        Set<Path> homes = new LinkedHashSet<>();
        String named = System.getenv().getOrDefault("QUERYTAP_TEST_JDKS", "");
        Arrays.stream(named.split(File.pathSeparator))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .forEach(homes::add);
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (variable.getKey().startsWith("JAVA_HOME_")) {
                homes.add(Path.of(variable.getValue()));
            }
        }
        homes.addAll(linuxHomes());
        List<Jdk> jdks = new ArrayList<>(List.of(current()));
        homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                .forEach(home -> jdks.add(new Jdk(home, featureOf(home))));
        jdks.sort(Comparator.comparingInt(Jdk::feature));
        return jdks;
    }

    private static List<Path> linuxHomes() {
        if (!Files.isDirectory(LINUX_HOMES)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(LINUX_HOMES)) {
            return homes.filter(home -> !Files.isSymbolicLink(home)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the file {@code release} that every JDK has: starting one to ask would take longer. */
    private static int featureOf(Path home) {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.+-]")[0]);
    }
}
