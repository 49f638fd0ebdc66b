package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.UnitPolicy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a unit of work tells of its executions, above all whether two had the same parameters. */
class UnitRecordingTest {
    private final WovenDriver h2;

    UnitRecordingTest() throws Exception {
        h2 = WovenDriver.h2().prepare("create table item (id int, name varchar(20))");
    }

    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    /** The parameter hash of one execution for each setter, in order, on one statement. */
    private List<Long> hashes(String sql, Setter... setters) throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Setter setter : setters) {
                setter.set(statement);
                statement.execute();
            }
        }
        List<FinishedUnit> units = h2.finishedUnits();
        return units.get(units.size() - 1).executions().stream()
                .map(Execution::parameterHash)
                .toList();
    }

    private List<Long> hashesOfOne(Setter... setters) throws Exception {
        return hashes("select cast(? as varchar)", setters);
    }

    @Test
    void parameterHash_sameValue_isTheSame() throws Exception {
        byte[] one = {1, 2, 3};
        byte[] sameAsOne = {1, 2, 3};
        UUID uuid = UUID.randomUUID();
        assertSame(s -> s.setInt(1, 5), s -> s.setInt(1, 5));
        assertSame(s -> s.setString(1, "a"), s -> s.setString(1, new String("a")));
        assertSame(s -> s.setBytes(1, one), s -> s.setBytes(1, sameAsOne));
        assertSame(s -> s.setNull(1, Types.INTEGER), s -> s.setNull(1, Types.INTEGER));
        assertSame(s -> s.setObject(1, null), s -> s.setObject(1, null));
        assertSame(s -> s.setBigDecimal(1, new BigDecimal("1.5")), s -> s.setBigDecimal(1, new BigDecimal("1.5")));
        assertSame(s -> s.setObject(1, LocalDate.of(2026, 11, 21)), s -> s.setObject(1, LocalDate.of(2026, 11, 21)));
        assertSame(s -> s.setTimestamp(1, new Timestamp(5)), s -> s.setTimestamp(1, new Timestamp(5)));
        assertSame(s -> s.setObject(1, uuid), s -> s.setObject(1, UUID.fromString(uuid.toString())));
        assertSame(s -> s.setDouble(1, 1.5), s -> s.setDouble(1, 1.5));
        assertSame(s -> s.setBoolean(1, true), s -> s.setBoolean(1, true));
    }

    private void assertSame(Setter one, Setter other) throws Exception {
        List<Long> hashes = hashesOfOne(one, other);
        assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotZero();
    }

    @Test
    void parameterHash_otherValue_differs() throws Exception {
        List<Long> hashes = hashesOfOne(
                s -> s.setInt(1, 5),
                s -> s.setInt(1, 6),
                s -> s.setString(1, "5"),
                s -> s.setString(1, "6"),
                s -> s.setNull(1, Types.VARCHAR),
                s -> s.setBytes(1, new byte[] {1}),
                s -> s.setBytes(1, new byte[] {1, 0}),
                s -> s.setDouble(1, 5.25),
                s -> s.setObject(1, LocalDate.of(2026, 11, 21)),
                s -> s.setObject(1, LocalDate.of(2026, 11, 22)));
        assertThat(hashes).doesNotHaveDuplicates().doesNotContain(0L);
    }

    @Test
    void parameterHash_orderOfValues_matters() throws Exception {
        List<Long> hashes = hashes(
                "select * from item where id = ? and name = ?",
                s -> both(s, "1", "2"),
                s -> both(s, "2", "1"),
                s -> both(s, "1", "2"));
        assertThat(hashes.get(0)).isNotEqualTo(hashes.get(1)).isEqualTo(hashes.get(2));
    }

    private static void both(PreparedStatement statement, String one, String other) throws SQLException {
        statement.setString(1, one);
        statement.setString(2, other);
    }

    @Test
    void parameterHash_valuesKeptFromTheLastExecution_isTheSame() throws Exception {
        List<Long> hashes = hashesOfOne(s -> s.setInt(1, 5), s -> {}, s -> {
            s.clearParameters();
            s.setInt(1, 5);
        });
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
        assertThat(hashes.get(2)).isEqualTo(hashes.get(0));
    }

    @Test
    void parameterHash_noParametersOrLiterals_zeroOrTheTexts() throws Exception {
        assertThat(hashes("select 1", s -> {})).containsExactly(0L);
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select * from item where id = 5");
            statement.execute("select * from item where id = 6");
            statement.execute("select * from item where id = 5");
        }
        List<Execution> executions = h2.finishedUnits().get(0).executions();
        assertThat(executions.get(0).parameterHash())
                .isNotEqualTo(executions.get(1).parameterHash())
                .isEqualTo(executions.get(2).parameterHash());
    }

    @Test
    void parameterHash_manyPositions_allMatter() throws Exception {
        String sql = "select * from item where id in (" + "?,".repeat(299) + "?)";
        List<Long> hashes =
                hashes(sql, s -> fill(s, -1), s -> fill(s, 299), s -> fill(s, 1), s -> fill(s, 256), s -> fill(s, 257));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    private static void fill(PreparedStatement statement, int other) throws SQLException {
        statement.clearParameters();
        for (int i = 1; i <= 300; i++) {
            statement.setInt(i, i == other ? -1 : i);
        }
    }

    /** An application's own value must not be asked anything: its hashCode could run a query, or never end. */
    @Test
    void valueHash_applicationsOwnType_isNotCalled() {
        Object value = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException("asked");
            }

            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException("asked");
            }

            @Override
            public String toString() {
                throw new IllegalStateException("asked");
            }
        };
        assertThat(ValueHash.of(value)).isEqualTo(ValueHash.of(value));
    }

    @Test
    void unit_connectionWithoutPool_tellsOutcomeRowsAndBatches() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into item values (1, 'a'), (2, 'b')");
            try (ResultSet result = statement.executeQuery("select * from item")) {
                while (result.next()) {
                    assertThat(result.getInt(1)).isPositive();
                }
            }
            statement.addBatch("delete from item where id = 1");
            statement.executeBatch();
            assertThatThrownBy(() -> statement.execute("select broken")).isInstanceOf(SQLException.class);
        }
        FinishedUnit unit = h2.finishedUnits().get(0);
        List<Execution> executions = unit.executions();
        assertThat(executions).hasSize(4);
        assertThat(executions.get(0).rows()).isEqualTo(Execution.ROWS_UNKNOWN);
        assertThat(executions.get(1).rows()).isEqualTo(2);
        assertThat(executions.get(2).batchSize()).isEqualTo(1);
        assertThat(executions.get(3).errorType()).startsWith("42");
        assertThat(unit.leases()).hasSize(0);
        assertThat(unit.endNanos()).isGreaterThan(unit.startNanos());
    }

    @Test
    void unit_tracesOff_recordsNoneButCounts() throws Exception {
        h2.observeAnew(UnitPolicy.Traces.OFF);
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            statement.executeQuery("select * from item").close();
        }
        assertThat(h2.finishedUnits()).isEmpty();
        assertThat(h2.pattern().count()).isEqualTo(1);
        assertThat(h2.pattern().rows().count()).isEqualTo(1);
    }

    @Test
    void statementOfOneConnection_usedByManyThreads_failsNowhere() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        try (Connection connection = h2.connect()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        for (int j = 0; j < 200; j++) {
                            try (PreparedStatement statement = connection.prepareStatement("select * from item")) {
                                statement.executeQuery().close();
                            }
                        }
                    } catch (Throwable failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(h2.pattern().count()).isBetween(1L, 800L);
    }
}
