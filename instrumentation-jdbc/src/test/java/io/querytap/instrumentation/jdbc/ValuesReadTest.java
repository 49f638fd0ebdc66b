package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitPolicy;
import io.querytap.core.work.ValueTrail;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that was read is known again when it is bound, whatever types it was read and bound as. */
class ValuesReadTest {
    private static final String VALUES = "select cast(7 as int) as num, cast(7.00 as numeric(9, 2)) as dec,"
            + " 'text' as txt, cast('5b7dd3f6-8b76-4a52-b0f2-0c8a1f9be0f1' as uuid) as uid from (values (1), (2))";

    private final WovenDriver h2;

    ValuesReadTest() throws Exception {
        h2 = WovenDriver.h2().detect();
    }

    private static ValueTrail trailOf(FinishedUnit unit) {
        assertThat(unit.evidence()).hasSize(1);
        return unit.evidence().get(0).trail();
    }

    private interface Reader {
        Object read(ResultSet result) throws SQLException;
    }

    private interface Binder {
        void bind(PreparedStatement statement, Object value) throws SQLException;
    }

    private void assertKnownAgain(int column, Reader reader, Binder binder) throws Exception {
        try (Connection connection = h2.connect();
                Statement source = connection.createStatement();
                PreparedStatement bound = connection.prepareStatement("select cast(? as varchar)")) {
            try (ResultSet result = source.executeQuery(VALUES)) {
                assertThat(result.next()).isTrue();
                binder.bind(bound, reader.read(result));
            }
            bound.executeQuery().close();
        }
        ValueTrail trail = trailOf(h2.finishedUnit());
        assertThat(trail.wasRead(0, 0, column)).isTrue();
        assertThat(trail.boundExecutions()).isEqualTo(1);
        assertThat(trail.parameters(0)).isEqualTo(1);
        assertThat(trail.parameter(0, 0)).isEqualTo(trail.value(0, 0, column));
    }

    @Test
    void valueRead_sameValueBound_isKnownAgain() throws Exception {
        assertKnownAgain(1, r -> r.getInt(1), (s, v) -> s.setInt(1, (Integer) v));
        assertKnownAgain(1, r -> r.getInt(1), (s, v) -> s.setLong(1, ((Integer) v).longValue()));
        assertKnownAgain(1, r -> r.getLong("num"), (s, v) -> s.setObject(1, 7));
        assertKnownAgain(1, r -> r.getShort(1), (s, v) -> s.setShort(1, (Short) v));
        assertKnownAgain(1, r -> r.getByte(1), (s, v) -> s.setObject(1, v));
        assertKnownAgain(1, r -> r.getObject(1), (s, v) -> s.setObject(1, v));
        assertKnownAgain(1, r -> r.getObject("num", Long.class), (s, v) -> s.setLong(1, (Long) v));
        assertKnownAgain(1, r -> r.getBigDecimal(1), (s, v) -> s.setLong(1, 7));
        assertKnownAgain(1, r -> r.getLong(1), (s, v) -> s.setBigDecimal(1, new BigDecimal("7")));
        assertKnownAgain(2, r -> r.getBigDecimal(2), (s, v) -> s.setObject(1, BigInteger.valueOf(7)));
        assertKnownAgain(2, r -> r.getBigDecimal("dec"), (s, v) -> s.setInt(1, 7));
        assertKnownAgain(2, r -> r.getDouble(2), (s, v) -> s.setDouble(1, (Double) v));
        assertKnownAgain(2, r -> r.getFloat(2), (s, v) -> s.setObject(1, v));
        assertKnownAgain(2, r -> r.getFloat(2), (s, v) -> s.setFloat(1, (Float) v));
        assertKnownAgain(3, r -> r.getString("TXT"), (s, v) -> s.setString(1, "text"));
        assertKnownAgain(3, r -> r.getObject(3), (s, v) -> s.setObject(1, "text"));
        assertKnownAgain(4, r -> r.getObject(4), (s, v) -> s.setObject(1, UUID.fromString(v.toString())));
        assertKnownAgain(1, r -> r.getBoolean(1), (s, v) -> s.setObject(1, v));
        assertKnownAgain(1, r -> r.getBoolean(1), (s, v) -> s.setBoolean(1, (Boolean) v));
    }

    @Test
    void decimals_sameNumberWithOrWithoutFraction_hashAsTheyAreMeant() {
        assertThat(ValueHash.of(new BigDecimal("12.000"))).isEqualTo(12);
        assertThat(ValueHash.of(new BigDecimal("-3"))).isEqualTo(-3);
        assertThat(ValueHash.of(new BigDecimal("999999999999999999"))).isEqualTo(999_999_999_999_999_999L);
        assertThat(ValueHash.of(new BigDecimal("1.5"))).isNotEqualTo(ValueHash.of(new BigDecimal("1.6")));
        assertThat(ValueHash.of(new BigDecimal("999999999999999.9"))).isNotEqualTo(1_000_000_000_000_000L);
        assertThat(ValueHash.of(new BigDecimal("0.99999999999999"))).isNotEqualTo(1);
        assertThat(ValueHash.of(new BigDecimal("1e400"))).isNotEqualTo(Long.MAX_VALUE);
        assertThat(ValueHash.of(new BigInteger("99999999999999999999"))).isNotEqualTo(Long.MAX_VALUE);
    }

    static Stream<WovenDriver> drivers() throws Exception {
        return Stream.of(WovenDriver.h2(), WovenDriver.hsqldb(), WovenDriver.sqlite());
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void rowsAndColumns_everyDriver_areWhereTheyWereRead(WovenDriver driver) throws Exception {
        driver.detect();
        try (Connection kept = driver.connect(); // an SQLite database in memory lasts as long as a connection to it
                Statement filling = kept.createStatement()) {
            filling.execute("create table item (id int, name varchar(20))");
            filling.execute("insert into item values (5, 'five')");
            filling.execute("insert into item values (6, 'six')");
            driver.detect();
            readTwoRows(driver);
        }
    }

    private static void readTwoRows(WovenDriver driver) throws SQLException {
        try (Connection connection = driver.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select id, name from item order by id")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt("id")).isEqualTo(5);
            assertThat(result.getInt(1)).isEqualTo(5);
            assertThat(result.next()).isTrue();
            assertThat(result.getString("name")).isEqualTo("six");
            assertThat(result.getLong(1)).isEqualTo(6);
            assertThat(result.next()).isFalse();
        }
        ValueTrail trail = trailOf(driver.finishedUnit());
        assertThat(trail.results()).isEqualTo(1);
        assertThat(trail.rows(0)).isEqualTo(2);
        assertThat(trail.value(0, 0, 1)).isEqualTo(5);
        assertThat(trail.wasRead(0, 0, 2)).isFalse();
        assertThat(trail.value(0, 1, 1)).isEqualTo(6);
        assertThat(trail.value(0, 1, 2)).isEqualTo(ValueHash.of("six"));
    }

    @Test
    void getterFails_nothingIsReadAndTheFailureGetsOut() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(VALUES)) {
            assertThat(result.next()).isTrue();
            assertThatThrownBy(() -> result.getInt(3)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> result.getInt(99)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> result.getInt("absent")).isInstanceOf(SQLException.class);
            assertThat(result.getInt(1)).isEqualTo(7);
        }
        ValueTrail trail = trailOf(h2.finishedUnit());
        assertThat(trail.wasRead(0, 0, 1)).isTrue();
        assertThat(trail.wasRead(0, 0, 3)).isFalse();
        assertThat(h2.reading().columnsRead()).isEqualTo(1);
    }

    @Test
    void secondResultOfOneExecution_isNotTakenForTheFirst() throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement statement = connection.prepareStatement("select x from system_range(1, 3)")) {
            assertThat(statement.execute()).isTrue();
            ResultSet first = statement.getResultSet();
            assertThat(first.next()).isTrue();
            assertThat(first.getInt(1)).isEqualTo(1);
            assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isFalse();
            assertThat(first.next()).isTrue();
            assertThat(first.getInt(1)).isEqualTo(2);
        }
        ValueTrail trail = trailOf(h2.finishedUnit());
        assertThat(trail.rows(0)).isEqualTo(1);
        assertThat(trail.value(0, 0, 1)).isEqualTo(1);
    }

    @Test
    void unitNotSampled_nothingIsKept() throws Exception {
        h2.observeAnew(UnitPolicy.Traces.ALL);
        try (Connection connection = h2.connect();
                PreparedStatement statement = connection.prepareStatement("select cast(? as int)")) {
            statement.setInt(1, 3);
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).isTrue();
                assertThat(result.getInt(1)).isEqualTo(3);
            }
        }
        assertThat(h2.finishedUnit().evidence()).isEmpty();
        assertThat(h2.reading().sampledResults()).isZero();
    }

    @Test
    void resultReadByAnotherThread_failsNowhere() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select x from system_range(1, 3)")) {
            int[] sum = new int[1];
            Thread reader = new Thread(() -> {
                try {
                    while (result.next()) {
                        sum[0] += result.getInt(1);
                    }
                } catch (SQLException failure) {
                    sum[0] = -1;
                }
            });
            reader.start();
            reader.join();
            assertThat(sum[0]).isEqualTo(6);
        }
        assertThat(h2.pattern().rows().sum()).isEqualTo(3);
    }
}
