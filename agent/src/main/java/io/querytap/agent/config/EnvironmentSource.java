package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Environment variables. */
final class EnvironmentSource implements SettingSource {
    private final Map<String, String> variables;

    EnvironmentSource(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public @Nullable String find(Setting<?> setting) {
        return variables.get(setting.environmentName());
    }

    @Override
    public String describe(Setting<?> setting) {
        return "environment variable " + setting.environmentName();
    }

    @Nullable
    String findByOtelName(Setting<?> setting) {
        String name = setting.otelEnvironmentName();
        return name == null ? null : variables.get(name);
    }

    String describeOtelName(Setting<?> setting) {
        return "environment variable " + setting.otelEnvironmentName();
    }

    /**
     * Names only what looks like a slip or like a later feature. Others may own names with our prefix: Kubernetes gives every
     * container {@code QUERYTAP_SERVICE_HOST} and more if a service is called querytap.
     */
    @Override
    public void sayWhatIsUnknown(Configuration.Builder builder) {
        TreeSet<String> ours = new TreeSet<>();
        for (String variable : variables.keySet()) {
            if (variable.startsWith(Setting.ENVIRONMENT_PREFIX)) {
                ours.add(variable);
            }
        }
        for (String variable : ours) {
            UnknownName.sayOfVariable(builder, variable);
        }
    }
}
