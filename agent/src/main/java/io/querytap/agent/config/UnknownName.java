package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is said about a name that is no setting: which one was perhaps meant. */
final class UnknownName {
    /** A longer name is no slip of the pen; also bounds the work. */
    private static final int MAX_LENGTH = 100;

    /** One slip in so many characters is still a slip. */
    private static final int CHARACTERS_PER_SLIP = 4;

    private static final int MAX_SLIPS = 4;

    private UnknownName() {}

    /**
     * Adds the message for a name.
     *
     * @param described the name with its source in front
     * @param name without prefix
     */
    static void say(Configuration.Builder builder, String described, String name) {
        Setting<?> nearest = nearest(name, /* asVariable= */ false);
        builder.problem(described + " is no setting of this agent and is left out; "
                + (nearest == null
                        ? "java -jar querytap-agent.jar config lists them all"
                        : "perhaps " + nearest.name() + " was meant"));
    }

    /** Adds the message for an environment variable, if it is not a setting and not perhaps somebody else's. */
    static void sayOfVariable(Configuration.Builder builder, String variable) {
        List<Setting<?>> settings = Settings.all();
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).environmentName().equals(variable)) {
                return;
            }
        }
        String described = "environment variable " + Configuration.Builder.shown(variable);
        String name = variable.substring(Setting.ENVIRONMENT_PREFIX.length());
        Setting<?> nearest = nearest(name, /* asVariable= */ true);
        if (nearest != null) {
            builder.problem(described + " is no setting of this agent and is left out; perhaps "
                    + nearest.environmentName() + " was meant");
        }
    }

    private static @Nullable Setting<?> nearest(String unknown, boolean asVariable) {
        if (unknown.length() > MAX_LENGTH) {
            return null;
        }
        String name = unknown.toLowerCase(Locale.ROOT);
        int allowed = Math.max(1, Math.min(MAX_SLIPS, name.length() / CHARACTERS_PER_SLIP));
        Setting<?> nearest = null;
        List<Setting<?>> settings = Settings.all();
        for (int i = 0; i < settings.size(); i++) {
            Setting<?> setting = settings.get(i);
            String candidate = asVariable
                    ? setting.environmentName()
                            .substring(Setting.ENVIRONMENT_PREFIX.length())
                            .toLowerCase(Locale.ROOT)
                    : setting.name();
            int slips = EditDistance.between(name, candidate);
            if (slips <= allowed) {
                nearest = setting;
                allowed = slips - 1; // the first of equally near ones stays
            }
        }
        return nearest;
    }
}
