package io.querytap.instrumentation.jdbc.url;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Plain scanning of strings; regular expressions would cost start-up time for little. */
final class Texts {
    /** Names become metric attributes; a file path can be longer, and is cut. */
    private static final int MAX_NAME_CHARS = 255;

    private Texts() {}

    /** Index of the first of the characters in {@code marks}, or the length of the text. */
    static int firstOf(String text, String marks, int from) {
        int index = from;
        while (index < text.length() && marks.indexOf(text.charAt(index)) < 0) {
            index++;
        }
        return index;
    }

    static boolean startsWith(String text, String prefix) {
        return text.regionMatches(/* ignoreCase= */ true, 0, prefix, 0, prefix.length());
    }

    /** Whether the part is somewhere in the text, whatever its letter case. */
    static boolean contains(String text, String part) {
        for (int index = 0; index <= text.length() - part.length(); index++) {
            if (text.regionMatches(/* ignoreCase= */ true, index, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    /** Removes one of the prefixes, whatever its letter case. */
    static String withoutPrefix(String text, String... prefixes) {
        for (String prefix : prefixes) {
            if (startsWith(text, prefix)) {
                return text.substring(prefix.length());
            }
        }
        return text;
    }

    /** Undoes percent encoding; text that is not properly encoded is taken literally. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    static @Nullable String joined(@Nullable String outer, @Nullable String inner) {
        if (outer == null || outer.isEmpty()) {
            return inner;
        }
        return inner == null || inner.isEmpty() ? outer : outer + '|' + inner;
    }

    /**
     * The text as a name of a database, or null if there is none or it cannot be trusted to be one: after a forgotten {@code ?} or
     * {@code ;} the settings, and with them passwords, look like part of the name.
     */
    static @Nullable String name(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String name = text.trim();
        if (name.isEmpty() || firstOf(name, "@=&?;", 0) < name.length()) {
            return null;
        }
        for (int index = 0; index < name.length(); index++) {
            if (Character.isISOControl(name.charAt(index))) {
                return null;
            }
        }
        if (name.length() <= MAX_NAME_CHARS) {
            return name;
        }
        boolean splitsPair = Character.isHighSurrogate(name.charAt(MAX_NAME_CHARS - 1));
        return name.substring(0, splitsPair ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS);
    }
}
