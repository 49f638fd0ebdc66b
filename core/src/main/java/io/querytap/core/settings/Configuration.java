package io.querytap.core.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user set, understood: a value for each setting, where it came from, and what could not be understood, as messages
 * to be printed. Immutable.
 */
public final class Configuration {
    private final Map<Setting<?>, Object> values;
    private final Map<Setting<?>, String> sources;
    private final List<String> problems;

    private Configuration(Builder builder) {
        this.values = new HashMap<>(builder.values);
        this.sources = new HashMap<>(builder.sources);
        this.problems = builder.messages(this);
    }

    /** The value of a setting that has a default. */
    public <T> T get(Setting<T> setting) {
        T value = find(setting);
        if (value == null) {
            throw new IllegalArgumentException(setting + " is not set and has no default; use find");
        }
        return value;
    }

    /** The value of a setting, else its default, else null. */
    public <T> @Nullable T find(Setting<T> setting) {
        return valueIn(values, setting);
    }

    /** Whether the user gave a value, and it was accepted. */
    public boolean isSet(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /** Whether the user gave a value that was not accepted. {@link #find} then answers with the default. */
    public boolean isRejected(Setting<?> setting) {
        return sources.containsKey(setting) && !values.containsKey(setting);
    }

    /** Where the user gave the value, such as "environment variable QUERYTAP_REPORT"; null when nowhere. */
    public @Nullable String source(Setting<?> setting) {
        return sources.get(setting);
    }

    /** The name of the application by the rule of OpenTelemetry; null when the user gave none. */
    public @Nullable String serviceName() {
        String name = find(Settings.OTEL_SERVICE_NAME);
        if (name != null) {
            return name;
        }
        Map<String, String> attributes = find(Settings.OTEL_RESOURCE_ATTRIBUTES);
        return attributes == null ? null : attributes.get("service.name");
    }

    /** One sentence for each thing that was not understood, for the user; holds no secret. Empty when all is well. */
    public List<String> problems() {
        return problems;
    }

    private static <T> @Nullable T valueIn(Map<Setting<?>, Object> values, Setting<T> setting) {
        @SuppressWarnings("unchecked") // the builder puts only what the setting's own type has parsed
        T value = (T) values.get(setting);
        return value == null ? setting.defaultValue() : value;
    }

    /** Takes what the sources hold, in whatever order, one value at most for a setting. Single-threaded. */
    public static final class Builder {
        /** Someone with more problems than this has one that a longer list does not explain. */
        static final int MAX_PROBLEMS = 25;

        private static final int MAX_SHOWN_LENGTH = 120;

        private final Map<Setting<?>, Object> values = new HashMap<>();
        private final Map<Setting<?>, String> sources = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> otlpProblems = new ArrayList<>();

        /**
         * Sets a value by the agent's own name for it.
         *
         * @param source how a message names the place: "system property querytap.report"
         */
        public <T> void set(Setting<T> setting, String text, String source) {
            set(setting, text, source, problems);
        }

        /**
         * Sets a value by its OpenTelemetry name. Such a value may be meant for somebody else, so it is complained about only
         * when this agent would send something.
         */
        public <T> void setByOtelName(Setting<T> setting, String text, String source) {
            set(setting, text, source, otlpProblems);
        }

        /** The value set so far, else the default, else null. */
        public <T> @Nullable T find(Setting<T> setting) {
            return valueIn(values, setting);
        }

        /** Adds a message about something else than a value. */
        public void problem(String message) {
            problems.add(message);
        }

        /** A text from outside as a message may show it: one line, of bounded length. */
        public static String shown(String text) {
            int length = Math.min(text.length(), MAX_SHOWN_LENGTH);
            StringBuilder shown = new StringBuilder(length + 3);
            for (int i = 0; i < length; i++) {
                char character = text.charAt(i);
                shown.append(Character.isISOControl(character) ? '?' : character);
            }
            return length < text.length() ? shown.append("...").toString() : shown.toString();
        }

        public Configuration build() {
            return new Configuration(this);
        }

        private <T> void set(Setting<T> setting, String text, String source, List<String> problems) {
            sources.put(setting, source);
            T value = setting.parse(text);
            if (value != null) {
                values.put(setting, value);
                return;
            }
            String given = setting.isSecret()
                    ? " has a value (not shown) that"
                    : " is '" + shown(setting.shown(text)) + "', which";
            problems.add(source + given + " is not accepted; accepted: " + setting.accepted() + "; "
                    + setting.whenRejected());
        }

        private List<String> messages(Configuration configuration) {
            List<String> messages = new ArrayList<>(problems);
            if (OtlpTargets.isWanted(configuration)) {
                messages.addAll(otlpProblems);
                OtlpTargets.contradictions(configuration, messages);
            }
            if (configuration.isSet(Settings.REPORT_INTERVAL) && configuration.source(Settings.REPORT) == null) {
                messages.add(configuration.source(Settings.REPORT_INTERVAL) + " has no effect without "
                        + Settings.REPORT.propertyName() + "; no report is written");
            }
            if (configuration.isSet(Settings.CONSOLE_TOKEN) && configuration.source(Settings.CONSOLE) == null) {
                messages.add(configuration.source(Settings.CONSOLE_TOKEN) + " has no effect without "
                        + Settings.CONSOLE.propertyName() + "; there is no console");
            }
            if (configuration.isSet(Settings.FINDINGS_FAIL) && !configuration.get(Settings.FINDINGS.enabled)) {
                messages.add(configuration.source(Settings.FINDINGS_FAIL) + " has no effect, because "
                        + Settings.FINDINGS.enabled.propertyName() + " is false; the exit code stays as it is");
            }
            int surplus = messages.size() - MAX_PROBLEMS;
            if (surplus > 0) {
                messages.subList(MAX_PROBLEMS, messages.size()).clear();
                messages.add("and " + surplus + " more problems with settings");
            }
            return List.copyOf(messages);
        }
    }
}
