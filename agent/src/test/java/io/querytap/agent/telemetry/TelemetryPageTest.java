package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.querytap.core.pool.HolderState;
import io.querytap.core.pool.PoolBlame;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that documents what is exported says what the code does. */
class TelemetryPageTest {
    private static final Path PAGE = Path.of("..", "docs", "telemetry.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void markdown_declarationsOfTheCode_areTheTablesOfThePage() throws IOException {
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as(
                        "The tables of docs/telemetry.md are made from the declarations in the code; CONTRIBUTING.md says how.")
                .contains("-->\n" + TelemetryPage.markdown() + "<!-- End of the tables. -->\n");
    }

    @Test
    void text_everyMetric_isToldWithUnitAndMeaning() {
        for (Metric metric : Metric.values()) {
            assertThat(TelemetryPage.text())
                    .contains(metric.exportedName() + "\n    " + metric.description() + '\n')
                    .contains(" in " + metric.unit());
        }
    }

    @Test
    void stability_followsTheName() throws IOException {
        assertThat(rows("| metric |"))
                .allSatisfy(it ->
                        assertThat(it.get(5).equals("ours")).isEqualTo(it.get(0).startsWith("`querytap.")));
    }

    @Test
    void everyAttribute_isOnThePage() throws ReflectiveOperationException, IOException {
        List<String> named = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(Files.readString(PAGE));
        while (quoted.find()) {
            named.add(quoted.group(1));
        }
        for (Field field : Keys.class.getDeclaredFields()) {
            if (field.getType() == AttributeKey.class) {
                assertThat(named).contains(((AttributeKey<?>) field.get(null)).getKey());
            }
        }
    }

    @Test
    void bounds_areThoseOfTheCode() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        "At most 10,000 series per metric",
                        "At most 4,096 spans wait",
                        "At most 1,000 records wait",
                        "At most 20 holders of a pool are named, each from one per cent",
                        '`' + BlameSeries.OTHERS + '`',
                        "at most 160 buckets, scale at most 8")
                .contains("More than five successes", "become three spans and a fourth");
        assertThat(BlameSeries.MAX_NAMED).isEqualTo(20);
        assertThat(BlameSeries.MIN_NAMED_SHARE).isEqualTo(0.01);
        assertThat(MetricCollection.MAX_SERIES).isEqualTo(10_000);
        assertThat(Telemetry.MAX_WAITING_SPANS).isEqualTo(4_096);
        assertThat(FindingEvents.MAX_WAITING).isEqualTo(1_000);
        assertThat(ExponentialCounts.MAX_BUCKETS).isEqualTo(160);
        assertThat(ExponentialCounts.MAX_SCALE).isEqualTo(8);
        assertThat(UnitSpans.MAX_UNFOLDED_RUN).isEqualTo(5);
        assertThat(UnitSpans.SPANS_BEFORE_FOLD).isEqualTo(3);
    }

    @Test
    void statesOfFindings_areOnThePage() throws IOException {
        for (FindingEvent.State state : FindingEvent.State.values()) {
            assertThat(Files.readString(PAGE)).contains('`' + state.id() + '`');
        }
    }

    @Test
    void statesOfHolders_areOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        for (HolderState state : HolderState.values()) {
            assertThat(page).contains('`' + state.id() + '`');
        }
        for (PoolBlame.Account account : PoolBlame.Account.values()) {
            assertThat(page).contains('`' + account.id() + '`');
        }
    }

    /** Cells of the table that has this header. */
    private static List<List<String>> rows(String header) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith(header)) {
                inside = true;
            } else if (inside && !line.startsWith("|")) {
                break;
            } else if (inside && !line.startsWith("| ---")) {
                rows.add(Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .collect(Collectors.toList()));
            }
        }
        return rows;
    }
}
