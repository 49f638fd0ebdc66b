package io.querytap.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What was asked for on the command line. */
record Arguments(List<String> agents, List<String> jars, int rounds, String benchmarks, int warmup, int iterations) {
    private static final int UNSET = 0;

    static Arguments of(String[] words) {
        List<String> agents = List.of();
        List<String> jars = new ArrayList<>();
        int rounds = UNSET;
        String benchmarks = "";
        int warmup = 5;
        int iterations = 5;
        for (int i = 0; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " needs a value");
            }
            String value = words[i + 1];
            switch (words[i]) {
                case "--agents" -> agents = List.of(value.split(","));
                case "--jar" -> jars.add(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--benchmarks" -> benchmarks = value;
                case "--warmup" -> warmup = Integer.parseInt(value);
                case "--iterations" -> iterations = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("unknown option " + words[i]);
            }
        }
        return new Arguments(agents, jars, rounds, benchmarks, warmup, iterations);
    }

    int roundsOr(int usual) {
        return rounds == UNSET ? usual : rounds;
    }

    List<String> agentsOr(String... usual) {
        return agents.isEmpty() ? List.of(usual) : agents;
    }
}
