package io.querytap.agent.command;

import io.querytap.core.settings.Section;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;

/** The reference of all settings, made from their declarations; lines end in a line feed on every system. */
final class SettingsPage {
    private static final String[] HOW_TO_SET = {
        "A setting can be given, the earlier winning over the later, as",
        "",
        "1. system property `-Dquerytap.<name>=<value>`",
        "2. environment variable, `QUERYTAP_` and the name in capitals, with `_` for `.` and `-`",
        "3. agent argument, `-javaagent:querytap-agent.jar=<name>=<value>,<name>=<value>`",
        "4. line `<name>=<value>` of the properties file that `querytap.config` names; in it a backslash is written twice.",
        "",
        "An empty value counts as not set. A value that is not accepted is said on standard error when the application starts,"
                + " and the application runs; what happens instead is in the message. In an agent argument a comma inside a value"
                + " is written `\\,`, or the whole value stands in single or double quotes (the JVM removes quotes from"
                + " `JAVA_TOOL_OPTIONS`, so there it has to be `\\,`).",
        "",
        "Durations are numbers with `ms`, `s`, `m`, `h` or `d`; a number alone is milliseconds. Lists of `name=value` are"
                + " separated by commas, and a comma inside is written `%2C`.",
    };

    private static final int TEXT_WIDTH = 100;

    private SettingsPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("# Settings\n\n");
        page.append("Made by `java -jar querytap-agent.jar config --markdown` from the declarations in the code.\n\n");
        for (String line : HOW_TO_SET) {
            page.append(line).append('\n');
        }
        for (Section section : Section.values()) {
            page.append("\n## ").append(section.title()).append("\n\n");
            page.append(section.introduction()).append("\n\n");
            page.append("| setting | value | default | meaning |\n| --- | --- | --- | --- |\n");
            for (Setting<?> setting : Settings.all()) {
                if (setting.section() == section) {
                    appendRow(page, setting);
                }
            }
        }
        return page.toString();
    }

    static String text() {
        StringBuilder page = new StringBuilder();
        for (String line : HOW_TO_SET) {
            appendWrapped(page, line.replace("`", ""), "");
        }
        for (Section section : Section.values()) {
            page.append('\n').append(section.title()).append('\n');
            appendWrapped(page, section.introduction().replace("`", ""), "");
            for (Setting<?> setting : Settings.all()) {
                if (setting.section() == section) {
                    appendEntry(page, setting);
                }
            }
        }
        return page.toString();
    }

    private static void appendRow(StringBuilder page, Setting<?> setting) {
        page.append("| `").append(setting.propertyName()).append("`<br>`");
        page.append(setting.environmentName()).append('`');
        if (setting.otelPropertyName() != null) {
            page.append("<br>`").append(setting.otelPropertyName()).append("`<br>`");
            page.append(setting.otelEnvironmentName()).append('`');
        }
        page.append(" | ").append(value(setting));
        page.append(" | ").append(setting.defaultText());
        page.append(" | ").append(setting.documentation()).append(" |\n");
    }

    private static void appendEntry(StringBuilder page, Setting<?> setting) {
        page.append("\n  ").append(setting.propertyName()).append('\n');
        page.append("      environment: ").append(setting.environmentName()).append('\n');
        if (setting.otelPropertyName() != null) {
            page.append("      also: ").append(setting.otelPropertyName());
            page.append(", ").append(setting.otelEnvironmentName()).append('\n');
        }
        appendWrapped(page, "value: " + value(setting), "      ");
        page.append("      default: ")
                .append(setting.defaultText().replace("`", ""))
                .append('\n');
        appendWrapped(page, setting.documentation().replace("`", ""), "      ");
    }

    /** Kind, unit and range: "whole number of patterns, 1 to 100000". */
    private static String value(Setting<?> setting) {
        StringBuilder value = new StringBuilder(setting.type());
        if (!setting.unit().isEmpty()) {
            value.append(" (").append(setting.unit()).append(')');
        }
        if (!setting.range().isEmpty()) {
            value.append(": ").append(setting.range());
        }
        return value.toString();
    }

    private static void appendWrapped(StringBuilder page, String text, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            boolean first = line.length() == indent.length();
            if (!first && line.length() + 1 + word.length() > TEXT_WIDTH) {
                page.append(line).append('\n');
                line.setLength(indent.length());
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        page.append(line.toString().stripTrailing()).append('\n');
    }
}
