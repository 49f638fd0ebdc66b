package io.querytap.core.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing a user can set: its names, what it accepts, its default, and what it means. Immutable; instances are the
 * constants of {@link Settings} only, so identity is equality.
 *
 * @param <T> the type of the value
 */
public final class Setting<T> {
    /** In front of each name when it is a system property. */
    public static final String PROPERTY_PREFIX = "querytap.";

    /** In front of each name when it is an environment variable. */
    public static final String ENVIRONMENT_PREFIX = "QUERYTAP_";

    private static final String OTEL_PREFIX = "otel.";

    private final String name;
    private final String propertyName;
    private final String environmentName;
    private final @Nullable String otelEnvironmentName;
    private final Section section;
    private final ValueType<T> type;
    private final @Nullable T defaultValue;
    private final String defaultText;
    private final String whenRejected;
    private final boolean secret;
    private final String documentation;

    private Setting(Declaration<T> declaration, String documentation) {
        this.name = declaration.name;
        this.propertyName = PROPERTY_PREFIX + name;
        this.environmentName = environmentSpelling(propertyName);
        this.otelEnvironmentName = name.startsWith(OTEL_PREFIX) ? environmentSpelling(name) : null;
        this.section = declaration.section;
        this.type = declaration.type;
        this.defaultValue = declaration.defaultValue;
        this.defaultText = declaration.defaultText;
        this.whenRejected = declaration.whenRejected;
        this.secret = declaration.secret;
        this.documentation = documentation;
    }

    /** The name without prefix, as an agent argument has it: {@code report.interval}. */
    public String name() {
        return name;
    }

    /** The name as a system property: {@code querytap.report.interval}. */
    public String propertyName() {
        return propertyName;
    }

    /** The name as an environment variable: {@code QUERYTAP_REPORT_INTERVAL}. */
    public String environmentName() {
        return environmentName;
    }

    /** The OpenTelemetry property that names the same thing, {@code otel.service.name}; null when there is none. */
    public @Nullable String otelPropertyName() {
        return otelEnvironmentName == null ? null : name;
    }

    /** The OpenTelemetry environment variable that names the same thing; null when there is none. */
    public @Nullable String otelEnvironmentName() {
        return otelEnvironmentName;
    }

    public Section section() {
        return section;
    }

    /** What kind of value it takes: {@code duration}. */
    public String type() {
        return type.kind();
    }

    /** The unit of the value, or that of a number that comes without one; empty when it has none. */
    public String unit() {
        return type.unit();
    }

    /** The values it takes, in short: {@code 1ms to 1h}; empty when the type says it all. */
    public String range() {
        return type.range();
    }

    /** The values it takes, as the end of a sentence that tells someone what to write. */
    public String accepted() {
        return type.accepted();
    }

    /** The value when nobody sets it; null when it then has none. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /** The default as one would write it, or what happens instead: {@code 500ms}, {@code none}. */
    public String defaultText() {
        return defaultText;
    }

    /** What happens when the value that was given is not accepted: "the default 500ms is used". */
    public String whenRejected() {
        return whenRejected;
    }

    /** Whether the value must never be shown, not even in a message that rejects it. */
    public boolean isSecret() {
        return secret;
    }

    public String documentation() {
        return documentation;
    }

    /** The value that a text stands for; null when the text is not accepted. */
    @Nullable
    T parse(String text) {
        return type.parse(text);
    }

    /** A given text in the form in which a message may show it. */
    String shown(String text) {
        return type.shown(text);
    }

    @Override
    public String toString() {
        return propertyName;
    }

    private static String environmentSpelling(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** What is said about a setting where it is declared; ends with {@link #means}. */
    static final class Declaration<T> {
        private final Section section;
        private final String name;
        private final ValueType<T> type;
        private @Nullable T defaultValue;
        private String defaultText = "none";
        private String whenRejected = "it is left out";
        private boolean secret;

        Declaration(Section section, String name, ValueType<T> type) {
            this.section = section;
            this.name = name;
            this.type = type;
        }

        /** The default, as a user would write it. */
        Declaration<T> defaultsTo(String text) {
            T value = type.parse(text);
            if (value == null) {
                throw new IllegalArgumentException(name + " does not accept its own default " + text);
            }
            defaultValue = value;
            defaultText = text;
            whenRejected = "the default " + text + " is used";
            return this;
        }

        /** No default value, and what that comes to. */
        Declaration<T> unsetMeans(String text) {
            defaultText = text;
            return this;
        }

        /** What happens when the given value is not accepted. */
        Declaration<T> rejectedMeans(String consequence) {
            whenRejected = consequence;
            return this;
        }

        Declaration<T> secret() {
            secret = true;
            return this;
        }

        Setting<T> means(String documentation) {
            return new Setting<>(this, documentation);
        }
    }
}
