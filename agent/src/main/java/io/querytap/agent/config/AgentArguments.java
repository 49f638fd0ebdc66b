package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The text behind {@code -javaagent:querytap-agent.jar=}: {@code name=value,name=value}, names without prefix.
 *
 * <p>A comma inside a value: either {@code \,} or the whole value in single or double quotes, {@code
 * otel.resource.attributes='team=shop,tier=gold'}; inside the quotes the same quote twice stands for itself. A backslash
 * anywhere else is a plain character, so that Windows paths need no care. Whoever writes the text into {@code
 * JAVA_TOOL_OPTIONS} uses {@code \,}, for the JVM takes quotes away from there.
 *
 * <p>Messages about broken parts count them instead of showing them: they may be the rest of a secret.
 */
final class AgentArguments {
    private final String text;
    private final Configuration.Builder builder;
    private final NamedTexts arguments = new NamedTexts("agent argument ", "");
    private int position;
    private int number;

    private AgentArguments(String text, Configuration.Builder builder) {
        this.text = text;
        this.builder = builder;
    }

    static NamedTexts parse(@Nullable String text, Configuration.Builder builder) {
        AgentArguments parser = new AgentArguments(text == null ? "" : text, builder);
        while (parser.position < parser.text.length()) {
            parser.number++;
            parser.readArgument();
        }
        return parser.arguments;
    }

    private void readArgument() {
        String name = readName();
        if (position == text.length() || text.charAt(position) == ',') {
            position++;
            if (!name.isEmpty()) {
                sayWithoutValue(name);
            }
            return;
        }
        position++; // the equals sign
        char quote = position < text.length() ? text.charAt(position) : ',';
        String value = quote == '\'' || quote == '"' ? readQuoted(quote) : readPlain();
        if (value == null) {
            return;
        }
        if (name.isEmpty()) {
            builder.problem("agent argument number " + number + " has no name in front of its '='; it is left out");
        } else if (!arguments.add(name, value)) {
            builder.problem(arguments.describe(name) + " is given twice; the first one counts");
        }
    }

    private String readName() {
        int start = position;
        while (position < text.length() && text.charAt(position) != '=' && text.charAt(position) != ',') {
            position++;
        }
        return text.substring(start, position).strip();
    }

    /** Up to the next comma that has no backslash in front; leaves the position behind it. */
    private String readPlain() {
        StringBuilder value = new StringBuilder();
        while (position < text.length() && text.charAt(position) != ',') {
            boolean escapedComma = text.startsWith("\\,", position);
            value.append(escapedComma ? ',' : text.charAt(position));
            position += escapedComma ? 2 : 1;
        }
        position++;
        return value.toString();
    }

    /** Up to the closing quote; null, with a message, when there is none or something stands between it and the comma. */
    private @Nullable String readQuoted(char quote) {
        StringBuilder value = new StringBuilder();
        position++;
        while (position < text.length()) {
            char character = text.charAt(position++);
            if (character != quote) {
                value.append(character);
            } else if (position < text.length() && text.charAt(position) == quote) {
                value.append(quote);
                position++;
            } else {
                return readRestAfterQuote() ? value.toString() : null;
            }
        }
        builder.problem(
                "agent argument number " + number + " has an opening quote without a closing one; it is left out");
        return null;
    }

    private boolean readRestAfterQuote() {
        boolean nothingElse = readPlain().isBlank();
        if (!nothingElse) {
            builder.problem("agent argument number " + number
                    + " goes on after its closing quote; it is left out (a quote inside is written twice)");
        }
        return nothingElse;
    }

    private void sayWithoutValue(String name) {
        boolean known = Settings.named(name) != null;
        builder.problem("agent argument number " + number + (known ? " (" + name + ")" : "")
                + " is not name=value; it is left out (a comma inside a value is written \\, or the value is quoted)");
    }
}
