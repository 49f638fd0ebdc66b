package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Threshold;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.sizing.SizeBound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on pools, and that on findings, name what the code knows; so does the script that draws pools. */
class PoolsPageTest {
    private static final Path POOLS = Path.of("..", "docs", "pools.md");
    private static final Path FINDINGS = Path.of("..", "docs", "findings.md");

    @ParameterizedTest
    @EnumSource(HolderState.class)
    void stateOfAHolder_isOnThePageAndDrawn(HolderState state) throws IOException {
        assertThat(Files.readString(POOLS)).contains("| `" + state.id() + "` |");
        assertThat(resource("pools.js")).contains("    " + state.id() + ": ");
        assertThat(resource("report.css")).contains(".state-" + state.id() + " ");
    }

    @ParameterizedTest
    @EnumSource(PoolBlame.Account.class)
    void account_isOnThePageAndDrawn(PoolBlame.Account account) throws IOException {
        assertThat(Files.readString(POOLS)).contains("| `" + account.id() + "` |");
        assertThat(resource("pools.js")).contains("    " + account.id() + ": [");
    }

    @ParameterizedTest
    @EnumSource(SizeBound.Kind.class)
    void boundOfASize_isOnThePage(SizeBound.Kind bound) throws IOException {
        assertThat(Files.readString(POOLS)).contains("| `" + bound.id() + "` |");
    }

    @Test
    void limits_areOnThePage() throws IOException {
        for (Threshold threshold : EnumSet.of(
                Threshold.POOL_WAIT_TIME,
                Threshold.POOL_WAIT_ACQUISITIONS,
                Threshold.CONNECTION_LEAK_SILENCE,
                Threshold.CONNECTION_LEAK_AGE)) {
            assertThat(Files.readString(POOLS)).contains("| `querytap.findings." + threshold.id() + "` |");
            assertThat(Files.readString(FINDINGS)).contains("(`" + threshold.id() + "`)");
        }
    }

    @ParameterizedTest
    @EnumSource(Finding.Kind.class)
    void kindOfFinding_hasASection(Finding.Kind kind) throws IOException {
        assertThat(Files.readString(FINDINGS))
                .contains("\n## " + kind.id() + "\n")
                .contains("[`" + kind.id() + "`](#" + kind.id() + ")");
    }

    private static String resource(String name) throws IOException {
        try (var in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
