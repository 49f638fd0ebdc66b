package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.stats.TransactionSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final String INSERT = "insert into item values (1)";

    private final WovenDriver h2;

    TransactionTest() throws Exception {
        h2 = WovenDriver.h2().prepare("create table item (id int)");
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(INSERT);
        }
    }

    @Test
    void commitAndRollback_withStatements_areTransactions() throws Exception {
        try (Connection connection = h2.connect()) {
            connection.setAutoCommit(false);
            insert(connection);
            insert(connection);
            connection.commit();
            insert(connection);
            connection.rollback();
            connection.commit(); // nothing to commit
        }
        TransactionSnapshot seen = h2.transactions();
        assertThat(seen.commits()).isEqualTo(1);
        assertThat(seen.rollbacks()).isEqualTo(1);
        assertThat(seen.duration().count()).isEqualTo(2);
        assertThat(seen.commit().count()).isEqualTo(2);
        assertThat(seen.rollback().count()).isEqualTo(1);
        assertThat(seen.autoCommitSwitches()).isEqualTo(1);
        assertThat(seen.duration().max()).isGreaterThanOrEqualTo(seen.commit().min());
        assertThat(h2.pattern().count()).isEqualTo(3);
    }

    @Test
    void autoCommit_statements_areNoTransactions() throws Exception {
        try (Connection connection = h2.connect()) {
            connection.setAutoCommit(true);
            insert(connection);
        }
        assertThat(h2.transactions().duration().isEmpty()).isTrue();
        assertThat(h2.transactions().autoCommitSwitches()).isZero();
    }

    @Test
    void setAutoCommitTrue_openTransaction_commitsIt() throws Exception {
        try (Connection connection = h2.connect()) {
            connection.setAutoCommit(false);
            insert(connection);
            connection.setAutoCommit(true);
        }
        assertThat(h2.transactions().commits()).isEqualTo(1);
        assertThat(h2.transactions().autoCommitSwitches()).isEqualTo(2);
    }

    @Test
    void savepoints_andIsolation_areCounted() throws Exception {
        try (Connection connection = h2.connect()) {
            connection.setAutoCommit(false);
            insert(connection);
            Savepoint unnamed = connection.setSavepoint();
            Savepoint named = connection.setSavepoint("named");
            insert(connection);
            connection.rollback(named);
            connection.rollback(unnamed);
            connection.commit();
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }
        TransactionSnapshot seen = h2.transactions();
        assertThat(seen.savepoints()).isEqualTo(2);
        assertThat(seen.savepointRollbacks()).isEqualTo(2);
        assertThat(seen.commits()).isEqualTo(1);
        assertThat(seen.rollbacks()).isZero();
        assertThat(seen.isolationSwitches()).isEqualTo(1);
    }

    @Test
    void failing_commit_isNotCountedAndSilencesNothing() throws Exception {
        Connection connection = h2.connect();
        connection.close();
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
        assertThat(h2.transactions().commit().isEmpty()).isTrue();
        try (Connection another = h2.connect()) {
            insert(another);
        }
        assertThat(h2.pattern().count()).isEqualTo(1);
    }

    /** HSQLDB's XA connection overrides what it calls of its superclass, and both are woven; one call counts once. */
    @Test
    void overridingMethodsCallingTheOverridden_countOnce() throws Exception {
        WovenDriver hsqldb = WovenDriver.hsqldb();
        XADataSource source = (XADataSource) hsqldb.loader()
                .loadClass("org.hsqldb.jdbc.pool.JDBCXADataSource")
                .getDeclaredConstructor()
                .newInstance();
        source.getClass().getMethod("setUrl", String.class).invoke(source, hsqldb.url());
        source.getClass().getMethod("setUser", String.class).invoke(source, "SA");
        XAConnection xa = source.getXAConnection();
        Connection connection = xa.getConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("values 1").close();
        }
        connection.setSavepoint("named");
        connection.commit();
        connection.rollback();
        TransactionSnapshot seen = hsqldb.transactions();
        assertThat(seen.commit().count()).isEqualTo(1);
        assertThat(seen.commits()).isEqualTo(1);
        assertThat(seen.rollback().count()).isEqualTo(1);
        assertThat(seen.savepoints()).isEqualTo(1);
        assertThat(seen.isolationSwitches()).isEqualTo(1);
        assertThat(hsqldb.pattern().count()).isEqualTo(1);
        xa.close();
    }

    @Test
    void pooledHandle_aroundMeasuredConnection_countsOnce() throws Exception {
        WovenDriver sqlite = WovenDriver.sqlite();
        var source = (javax.sql.ConnectionPoolDataSource) sqlite.loader()
                .loadClass("org.sqlite.javax.SQLiteConnectionPoolDataSource")
                .getDeclaredConstructor()
                .newInstance();
        source.getClass().getMethod("setUrl", String.class).invoke(source, sqlite.url());
        var pooled = source.getPooledConnection();
        for (int i = 0; i < 2; i++) {
            try (Connection handle = pooled.getConnection()) {
                handle.setAutoCommit(false);
                try (Statement statement = handle.createStatement()) {
                    statement.execute("create table if not exists item (id int)");
                }
                handle.commit();
            }
        }
        TransactionSnapshot seen = sqlite.transactions();
        assertThat(sqlite.pattern("item").count()).isEqualTo(2);
        assertThat(seen.commits()).isEqualTo(2);
        assertThat(seen.commit().count()).isEqualTo(2);
        pooled.close();
    }
}
