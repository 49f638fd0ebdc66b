package io.querytap.core.pattern.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A statement put together by the fuzzer's decisions, with values of which it is known that they are values. */
final class ComposedSql {
    private static final String[] GAPS = {
        " ", " ", " ", "\n", "\t ", " /* Zq 77 */ ", " -- Zq 77\n", " /* 'Zq */ ", "  "
    };

    private static final Set<String> AFTER_QUOTES = Set.of("AND", "AS", "END", "FROM", "IN", "OR", "THEN");

    private static final class Part {
        final String text;
        final boolean word;
        final boolean value;
        String gapBefore = "";

        Part(String text, boolean word, boolean value) {
            this.text = text;
            this.word = word;
            this.value = value;
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private final List<String> placeholders = new ArrayList<>();
    private final Server server;

    ComposedSql(Choices choices, Server server) {
        this.server = server;
        Part before = new Part("", /* word= */ false, /* value= */ false);
        for (String word : Grammar.words(choices, server.dialect)) {
            Part part = part(word, choices);
            boolean glued = !needGap(before, part) && (parts.isEmpty() || choices.next(3) == 0);
            part.gapBefore = glued ? "" : choices.next(GAPS);
            parts.add(part);
            placeholders.add(word);
            before = part;
        }
    }

    /** Quotes need none, unless the word before would be taken for their prefix. */
    private static boolean needGap(Part before, Part part) {
        boolean quoted = part.text.startsWith("'") && before.word && before.text.length() > 2;
        boolean afterQuote = before.value && before.text.endsWith("'") && AFTER_QUOTES.contains(part.text);
        return (before.word || before.value) && (part.word || part.value) && !quoted && !afterQuote;
    }

    private static boolean continuesName(char c) {
        return Character.isLetter(c) || c == '_' || c == '$';
    }

    private Part part(String word, Choices choices) {
        switch (word) {
            case "#string":
                return new Part(Literal.string(choices, server), /* word= */ false, /* value= */ true);
            case "#plain":
                return new Part("'Zq'", /* word= */ false, /* value= */ true);
            case "#number":
                return new Part(Literal.number(choices, server), /* word= */ false, /* value= */ true);
            case "#integer":
                return new Part("77", /* word= */ false, /* value= */ true);
            case "#secret":
                return new Part("Zq77", /* word= */ false, /* value= */ true);
            default:
                return new Part(word, Character.isLetterOrDigit(word.charAt(word.length() - 1)), /* value= */ false);
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.gapBefore).append(part.text);
        }
        return text.toString();
    }

    /** Other white space, letter case and values: of the same pattern. */
    String variant(Choices choices) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            text.append(part.gapBefore.isEmpty() ? "" : choices.next(GAPS));
            if (part.value) {
                String value = part(placeholders.get(i), choices).text;
                text.append(part.gapBefore.isEmpty() && continuesName(value.charAt(0)) ? " " : "")
                        .append(value);
            } else {
                boolean name = "\"@`/".indexOf(part.text.charAt(0)) >= 0;
                text.append(name ? part.text : part.text.toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }
}
