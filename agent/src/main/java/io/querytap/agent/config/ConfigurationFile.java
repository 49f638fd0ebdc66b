package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The file of settings: a Java properties file in UTF-8, names with or without {@code querytap.} in front. */
final class ConfigurationFile {
    /** Some hundred times what all settings need; a larger file is not the one that was meant. */
    private static final int MAX_BYTES = 1 << 20;

    private ConfigurationFile() {}

    /** Reads the file; what cannot be read becomes a message and an empty source. */
    static NamedTexts read(Path file, Configuration.Builder builder) {
        NamedTexts settings = new NamedTexts("", " in " + Configuration.Builder.shown(file.toString()));
        Properties content = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                sayUnreadable(builder, file, "is larger than 1 MiB");
                return settings;
            }
            content.load(new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            sayUnreadable(
                    builder, file, "cannot be read (" + unreadable.getClass().getSimpleName() + ')');
            return settings;
        } catch (IllegalArgumentException brokenEscape) {
            sayUnreadable(
                    builder,
                    file,
                    "is no properties file: a \\u is not followed by four hex digits (write \\\\ for \\)");
            return settings;
        }
        fill(settings, content);
        if (settings.find(Settings.CONFIG) != null) {
            builder.problem(settings.describe(Settings.CONFIG) + " has no effect: a settings file names no other");
            settings.remove(Settings.CONFIG);
        }
        return settings;
    }

    /** A name with the prefix goes before the same name without. */
    private static void fill(NamedTexts settings, Properties content) {
        for (String name : content.stringPropertyNames()) {
            if (name.startsWith(Setting.PROPERTY_PREFIX)) {
                settings.add(name, content.getProperty(name));
            }
        }
        for (String name : content.stringPropertyNames()) {
            settings.add(name, content.getProperty(name));
        }
    }

    private static void sayUnreadable(Configuration.Builder builder, Path file, String why) {
        builder.problem(
                "settings file " + Configuration.Builder.shown(file.toString()) + ' ' + why + "; it is left out");
    }
}
