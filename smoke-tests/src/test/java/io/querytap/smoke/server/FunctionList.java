package io.querytap.smoke.server;

import io.querytap.smoke.jvm.Agent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;

/** A list of immutable functions as it lies in the agent jar. */
public final class FunctionList {
    private static final String FOLDER = "inst/io/querytap/core/pattern/facts/functions/";

    private FunctionList() {}

    /** By name, the numbers of arguments that are listed; none where the name is listed for any number. */
    public static Map<String, Set<Integer>> of(String dialect) {
        Map<String, Set<Integer>> argumentsByName = new TreeMap<>();
        read(dialect)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.trim().split("\\s+")))
                .filter(entry -> !entry.isEmpty())
                .forEach(entry -> {
                    String[] parts = entry.split("[/,]");
                    Set<Integer> arguments = new TreeSet<>();
                    for (int i = 1; i < parts.length; i++) {
                        arguments.add(Integer.valueOf(parts[i]));
                    }
                    if (argumentsByName.put(parts[0], arguments) != null) {
                        throw new IllegalStateException(dialect + " lists twice: " + parts[0]);
                    }
                });
        return argumentsByName;
    }

    private static String read(String dialect) {
        try (JarFile jar = new JarFile(Agent.jar().toFile());
                InputStream list = jar.getInputStream(
                        Objects.requireNonNull(jar.getJarEntry(FOLDER + dialect + ".txt"), dialect))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
