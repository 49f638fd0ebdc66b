package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings from all sources; the earlier one wins:
 *
 * <ol>
 *   <li>system properties {@code querytap.<name>}
 *   <li>environment variables {@code QUERYTAP_<NAME>}
 *   <li>agent arguments, see {@link AgentArguments}
 *   <li>the file named by {@code querytap.config}
 *   <li>for {@code otel.<name>} alone: the system property and the environment variable that OpenTelemetry gives that name
 * </ol>
 *
 * A value that is empty counts as not set. A value that is not accepted is answered with a message and the default; it does
 * not uncover the value of a later source.
 */
public final class ConfigurationLoader {
    private ConfigurationLoader() {}

    /**
     * Never throws for what the sources hold, and modifies none of them.
     *
     * @param agentArguments what follows the equals sign of {@code -javaagent:<jar>=}, null when there is none
     * @param environment {@code System.getenv()}
     * @param systemProperties {@code System.getProperties()}; may be modified by other threads meanwhile
     */
    public static Configuration load(
            @Nullable String agentArguments, Map<String, String> environment, Properties systemProperties) {
        Configuration.Builder builder = new Configuration.Builder();

        SystemPropertySource properties = new SystemPropertySource(systemProperties);
        EnvironmentSource variables = new EnvironmentSource(environment);
        List<SettingSource> sources = new ArrayList<>();
        sources.add(properties);
        sources.add(variables);
        sources.add(AgentArguments.parse(agentArguments, builder));
        set(builder, Settings.CONFIG, sources);

        Path file = builder.find(Settings.CONFIG);
        if (file != null) {
            sources.add(ConfigurationFile.read(file, builder));
        }
        List<Setting<?>> settings = Settings.all();
        for (int i = 0; i < settings.size(); i++) {
            Setting<?> setting = settings.get(i);
            boolean found = setting == Settings.CONFIG || set(builder, setting, sources);
            if (!found && setting.otelPropertyName() != null) {
                setByOtelName(builder, setting, properties, variables);
            }
        }
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).sayWhatIsUnknown(builder);
        }
        return builder.build();
    }

    private static boolean set(Configuration.Builder builder, Setting<?> setting, List<SettingSource> sources) {
        for (int i = 0; i < sources.size(); i++) {
            SettingSource source = sources.get(i);
            String text = textOrNull(source.find(setting));
            if (text != null) {
                builder.set(setting, text, source.describe(setting));
                return true;
            }
        }
        return false;
    }

    private static void setByOtelName(
            Configuration.Builder builder,
            Setting<?> setting,
            SystemPropertySource properties,
            EnvironmentSource variables) {
        String property = textOrNull(properties.findByOtelName(setting));
        String variable = textOrNull(variables.findByOtelName(setting));
        if (property != null) {
            builder.setByOtelName(setting, property, properties.describeOtelName(setting));
        } else if (variable != null) {
            builder.setByOtelName(setting, variable, variables.describeOtelName(setting));
        }
    }

    private static @Nullable String textOrNull(@Nullable String given) {
        String text = given == null ? "" : given.strip();
        return text.isEmpty() ? null : text;
    }
}
