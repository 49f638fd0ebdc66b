package io.querytap.core.detect.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.Sites;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.ReadingStats;
import io.querytap.core.stats.ReadingStats.Column;
import io.querytap.core.stats.SiteReason;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fetched and never used: the rest of a result, all of it, columns, pages passed over. */
class ReadingTest {
    private static final String ALL = "SELECT id, name FROM product";
    private static final String PAGE = "SELECT id, name FROM product ORDER BY created_at DESC, id LIMIT ? OFFSET ?";

    private final Rounds rounds = new Rounds();

    @ParameterizedTest
    @CsvSource({"19, 19, false", "20, 18, true", "20, 17, false", "20, 20, true"})
    void earlyClose_executionsAndShare_decide(int executions, int closedEarly, boolean expected) {
        PatternStats stats = rounds.statements.read(ALL, executions, 3);
        for (int i = 0; i < closedEarly; i++) {
            stats.reading().countEarlyClose();
        }
        assertThat(rounds.round().found(Kind.EARLY_CLOSE)).hasSize(expected ? 1 : 0);
    }

    @Test
    void earlyClose_found_saysHowManyRowsAreRead() {
        PatternStats stats = rounds.statements.read(ALL, 30, 3);
        stats.site(SiteReason.EARLY_CLOSE, Sites.at("com.acme.Top", "three", 9));
        for (int i = 0; i < 30; i++) {
            stats.reading().countEarlyClose();
        }
        assertThat(rounds.round().found()).singleElement().satisfies(finding -> {
            assertThat(finding.callSite()).isEqualTo("com.acme.Top.three(Top.java:9)");
            assertThat(finding.evidence())
                    .containsEntry("executions", 30L)
                    .containsEntry("closedEarly", 30L)
                    .containsEntry("share", 1.0)
                    .containsEntry("p95RowsRead", 3L);
        });
    }

    @Test
    void earlyClose_textWithALimit_isNone() {
        PatternStats stats = rounds.statements.read("SELECT id, name FROM product LIMIT 50", 30, 3);
        for (int i = 0; i < 30; i++) {
            stats.reading().countEarlyClose();
        }
        assertThat(rounds.round().found()).isEmpty();
    }

    @Test
    void earlyClose_readToTheEndLater_isRetracted() {
        PatternStats stats = rounds.statements.read(ALL, 20, 3);
        for (int i = 0; i < 20; i++) {
            stats.reading().countEarlyClose();
        }
        assertThat(rounds.round().found()).hasSize(1);

        rounds.statements.read(ALL, 20, 3);

        assertThat(rounds.round().found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"19, 19, false", "20, 18, true", "20, 17, false"})
    void unreadResult_executionsAndShare_decide(int executions, int unread, boolean expected) {
        PatternStats stats = rounds.statements.executeFor(ALL, executions, 2_000_000);
        for (int i = 0; i < unread; i++) {
            stats.reading().countUnread();
        }
        assertThat(rounds.round().found(Kind.UNREAD_RESULT))
                .hasSize(expected ? 1 : 0)
                .allSatisfy(it -> assertThat(it.impactNanos()).hasValue(unread * 2_000_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT id FROM product WHERE id = ? FOR UPDATE",
                "SELECT refresh_totals(?)",
                "SELECT notify_all(id) FROM product",
                "SELECT nextval('product_seq')",
                "UPDATE product SET name = ? WHERE id = ? RETURNING id",
            })
    void unreadResult_statementsThatDoSomething_areNone(String sql) {
        PatternStats stats = rounds.statements.executeFor(sql, 30, 1_000_000);
        for (int i = 0; i < 30; i++) {
            stats.reading().countUnread();
        }
        assertThat(rounds.round().found()).isEmpty();
    }

    private PatternStats sampled(String sql, int results, long readMask, int... sqlTypes) {
        PatternStats stats = rounds.statements.executeFor(sql, results, 1_000_000);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < sqlTypes.length; i++) {
            columns.add(new Column("c" + (i + 1), sqlTypes[i]));
        }
        ReadingStats reading = stats.reading();
        reading.columnsAre(columns);
        for (int i = 0; i < results; i++) {
            reading.columnsRead(readMask);
        }
        return stats;
    }

    @ParameterizedTest
    @CsvSource({
        "99, 1, false", // too few results
        "100, 1, true", // three of four unread
        "100, 3, true", // half
        "100, 7, false", // one of four
        "100, 15, false", // all read
        "100, 0, false", // nothing read at all: rows were counted
    })
    void unreadColumns_resultsAndShare_decide(int results, long readMask, boolean expected) {
        sampled(ALL, results, readMask, Types.INTEGER, Types.VARCHAR, Types.VARCHAR, Types.INTEGER);

        assertThat(rounds.round().found(Kind.UNREAD_COLUMNS))
                .hasSize(expected ? 1 : 0)
                .allSatisfy(it -> assertThat(it.severity()).isEqualTo(Severity.INFO));
    }

    @Test
    void unreadColumns_oneLargeAmongMany_isToldByName() {
        sampled("SELECT * FROM product", 100, 0b1011, Types.INTEGER, Types.VARCHAR, Types.CLOB, Types.INTEGER);

        assertThat(rounds.round().found()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.evidence())
                    .containsEntry("columns", 4L)
                    .containsEntry("unreadColumns", 1L)
                    .containsEntry("unread", "c3")
                    .containsEntry("largeColumns", "c3")
                    .containsEntry("selectsAll", true);
            assertThat(finding.advice()).contains("instead of *");
        });
    }

    @Test
    void unreadColumns_tooWideToFollow_isNone() {
        int[] types = new int[ReadingStats.MAX_COLUMNS + 1];
        Arrays.fill(types, Types.CLOB);
        sampled(ALL, 200, 1, types);

        assertThat(rounds.round().found()).isEmpty();
    }

    @Test
    void unreadColumns_starAlone_isNone() {
        sampled("SELECT * FROM product", 200, 0b11, Types.INTEGER, Types.VARCHAR);

        assertThat(rounds.round().found()).isEmpty();
    }

    private void pages(int pages, long step, long nanosPerRow) {
        PatternStats stats = rounds.statements.executeFor(PAGE, pages, 1_000_000);
        for (int i = 0; i < pages; i++) {
            stats.reading().recordOffset(i * step, 1_000_000 + i * step * nanosPerRow);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "21, 50, 100, true", // the deepest is 1,000
        "20, 50, 100, false", // 950
        "19, 100, 100, false", // too few to see it grow
        "30, 100, 0, false", // does not grow
        "10, 1200, 0, true", // 10,800
        "10, 1100, 0, false", // 9,900
    })
    void deepOffset_depthAndGrowth_decide(int pages, long step, long nanosPerRow, boolean expected) {
        pages(pages, step, nanosPerRow);

        assertThat(rounds.round().found(Kind.DEEP_OFFSET)).hasSize(expected ? 1 : 0);
    }

    @Test
    void deepOffset_grows_isConfirmedAndNamesTheColumns() {
        pages(40, 100, 200);

        assertThat(rounds.round().found()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.CONFIRMED);
            assertThat(finding.evidence())
                    .containsEntry("maxOffset", 3_900L)
                    .containsEntry("correlation", 1.0)
                    .containsEntry("orderBy", "created_at DESC, id");
            assertThat(finding.advice()).contains("ORDER BY created_at DESC, id");
        });
    }

    @Test
    void deepOffset_veryDeepWithoutProof_isProbable() {
        pages(3, 10_000, 0);

        assertThat(rounds.round().found()).singleElement().satisfies(finding -> {
            assertThat(finding.confidence()).isEqualTo(Confidence.PROBABLE);
            assertThat(finding.evidence()).doesNotContainKey("correlation");
        });
    }
}
