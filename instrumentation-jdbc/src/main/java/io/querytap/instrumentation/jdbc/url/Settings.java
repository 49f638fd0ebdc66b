package io.querytap.instrumentation.jdbc.url;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a connection: those in its URL and those in its properties. Looks up by name and never enumerates, so that
 * nothing unasked for, a password for one, gets out. Letter case of names is ignored, more lenient than some drivers are.
 */
final class Settings {
    private final String text;
    private final String separators;
    private final Properties properties;
    private final boolean braces;
    private final String keyEnds;

    /**
     * @param text {@code name=value} pairs of the URL
     * @param separators each of these characters ends a pair
     */
    Settings(String text, String separators, Properties properties) {
        this(text, separators, properties, /* braces= */ false);
    }

    private Settings(String text, String separators, Properties properties, boolean braces) {
        this.text = text;
        this.separators = separators;
        this.properties = properties;
        this.braces = braces;
        this.keyEnds = separators + '=';
    }

    /** SQL Server: pairs end at semicolons, but a value in braces may hold them, and a closing brace if that is doubled. */
    static Settings withBraces(String text, Properties properties) {
        return new Settings(text, ";", properties, /* braces= */ true);
    }

    @Nullable
    String urlFirst(String name) {
        String value = inUrl(name);
        return value != null ? value : inProperties(name);
    }

    @Nullable
    String propertiesFirst(String name) {
        String value = inProperties(name);
        return value != null ? value : inUrl(name);
    }

    /** The last value of that name, as drivers do; null if there is none or it is blank. */
    @Nullable
    String inUrl(String name) {
        String found = null;
        int position = 0;
        while (position < text.length()) {
            int keyEnd = Texts.firstOf(text, keyEnds, position);
            int end = keyEnd;
            if (keyEnd < text.length() && text.charAt(keyEnd) == '=') {
                end = endOfValue(keyEnd + 1);
                if (text.substring(position, keyEnd).trim().equalsIgnoreCase(name)) {
                    found = nullIfBlank(unbraced(text.substring(keyEnd + 1, end)));
                }
            }
            position = end + 1;
        }
        return found;
    }

    @Nullable
    String inProperties(String name) {
        String exact = properties.getProperty(name);
        if (exact != null) {
            return nullIfBlank(exact);
        }
        for (String key : properties.stringPropertyNames()) {
            if (key.equalsIgnoreCase(name)) {
                return nullIfBlank(properties.getProperty(key));
            }
        }
        return null;
    }

    private int endOfValue(int start) {
        if (!braces || !text.startsWith("{", start)) {
            return Texts.firstOf(text, separators, start);
        }
        int close = text.indexOf('}', start);
        while (close >= 0 && text.startsWith("}}", close)) {
            close = text.indexOf('}', close + 2);
        }
        return close < 0 ? text.length() : Texts.firstOf(text, separators, close);
    }

    private String unbraced(String value) {
        boolean braced = braces && value.length() >= 2 && value.startsWith("{") && value.endsWith("}");
        return braced ? value.substring(1, value.length() - 1).replace("}}", "}") : value;
    }

    private static @Nullable String nullIfBlank(@Nullable String value) {
        String trimmed = value == null ? "" : value.trim();
        return trimmed.isEmpty() ? null : trimmed;
    }
}
