package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import io.querytap.core.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A source that was read as a whole, where names may have the prefix of a system property or not. */
final class NamedTexts implements SettingSource {
    private final String before;
    private final String after;
    private final Map<String, String> texts = new TreeMap<>();

    /**
     * @param before what a message says in front of a name: "agent argument "
     * @param after and behind it: " in /etc/querytap.properties"
     */
    NamedTexts(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** Adds one; false when the name is there already, the first then stays. */
    boolean add(String givenName, String text) {
        String name = givenName.startsWith(Setting.PROPERTY_PREFIX)
                ? givenName.substring(Setting.PROPERTY_PREFIX.length())
                : givenName;
        return texts.putIfAbsent(name, text) == null;
    }

    void remove(Setting<?> setting) {
        texts.remove(setting.name());
    }

    @Override
    public @Nullable String find(Setting<?> setting) {
        return texts.get(setting.name());
    }

    @Override
    public String describe(Setting<?> setting) {
        return describe(setting.name());
    }

    String describe(String name) {
        return before + Configuration.Builder.shown(name) + after;
    }

    @Override
    public void sayWhatIsUnknown(Configuration.Builder builder) {
        for (String name : texts.keySet()) {
            if (Settings.named(name) == null) {
                UnknownName.say(builder, describe(name), name);
            }
        }
    }
}
