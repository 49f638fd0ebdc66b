package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import io.querytap.core.work.Traits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What a connection is used for: transactions, what is left open, how long it works. */
class ConnectionUseTest {
    private static final String INSERT = "insert into item values (1, 'a')";

    private final WovenDriver h2;

    ConnectionUseTest() throws Exception {
        h2 = WovenDriver.h2().prepare("create table item (id int auto_increment, name varchar(20))");
        h2.detect();
    }

    private ConnectionWork onlyConnection() {
        assertThat(h2.observations().connections().all()).hasSize(1);
        return h2.observations().connections().all().iterator().next();
    }

    private static int traitsOf(FinishedUnit unit, int execution) {
        return unit.executions().get(execution).traits();
    }

    @Test
    void close_statementsForgotten_areCountedWithASite() throws Exception {
        Connection connection = h2.connect();
        connection.createStatement().executeQuery("select 1").close();
        PreparedStatement closed = connection.prepareStatement("select 2");
        closed.executeQuery();
        closed.close();
        Statement closesItself = connection.createStatement();
        closesItself.closeOnCompletion();
        closesItself.executeQuery("select 3").close();
        connection.prepareStatement("select 4");
        connection.close();
        connection.close();
        FinishedUnit unit = h2.finishedUnit();
        assertThat(unit.leases()).hasSize(1);
        LeaseUse use = unit.leases().get(0);
        assertThat(use.openStatements()).isEqualTo(2);
        assertThat(use.site()).isNotNull();
        assertThat(use.poolName()).isNull();
        assertThat(use.uncommitted()).isFalse();
        assertThat(h2.observations().connections().all()).isEmpty();
    }

    @Test
    void close_everythingClosed_tellsNothing() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(INSERT);
        }
        assertThat(h2.finishedUnit().leases())
                .allMatch(it -> it.openStatements() == 0 && !it.uncommitted() && it.site() == null);
    }

    @Test
    void close_writtenAndNotCommitted_isUncommitted() throws Exception {
        try (Connection connection = h2.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(INSERT);
                assertThat(onlyConnection().hasWritten()).isTrue();
            }
        }
        assertThat(h2.finishedUnit().leases()).hasSize(1).allMatch(LeaseUse::uncommitted);
    }

    @Test
    void close_onlyReadOrCommittedByAutoCommit_isCommitted() throws Exception {
        try (Connection connection = h2.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(INSERT);
                connection.setAutoCommit(true);
                connection.setAutoCommit(false);
                statement.executeQuery("select * from item").close();
            }
        }
        assertThat(h2.finishedUnit().leases()).noneMatch(LeaseUse::uncommitted);
    }

    @Test
    void transaction_isSeenWhileItLasts() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            ConnectionWork work = onlyConnection();
            connection.setAutoCommit(false);
            assertThat(work.inTransaction()).isFalse();
            statement.executeQuery("select * from item").close();
            assertThat(work.inTransaction()).isTrue();
            assertThat(work.hasWritten()).isFalse();
            assertThat(work.holder()).isSameAs(Thread.currentThread());
            assertThat(work.callStartNanos()).isZero();
            long serial = work.transactionSerial();
            assertThatThrownBy(() -> statement.executeUpdate("insert into item values ('x', 'y', 'z')"))
                    .isInstanceOf(SQLException.class);
            assertThat(work.hasWritten()).isFalse();
            assertThat(work.callStartNanos()).isZero();
            statement.addBatch(INSERT);
            statement.executeBatch();
            assertThat(work.hasWritten()).isTrue();
            assertThat(work.lastWrite()).isNotNull();
            connection.rollback();
            assertThat(work.inTransaction()).isFalse();
            assertThat(work.transactionSerial()).isNotEqualTo(serial);
        }
        assertThat(h2.finishedUnit().leases()).noneMatch(LeaseUse::uncommitted);
    }

    @Test
    void traits_transactionIsolationAndKeys_areOfEachExecution() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(INSERT);
            statement.executeUpdate(INSERT, Statement.RETURN_GENERATED_KEYS);
            statement.executeUpdate(INSERT, Statement.NO_GENERATED_KEYS);
            statement.execute(INSERT, new String[] {"id"});
            try (PreparedStatement keys = connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS);
                    PreparedStatement column = connection.prepareStatement(INSERT, new int[] {1});
                    PreparedStatement none = connection.prepareStatement(INSERT, Statement.NO_GENERATED_KEYS)) {
                keys.executeUpdate();
                column.executeUpdate();
                none.executeUpdate();
            }
            connection.setAutoCommit(false);
            statement.executeUpdate(INSERT);
            connection.commit();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.executeUpdate(INSERT);
            connection.commit();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(true);
            statement.executeUpdate(INSERT);
        }
        assertThat(h2.finishedUnit().executions())
                .extracting(Execution::traits)
                .containsExactly(
                        Traits.NONE,
                        Traits.GENERATED_KEYS,
                        Traits.NONE,
                        Traits.GENERATED_KEYS,
                        Traits.GENERATED_KEYS,
                        Traits.GENERATED_KEYS,
                        Traits.NONE,
                        Traits.IN_TRANSACTION,
                        Traits.IN_TRANSACTION | Traits.REPEATABLE_READ,
                        Traits.NONE);
    }

    @Test
    void sqlite_transactionsAreSerializable_withoutBeingAsked() throws Exception {
        WovenDriver sqlite = WovenDriver.sqlite().detect();
        try (Connection connection = sqlite.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("select 1").close();
            connection.commit();
        }
        assertThat(traitsOf(sqlite.finishedUnit(), 0)).isEqualTo(Traits.IN_TRANSACTION | Traits.REPEATABLE_READ);
    }

    @Test
    void inProcessDatabase_callsWithoutStatement_costNoTrips() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(INSERT);
            connection.commit();
            connection.rollback();
            assertThat(connection.isValid(1)).isTrue();
        }
        assertThat(h2.finishedUnit().protocolTrips()).isZero();
    }

    @Test
    void reading_countsAsWorkAndNotAsIdle() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            ConnectionWork work = onlyConnection();
            try (ResultSet result = statement.executeQuery("select x from system_range(1, 3)")) {
                long executed = work.lastEndNanos();
                Thread.sleep(5);
                assertThat(work.lastEndNanos()).isEqualTo(executed);
                assertThat(result.next()).isTrue();
                assertThat(work.lastEndNanos() - executed).isGreaterThanOrEqualTo(5_000_000);
                while (result.next()) {
                    assertThat(result.getInt(1)).isPositive();
                }
            }
        }
        assertThat(h2.finishedUnit().executions()).hasSize(1).allMatch(it -> it.rows() == 3);
    }

    @Test
    void close_byAnotherThread_blamesNobody() throws Exception {
        Connection connection = h2.connect();
        connection.createStatement().executeQuery("select 1").close();
        Thread other = new Thread(() -> {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
        other.start();
        other.join();
        assertThat(h2.finishedUnits()).flatExtracting(FinishedUnit::leases).isEmpty();
        assertThat(h2.observations().connections().all()).isEmpty();
    }
}
