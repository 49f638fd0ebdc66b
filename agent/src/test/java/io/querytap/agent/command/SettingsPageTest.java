package io.querytap.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    @Test
    void markdown_declarationsOfTheCode_areThePageInDocs() throws IOException {
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as(
                        "docs/settings.md is made from the declarations in the code. To make it again: mvn -q -B package"
                                + " -DskipTests && java -jar agent/target/querytap-agent.jar config --markdown > docs/settings.md")
                .isEqualTo(SettingsPage.markdown());
    }
}
