package io.querytap.core.pattern.fuzz;

import io.querytap.core.pattern.lexis.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The fragments of {@code grammar.txt}; its head describes the form. */
final class Grammar {
    /** Deeper than this the first alternative is taken, which leads to an end. */
    private static final int MAX_DEPTH = 12;

    /** Of words: texts a few times longer than the fuzzer's input. */
    private static final int MAX_WORDS = 400;

    private static final Grammar INSTANCE = read();

    private static final class Alternative {
        final Set<Dialect> dialects;
        final String[] words;

        Alternative(Set<Dialect> dialects, String[] words) {
            this.dialects = dialects;
            this.words = words;
        }
    }

    private final Map<String, List<Alternative>> rules = new HashMap<>();

    /** Terminals in order; those that begin with {@code #} are values. */
    static List<String> words(Choices choices, Dialect dialect) {
        List<String> words = new ArrayList<>();
        INSTANCE.expand("<text>", choices, dialect, 0, words);
        return words;
    }

    private void expand(String rule, Choices choices, Dialect dialect, int depth, List<String> words) {
        List<Alternative> alternatives = new ArrayList<>();
        for (Alternative alternative : Objects.requireNonNull(rules.get(rule), rule)) {
            if (alternative.dialects.contains(dialect)) {
                alternatives.add(alternative);
            }
        }
        boolean enough = depth > MAX_DEPTH || words.size() > MAX_WORDS;
        int chosen = enough || alternatives.size() == 1 ? 0 : choices.next(alternatives.size());
        for (String word : alternatives.get(chosen).words) {
            if (rules.containsKey(word)) {
                expand(word, choices, dialect, depth + 1, words);
            } else {
                words.add(word);
            }
        }
    }

    private void add(String line) {
        int colon = line.indexOf(": ");
        String name = line.substring(0, colon);
        String body = line.substring(colon + 2).trim();
        Set<Dialect> dialects = EnumSet.allOf(Dialect.class);
        if (body.startsWith("@")) {
            int end = body.indexOf(' ');
            dialects = EnumSet.noneOf(Dialect.class);
            for (String dialect : body.substring(1, end).split(",")) {
                dialects.add(Dialect.valueOf(dialect.toUpperCase(Locale.ROOT)));
            }
            body = body.substring(end).trim();
        }
        String[] words = body.equals("(nothing)") ? new String[0] : body.split(" +");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].matches("[\"`/].+") ? words[i].replace('~', ' ') : words[i];
        }
        rules.computeIfAbsent("<" + name + ">", it -> new ArrayList<>()).add(new Alternative(dialects, words));
    }

    private static Grammar read() {
        Grammar grammar = new Grammar();
        try (InputStream file = Objects.requireNonNull(Grammar.class.getResourceAsStream("grammar.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("# ")) {
                    grammar.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return grammar;
    }
}
