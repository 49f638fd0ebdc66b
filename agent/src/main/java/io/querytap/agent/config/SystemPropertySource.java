package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** System properties. They may hold anything, not only text, and change while we read them. */
final class SystemPropertySource implements SettingSource {
    private final Properties properties;

    SystemPropertySource(Properties properties) {
        this.properties = properties;
    }

    @Override
    public @Nullable String find(Setting<?> setting) {
        return properties.getProperty(setting.propertyName());
    }

    @Override
    public String describe(Setting<?> setting) {
        return "system property " + setting.propertyName();
    }

    @Nullable
    String findByOtelName(Setting<?> setting) {
        String name = setting.otelPropertyName();
        return name == null ? null : properties.getProperty(name);
    }

    String describeOtelName(Setting<?> setting) {
        return "system property " + setting.otelPropertyName();
    }

    @Override
    public void sayWhatIsUnknown(Configuration.Builder builder) {
        Map<String, Object> ours = new TreeMap<>(); // sorted, so that the messages are the same each time
        for (Map.Entry<Object, Object> entry :
                properties.entrySet()) { // weakly consistent: no failure if it is modified
            Object key = entry.getKey();
            if (key instanceof String && ((String) key).startsWith(Setting.PROPERTY_PREFIX)) {
                ours.put((String) key, entry.getValue());
            }
        }
        for (Map.Entry<String, Object> entry : ours.entrySet()) {
            String property = entry.getKey();
            String name = property.substring(Setting.PROPERTY_PREFIX.length());
            Setting<?> setting = Settings.named(name);
            if (setting == null) {
                UnknownName.say(builder, "system property " + Configuration.Builder.shown(property), name);
            } else if (!(entry.getValue() instanceof String)) {
                builder.problem("system property " + property + " holds no text but an object of "
                        + entry.getValue().getClass().getName() + ", and counts as not set");
            }
        }
    }
}
