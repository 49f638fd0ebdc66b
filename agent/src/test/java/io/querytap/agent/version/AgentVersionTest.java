package io.querytap.agent.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentVersionTest {

    @Test
    void read_resourceOfTheBuild_isFilledIn() {
        AgentVersion version = AgentVersion.read();
        assertThat(version.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(version.libraries())
                .containsKeys("byte-buddy", "hdrhistogram", "jackson", "opentelemetry", "picocli")
                .allSatisfy((library, number) -> assertThat(number).matches("\\d+(\\.\\d+)+"));
    }
}
