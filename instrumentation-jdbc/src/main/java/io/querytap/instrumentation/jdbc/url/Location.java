package io.querytap.instrumentation.jdbc.url;

import org.jspecify.annotations.Nullable;

/** A URL's {@code //authority/path?settings}, cut apart but not interpreted. Immutable. */
final class Location {
    private final String authority;
    private final String path;
    private final String settings;

    private Location(String authority, String path, String settings) {
        this.authority = authority;
        this.path = path;
        this.settings = settings;
    }

    /** Index after the {@code //} that opens the authority, or -1; there may be names of sub-drivers or protocols before it. */
    static int startOfAuthority(String text) {
        int index = 0;
        while (index < text.length()) {
            char character = text.charAt(index);
            if (character == '/') {
                return text.startsWith("//", index) ? index + 2 : -1;
            }
            if (!Character.isLetterOrDigit(character) && ":.+-_".indexOf(character) < 0) {
                return -1;
            }
            index++;
        }
        return -1;
    }

    /**
     * Cuts a text whose authority ends at the first {@code /} or mark outside parentheses, and whose path ends at the first mark.
     *
     * @param text what follows the {@code //}
     * @return null if a password may have been cut in two: one with a bare {@code /}, {@code ?} or parenthesis in it leaves the
     *     {@code @} that ends it behind the authority
     */
    static @Nullable Location of(String text, String marks) {
        return of(text, marks, marks);
    }

    static @Nullable Location of(String text, String authorityMarks, String pathMarks) {
        int authorityEnd = endOfAuthority(text, authorityMarks);
        if (authorityEnd < 0) {
            return null;
        }
        String authority = text.substring(0, authorityEnd);
        boolean hasPath = authorityEnd < text.length() && text.charAt(authorityEnd) == '/';
        Location rest = opaque(text.substring(hasPath ? authorityEnd + 1 : authorityEnd), pathMarks);
        if (rest == null || (authority.indexOf('(') >= 0 && rest.path.indexOf(')') >= 0)) {
            return null;
        }
        return new Location(authority, rest.path, rest.settings);
    }

    /** Cuts a text that has no authority. */
    static @Nullable Location opaque(String text, String marks) {
        int pathEnd = Texts.firstOf(text, marks, 0);
        String path = text.substring(0, pathEnd);
        String settings = pathEnd < text.length() ? text.substring(pathEnd + 1) : "";
        int at = settings.indexOf('@');
        int equals = settings.indexOf('=');
        boolean torn = path.indexOf('@') >= 0 || (at >= 0 && (equals < 0 || at < equals));
        return torn ? null : new Location("", path, settings);
    }

    String authority() {
        return authority;
    }

    /** Without the slash before it. */
    String path() {
        return path;
    }

    /** Without the mark before it. */
    String settings() {
        return settings;
    }

    private static int endOfAuthority(String text, String marks) {
        int parentheses = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '(') {
                parentheses++;
            } else if (character == ')') {
                parentheses--;
            } else if (parentheses <= 0 && (character == '/' || marks.indexOf(character) >= 0)) {
                return index;
            }
        }
        return parentheses > 0 ? -1 : text.length();
    }
}
