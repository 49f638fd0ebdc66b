package io.querytap.cache.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFileTest {
    private static final String ONE =
            "{\"rules\":[{\"name\":\"items\",\"match\":{\"tables\":[\"item\"]},\"ttl\":\"60s\"}]}";

    @TempDir
    private Path folder;

    @Test
    void refresh_fileThatChanges_givesTheNewRulesWithANewVersion() throws IOException {
        Path path = Files.writeString(folder.resolve("rules.json"), ONE);
        RuleFile file = new RuleFile(path);
        assertThat(file.refresh()).isTrue();
        int before = file.rules().version();

        assertThat(file.refresh()).isFalse();
        Files.writeString(path, ONE.replace("60s", "90s"));

        assertThat(file.refresh()).isTrue();
        assertThat(file.rules().version()).isGreaterThan(before);
        assertThat(file.rules().rules().get(0).ttlNanos()).isEqualTo(90_000_000_000L);
    }

    @Test
    void refresh_fileThatBecomesWrong_keepsTheRulesBefore() throws IOException {
        Path path = Files.writeString(folder.resolve("rules.json"), ONE);
        RuleFile file = new RuleFile(path);
        file.refresh();

        Files.writeString(path, ONE.replace("60s", "soon"));

        assertThat(file.refresh()).isFalse();
        assertThat(file.rules().rules()).hasSize(1);
    }

    @Test
    void refresh_fileThatIsNotThere_hasNoRulesUntilItIs() throws IOException {
        Path path = folder.resolve("rules.json");
        RuleFile file = new RuleFile(path);
        assertThat(file.refresh()).isFalse();
        assertThat(file.rules().rules()).isEmpty();

        Files.writeString(path, ONE);

        assertThat(file.refresh()).isTrue();
        assertThat(file.rules().rules()).hasSize(1);
    }
}
