package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.ReadingStats.Column;
import io.querytap.core.stats.SiteReason;
import io.querytap.core.work.FinishedUnit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How results are read: to the end, in part, not at all, by which columns, how deep into a list. */
class ReadingTest {
    private static final String NUMBERS = "select x from system_range(1, 10)";
    private static final String MANY = "select x from system_range(1, 1500)";

    private final WovenDriver h2;

    ReadingTest() throws Exception {
        h2 = WovenDriver.h2().detect();
    }

    private interface Use {
        void of(Connection connection) throws SQLException;
    }

    private FinishedUnit using(Use use) throws SQLException {
        try (Connection connection = h2.connect()) {
            use.of(connection);
        }
        return h2.finishedUnit();
    }

    private FinishedUnit reading(String sql, int rows) throws SQLException {
        return using(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                read(result, rows);
            }
        });
    }

    private static void read(ResultSet result, int rows) throws SQLException {
        for (int i = 0; i < rows; i++) {
            if (!result.next()) {
                return;
            }
        }
    }

    private static PatternStats statsOf(FinishedUnit unit) {
        return unit.executions().get(0).pattern();
    }

    @Test
    void close_afterTwoRowsOfMore_isEarlyAndHasASite() throws Exception {
        PatternStats stats = statsOf(reading(NUMBERS, 2));
        assertThat(h2.reading().earlyCloses()).isEqualTo(1);
        assertThat(h2.reading().unread()).isZero();
        assertThat(stats.site(SiteReason.EARLY_CLOSE)).isNotNull();
        assertThat(stats.site(SiteReason.UNREAD_RESULT)).isNull();
    }

    @Test
    void close_afterOneRow_isALookUp() throws Exception {
        reading(NUMBERS, 1);
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.reading().unread()).isZero();
    }

    @Test
    void close_afterTheEnd_isNothing() throws Exception {
        reading(NUMBERS, 11);
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.pattern().rows().sum()).isEqualTo(10);
    }

    @Test
    void close_partOfALimitedQuery_isNotEarly() throws Exception {
        reading(NUMBERS + " limit 5", 3);
        assertThat(h2.reading().earlyCloses()).isZero();
    }

    @Test
    void close_partOfAResultThatTheStatementLimits_isNotEarly() throws Exception {
        using(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(4);
                read(statement.executeQuery(NUMBERS), 3);
                statement.setLargeMaxRows(0);
                statement.executeQuery(NUMBERS).close();
            }
        });
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.reading().limitedByStatement()).isEqualTo(1);
        assertThat(h2.reading().unread()).isEqualTo(1);
    }

    @Test
    void statementClosedOrUsedAgainOrConnectionClosed_partRead_isEarly() throws Exception {
        using(connection -> {
            Statement closed = connection.createStatement();
            read(closed.executeQuery(NUMBERS), 3);
            closed.close();
            Statement again = connection.createStatement();
            read(again.executeQuery(NUMBERS), 3);
            read(again.executeQuery(NUMBERS), 3);
        });
        assertThat(h2.reading().earlyCloses()).isEqualTo(3);
    }

    @Test
    void endOfTheJvm_resultInTheMidst_isNotJudged() throws Exception {
        Connection connection = h2.connect();
        ResultSet result = connection.createStatement().executeQuery(NUMBERS);
        read(result, 3);
        h2.live().finishAll();
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.pattern().rows().sum()).isEqualTo(3);
        read(result, 2);
        connection.close();
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.pattern().rows().sum()).isEqualTo(5);
    }

    @Test
    void close_nothingRead_isUnread() throws Exception {
        PatternStats stats = statsOf(reading(NUMBERS, 0));
        assertThat(h2.reading().unread()).isEqualTo(1);
        assertThat(stats.site(SiteReason.UNREAD_RESULT)).isNotNull();
    }

    @Test
    void close_emptyResultAskedFor_isRead() throws Exception {
        reading("select x from system_range(1, 0)", 1);
        assertThat(h2.reading().unread()).isZero();
    }

    @Test
    void execute_resultNobodyAskedFor_isNotUnread() throws Exception {
        using(connection -> {
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.execute(NUMBERS)).isTrue();
            }
        });
        assertThat(h2.reading().unread()).isZero();
    }

    @Test
    void generatedKeys_unread_areNothing() throws Exception {
        h2.prepare("create table keyed (id int auto_increment, name varchar(9))");
        h2.detect();
        using(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into keyed (name) values ('a')", Statement.RETURN_GENERATED_KEYS)) {
                assertThat(insert.executeUpdate()).isEqualTo(1);
                insert.getGeneratedKeys().close();
            }
        });
        assertThat(h2.reading().unread()).isZero();
    }

    @Test
    void cursorMoved_thenClosed_isNotJudged() throws Exception {
        using(connection -> {
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                try (ResultSet first = statement.executeQuery(NUMBERS)) {
                    assertThat(first.first()).isTrue();
                }
                try (ResultSet absolute = statement.executeQuery(NUMBERS)) {
                    assertThat(absolute.absolute(5)).isTrue();
                    assertThat(absolute.next()).isTrue();
                    assertThat(absolute.next()).isTrue();
                    assertThat(absolute.getInt(1)).isEqualTo(7);
                }
            }
        });
        assertThat(h2.reading().unread()).isZero();
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.reading().sampledResults()).isZero();
    }

    @Test
    void next_fails_resultIsNotJudgedAndTheFailureGetsOut() throws Exception {
        using(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select 10 / (x - 4) from system_range(1, 10)",
                    ResultSet.TYPE_FORWARD_ONLY,
                    ResultSet.CONCUR_READ_ONLY)) {
                statement.setFetchSize(1);
                assertThatThrownBy(() -> {
                            try (ResultSet result = statement.executeQuery()) {
                                read(result, 10);
                            }
                        })
                        .isInstanceOf(SQLException.class);
            }
        });
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(h2.reading().unread()).isZero();
    }

    @Test
    void closedResult_asked_failsAsWithoutUs() throws Exception {
        using(connection -> {
            try (Statement statement = connection.createStatement()) {
                ResultSet result = statement.executeQuery(NUMBERS);
                read(result, 11);
                result.close();
                assertThatThrownBy(result::next).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> result.getInt(1)).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> result.getString("x")).isInstanceOf(SQLException.class);
            }
        });
        assertThat(h2.pattern().rows().count()).isEqualTo(1);
        assertThat(h2.reading().sampledResults()).isZero();
    }

    @Test
    void largeResult_readToTheEndOrClosed_hasASite() throws Exception {
        PatternStats whole = statsOf(reading(MANY, 2_000));
        assertThat(whole.site(SiteReason.LARGE_RESULT)).isNotNull();
        assertThat(whole.site(SiteReason.EARLY_CLOSE)).isNull();
        h2.detect();
        PatternStats part = statsOf(reading(MANY, 1_200));
        assertThat(part.site(SiteReason.LARGE_RESULT)).isNotNull();
        h2.detect();
        PatternStats few = statsOf(reading(MANY, 999));
        assertThat(few.site(SiteReason.LARGE_RESULT)).isNull();
    }

    @Test
    void detectionOff_nothingIsJudged() throws Exception {
        h2.observeAnew(io.querytap.core.work.UnitPolicy.Traces.ALL);
        PatternStats stats = statsOf(reading(MANY, 1_200));
        assertThat(h2.reading().earlyCloses()).isZero();
        assertThat(stats.site(SiteReason.LARGE_RESULT)).isNull();
    }

    static Stream<WovenDriver> drivers() throws Exception {
        return Stream.of(WovenDriver.h2(), WovenDriver.hsqldb());
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void columns_readByPositionAndLabel_areKnownWithLabelsAndTypes(WovenDriver driver) throws Exception {
        driver.prepare("create table item (id int, name varchar(20), note varchar(20), price numeric(9, 2))");
        driver.prepare("insert into item values (1, 'a', 'b', 2.5)");
        driver.detect();
        try (Connection connection = driver.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 3; i++) {
                try (ResultSet result = statement.executeQuery("select id, name as label, note, price from item")) {
                    assertThat(result.next()).isTrue();
                    assertThat(result.getInt(1)).isEqualTo(1);
                    assertThat(result.getString("LABEL")).isEqualTo("a");
                    assertThat(result.getObject("price")).isNotNull();
                }
            }
        }
        assertThat(driver.reading().sampledResults()).isEqualTo(3);
        assertThat(driver.reading().columnsRead()).isEqualTo(0b1011);
        assertThat(driver.reading().columns())
                .extracting(it -> it.label().toLowerCase(java.util.Locale.ROOT))
                .containsExactly("id", "label", "note", "price");
        assertThat(driver.reading().columns())
                .extracting(Column::sqlType)
                .containsExactly(Types.INTEGER, Types.VARCHAR, Types.VARCHAR, Types.NUMERIC);
        assertThat(statsOf(driver.finishedUnit()).site(SiteReason.UNREAD_COLUMNS))
                .isNotNull();
    }

    @Test
    void columns_noneRead_isNotCounted() throws Exception {
        reading("select x, x + 1 from system_range(1, 3)", 4);
        assertThat(h2.reading().sampledResults()).isZero();
    }

    @Test
    void columns_labelNobodyKnows_countsAsAll() throws Exception {
        h2.prepare("create table item (id int, name varchar(20)) as select 1, 'a'");
        h2.detect();
        using(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("select id, name from item")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getString("item.name")).isEqualTo("a"); // H2 knows it under this name, too
            }
        });
        assertThat(h2.reading().columnsRead()).isEqualTo(0b11);
    }

    @Test
    void offset_asParameterLiteralOrMysqlStyle_isRecordedWithASiteWhenDeep() throws Exception {
        FinishedUnit unit = using(connection -> {
            try (PreparedStatement page =
                    connection.prepareStatement("select x from system_range(1, 9) limit ? offset ?")) {
                for (long offset : new long[] {0, 20, 2_000}) {
                    page.setInt(1, 10);
                    page.setLong(2, offset);
                    page.executeQuery().close();
                }
            }
        });
        assertThat(h2.reading().offsets()).containsExactly(0, 20, 2_000);
        assertThat(h2.reading().offsetDurations()).hasSize(3).doesNotContain(0);
        assertThat(h2.reading().maxOffset()).isEqualTo(2_000);
        assertThat(statsOf(unit).site(SiteReason.DEEP_OFFSET)).isNotNull();
        assertThat(unit.executions()).extracting(it -> it.parameterHash()).containsOnly(0L);
    }

    @Test
    void offset_writtenOut_isReadFromEachText() throws Exception {
        using(connection -> {
            try (Statement statement = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement(
                            "select x from system_range(1, 9) where x > ? offset 30 rows")) {
                statement
                        .executeQuery("select x from system_range(1, 9) limit 5 offset 70")
                        .close();
                statement
                        .executeQuery("select x from system_range(1, 9) limit 5 offset 7000")
                        .close();
                prepared.setInt(1, 5_000);
                prepared.executeQuery().close();
            }
        });
        assertThat(h2.pattern("limit").reading().offsets()).containsExactly(70, 7_000);
        assertThat(h2.pattern("rows").reading().offsets()).containsExactly(30);
    }

    @Test
    void pagingParameters_makeNoOtherHash_otherParametersDo() throws Exception {
        FinishedUnit unit = using(connection -> {
            try (PreparedStatement page =
                    connection.prepareStatement("select x from system_range(1, 9) where x > ? limit ? offset ?")) {
                for (int[] binds : new int[][] {{1, 10, 0}, {1, 10, 10}, {1, 20, 20}, {2, 10, 0}}) {
                    for (int i = 0; i < 3; i++) {
                        page.setInt(i + 1, binds[i]);
                    }
                    page.executeQuery().close();
                }
            }
        });
        assertThat(unit.keys()).hasSize(1);
        long first = unit.executions().get(0).parameterHash();
        assertThat(unit.executions())
                .extracting(it -> it.parameterHash() == first)
                .containsExactly(true, true, true, false);
    }

    @Test
    void offset_boundAsText_saysNothing() throws Exception {
        using(connection -> {
            try (PreparedStatement page =
                    connection.prepareStatement("select x from system_range(1, 9) offset cast(? as int)")) {
                page.setString(1, "2000");
                page.executeQuery().close();
            }
        });
        assertThat(h2.reading().offsets()).isEmpty();
    }

    @Test
    void slowExecution_hasASite() throws Exception {
        h2.observeAnew(new io.querytap.core.work.UnitPolicy(
                        io.querytap.core.work.UnitPolicy.Traces.ALL, /* slowQueryNanos= */ 0, Long.MAX_VALUE)
                .detecting(5, 1, Long.MAX_VALUE));
        assertThat(statsOf(reading(NUMBERS, 11)).site(SiteReason.SLOW)).isNotNull();
    }
}
