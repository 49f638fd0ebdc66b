package io.querytap.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Threshold;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FindingSettingsTest {
    private static Configuration configured(String... namesAndValues) {
        Configuration.Builder builder = new Configuration.Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Setting<?> setting = Objects.requireNonNull(Settings.named(namesAndValues[i]), namesAndValues[i]);
            builder.set(setting, namesAndValues[i + 1], "test");
        }
        return builder.build();
    }

    private static FindingRules rules(String... namesAndValues) {
        return Objects.requireNonNull(FindingSettings.rules(configured(namesAndValues)));
    }

    @Test
    void everyThreshold_isASetting() {
        assertThat(Arrays.stream(Threshold.values()).map(it -> Settings.named("findings." + it.id())))
                .doesNotContainNull();
    }

    @Test
    void rules_nothingSet_areTheDefaults() {
        assertThat(rules().limit(Threshold.N_PLUS_ONE_REPEATS)).isEqualTo(5);
        assertThat(rules().slowQueryNanos()).isEqualTo(500_000_000);
    }

    @Test
    void profile_doesNotTouchWhatIsSet() {
        FindingRules rules = rules("findings.profile", "test", "findings.n-plus-one.time", "7ms");
        assertThat(rules.limit(Threshold.N_PLUS_ONE_TIME)).isEqualTo(7_000_000);
        assertThat(rules.limit(Threshold.N_PLUS_ONE_REPEATS)).isEqualTo(3);
    }

    @Test
    void off_listOfKinds_switchesThoseOff() {
        FindingRules rules = rules("findings.off", "n_plus_one, early-close", "findings.unparameterized", "false");
        assertThat(Arrays.stream(Kind.values()).filter(it -> !rules.isOn(it)))
                .containsExactly(Kind.N_PLUS_ONE, Kind.EARLY_CLOSE, Kind.UNPARAMETERIZED_SQL);
    }

    @Test
    void off_unknownKind_isAProblemAndAllAreLookedFor() {
        Configuration configuration = configured("findings.off", "n_plus_one,everything");
        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .contains("write_loop")
                .endsWith("all kinds are looked for");
        assertThat(FindingSettings.rules(configuration))
                .satisfies(it -> assertThat(it.isOn(Kind.N_PLUS_ONE)).isTrue());
    }

    @Test
    void findings_false_areNone() {
        assertThat(FindingSettings.rules(configured("findings", "false"))).isNull();
    }
}
