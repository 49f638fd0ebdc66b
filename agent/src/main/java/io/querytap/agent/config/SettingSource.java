package io.querytap.agent.config;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Setting;
import org.jspecify.annotations.Nullable;

/** One place where a user can put settings. */
interface SettingSource {
    /** The text given here, as it is; null when there is none. */
    @Nullable
    String find(Setting<?> setting);

    /** How a message names the setting here: "system property querytap.report". */
    String describe(Setting<?> setting);

    /** Adds a message for each name given here that is no setting. */
    void sayWhatIsUnknown(Configuration.Builder builder);
}
