package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapState;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Properties;
import java.util.TimeZone;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cache is asked and told by a woven driver, and that an answer is the statement's own without the driver. */
class CacheProbeTest {
    private static final String SELECT = "select name from item where id = ?";

    private final RecordingCache cache = new RecordingCache();
    private final WovenDriver h2;
    private Connection connection;
    private long selfErrors;

    CacheProbeTest() throws Exception {
        h2 = WovenDriver.h2(cache);
    }

    @BeforeEach
    void open() throws SQLException {
        h2.prepare(
                "create table item (id int primary key, name varchar(20))",
                "insert into item values (1, 'one'), (2, 'two')",
                "create table other (id int primary key)");
        connection = h2.connect();
        cache.opened().clear();
        cache.take();
        cache.plansAsked = 0;
        selfErrors = Diagnostics.selfErrors();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void noFailure() {
        assertThat(Diagnostics.selfErrors()).isEqualTo(selfErrors);
    }

    /** A result set of the driver, made by a connection that the cache is not told of. */
    private ResultSet another() throws SQLException {
        return connection.getMetaData().getCatalogs();
    }

    // Answers

    @Test
    void executeQuery_answer_isReturnedAndNeverExecutedNorRecorded() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            ResultSet given = another();
            cache.answer = given;
            select.setInt(1, 1);
            assertThat(select.executeQuery()).isSameAs(given);
            assertThat(cache.take()).containsExactly("QUERY " + SELECT + " [INT=1]");
            assertThat(h2.patterns()).isEmpty();

            try (ResultSet live = select.executeQuery()) {
                assertThat(live.next()).isTrue();
                assertThat(live.getString(1)).isEqualTo("one");
            }
            assertThat(cache.take()).containsExactly("QUERY " + SELECT + " [INT=1]", "executed result");
            assertThat(h2.pattern().count()).isEqualTo(1);
            assertThat(h2.pattern().rows().sum()).isEqualTo(1);
        }
        noFailure();
    }

    @Test
    void executeQuery_textAnswered_isReturned() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet given = another();
            cache.answer = given;
            assertThat(statement.executeQuery("select * from item")).isSameAs(given);
            assertThat(cache.take()).containsExactly("QUERY select * from item none");
            assertThat(h2.patterns()).isEmpty();
        }
        noFailure();
    }

    @Test
    void execute_answer_isTrue() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT);
                Statement statement = connection.createStatement()) {
            select.setInt(1, 1);
            cache.answer = another();
            assertThat(select.execute()).isTrue();
            cache.answer = another();
            assertThat(statement.execute("select * from item")).isTrue();
            assertThat(cache.take())
                    .containsExactly("EXECUTE " + SELECT + " [INT=1]", "EXECUTE select * from item none");
            assertThat(h2.patterns()).isEmpty();
        }
        noFailure();
    }

    @Test
    void answer_readToTheEnd_isNotMeasuredAndEndsWhatWasReadBefore() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet live = statement.executeQuery("select * from item");
            assertThat(live.next()).isTrue();
            ResultSet given = another();
            cache.answer = given;
            assertThat(statement.execute("select * from item")).isTrue();
            statement.getResultSet(); // H2's current one, which the fake did not replace
            while (given.next()) {
                assertThat(given.getString(1)).isNotEmpty();
            }
            given.close();
        }
        assertThat(h2.pattern().count()).isEqualTo(1);
        assertThat(h2.pattern().rows().sum()).isEqualTo(1);
        noFailure();
    }

    @Test
    void execute_withKeysOrUpdate_isToldButNeverAnswered() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            cache.answer = another();
            assertThat(statement.execute("update item set name = 'x'", Statement.NO_GENERATED_KEYS))
                    .isFalse();
            assertThat(statement.executeUpdate("update item set name = 'y'")).isEqualTo(2);
            assertThat(statement.executeLargeUpdate("update item set name = 'z'"))
                    .isEqualTo(2);
            assertThat(cache.answer).isNotNull();
        }
        assertThat(cache.take())
                .containsExactly(
                        "UPDATE update item set name = 'x' none", "executed null",
                        "UPDATE update item set name = 'y' none", "executed null",
                        "UPDATE update item set name = 'z' none", "executed null");
        noFailure();
    }

    @Test
    void executeQuery_fakeFails_goesLive() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, 2);
            cache.failure = new IllegalStateException("of ours");
            try (ResultSet live = select.executeQuery()) {
                assertThat(live.next()).isTrue();
                assertThat(live.getString(1)).isEqualTo("two");
            }
            connection.setAutoCommit(false);
            connection.commit();
            connection.rollback();
            connection.setAutoCommit(true);
            cache.failure = null;
        }
        assertThat(h2.pattern().count()).isEqualTo(1);
        assertThat(Diagnostics.selfErrors()).isGreaterThan(selfErrors);
    }

    // What is told of executions

    @Test
    void execute_live_tellsWhetherThereIsAResult() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("select * from item")).isTrue();
            assertThat(statement.execute("delete from item")).isFalse();
        }
        assertThat(cache.take())
                .containsExactly(
                        "EXECUTE select * from item none", "executed true",
                        "EXECUTE delete from item none", "executed null");
    }

    @Test
    void execution_thatThrows_isToldAsThrown() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("insert into item values (1, 'again')"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.executeQuery("select nothing from item"))
                    .isInstanceOf(SQLException.class);
            assertThat(statement.executeUpdate("delete from item")).isEqualTo(2);
        }
        assertThat(cache.take())
                .containsExactly(
                        "UPDATE insert into item values (1, 'again') none", "executed null thrown",
                        "QUERY select nothing from item none", "executed null thrown",
                        "UPDATE delete from item none", "executed null");
    }

    @Test
    void executeText_ofPreparedStatement_isForItsDriverToSay() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            cache.answer = another();
            assertThatThrownBy(() -> select.executeQuery("select * from item")).isInstanceOf(SQLException.class);
            assertThat(cache.take()).containsExactly("UPDATE select * from item none", "executed null thrown");
        }
    }

    @Test
    void statementWithoutPlan_nothingIsTold() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into other values (?)");
                Statement statement = connection.createStatement()) {
            insert.setInt(1, 1);
            insert.executeUpdate();
            insert.setInt(1, 2);
            insert.addBatch();
            insert.executeBatch();
            statement.executeQuery("select * from other").close();
            statement.addBatch("delete from other");
            statement.executeBatch();
            assertThat(cache.plansAsked).isEqualTo(3); // once for the prepared one, however often it is executed
        }
        assertThat(cache.take()).isEmpty();
        assertThat(h2.patterns()).hasSize(3);
    }

    @Test
    void statementWithoutPlan_allocatesNothing() throws SQLException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (PreparedStatement select = connection.prepareStatement("select id from other where id = ?")) {
            QuerytapState statement = (QuerytapState) select;
            Object told = null;
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) { // the first ones warm up
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 1_000; i++) {
                    QuerytapCacheHooks.bound(statement, 1, 'I', i);
                    QuerytapCacheHooks.bound(statement, 1, "setString", "text", null);
                    told = QuerytapCacheHooks.executing(statement, QuerytapCacheHooks.QUERY);
                    QuerytapCacheHooks.executed(statement, told, null, null);
                    told = QuerytapCacheHooks.executing(statement, "select * from other", QuerytapCacheHooks.QUERY);
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(told).isNull();
            assertThat(allocated).isLessThan(1_000);
        }
    }

    @Test
    void rulesChange_preparedStatement_isAskedAgain() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from other where id = ?")) {
            select.setInt(1, 1);
            select.executeQuery().close();
            assertThat(cache.take()).isEmpty();

            cache.rulesChange("other");
            select.executeQuery().close(); // bound before anybody wanted to know
            assertThat(cache.take()).containsExactly("QUERY select id from other where id = ? []", "executed result");
            select.setInt(1, 2);
            select.executeQuery().close();
            assertThat(cache.take())
                    .containsExactly("QUERY select id from other where id = ? [INT=2]", "executed result");

            cache.rulesChange("item");
            select.executeQuery().close();
            assertThat(cache.take()).isEmpty();
            select.setInt(1, 3);
            cache.rulesChange("other");
            select.executeQuery().close();
            assertThat(cache.take())
                    .containsExactly("QUERY select id from other where id = ? [INT=3]", "executed result");
        }
    }

    // Parameters

    @Test
    void setters_everyOne_withItsTypeAndACopy() throws SQLException {
        String sql = "select 1 from item where ? is null or ? is null";
        Calendar utc = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        Date date = new Date(0);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, 7);
            select.setDouble(2, 1.5);
            assertThat(bound(select, sql)).isEqualTo("[LONG=7, DOUBLE=" + Double.doubleToRawLongBits(1.5) + "]");
            select.setShort(1, (short) 3);
            select.setByte(2, (byte) 4);
            assertThat(bound(select, sql)).isEqualTo("[SHORT=3, BYTE=4]");
            select.setBoolean(1, true);
            select.setFloat(2, 2.5f);
            assertThat(bound(select, sql)).isEqualTo("[BOOLEAN=1, FLOAT=" + Float.floatToRawIntBits(2.5f) + "]");
            select.setString(1, "text");
            select.setNString(2, "national");
            assertThat(bound(select, sql)).isEqualTo("[STRING=text, N_STRING=national]");
            select.setBigDecimal(1, BigDecimal.TEN);
            select.setBytes(2, new byte[] {1});
            assertThat(bound(select, sql)).isEqualTo("[BIG_DECIMAL=10, BYTES=bytes]");
            select.setDate(1, date, utc);
            select.setTimestamp(2, Timestamp.valueOf("2026-01-02 03:04:05"));
            assertThat(bound(select, sql)).isEqualTo("[DATE=" + date + "@UTC, TIMESTAMP=2026-01-02 03:04:05.0]");
            select.setObject(1, "9", Types.INTEGER);
            select.setObject(2, "9", Types.NUMERIC, 2);
            assertThat(bound(select, sql))
                    .isEqualTo("[TYPED_OBJECT(" + Types.INTEGER + ",-1)=9, TYPED_OBJECT(" + Types.NUMERIC + ",2)=9]");
            select.setObject(1, "9", JDBCType.INTEGER);
            select.setObject(2, 9L);
            assertThat(bound(select, sql)).isEqualTo("[TYPED_OBJECT(" + Types.INTEGER + ",-1)=9, OBJECT=9]");
            select.setNull(1, Types.INTEGER);
            select.setNull(2, Types.VARCHAR, "name");
            assertThat(bound(select, sql)).isEqualTo("[NULL=" + Types.INTEGER + ", NULL=" + Types.VARCHAR + "]");
        }
        noFailure();
    }

    @Test
    void setters_ofStreamsAndLargeObjects_areOpaqueUntilBoundAnew() throws SQLException {
        String sql = "select 1 from item where name = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setCharacterStream(1, new StringReader("text"));
            assertThat(bound(select, sql)).isEqualTo("opaque");
            select.setString(1, "text");
            assertThat(bound(select, sql)).isEqualTo("[STRING=text]");
            select.setAsciiStream(1, new ByteArrayInputStream(new byte[0]));
            assertThat(bound(select, sql)).isEqualTo("opaque");
            select.setObject(1, new ArrayList<>(), JDBCType.JAVA_OBJECT);
            assertThat(bound(select, sql)).isEqualTo("opaque");
            select.setArray(1, connection.createArrayOf("varchar", new Object[] {"x"}));
            assertThat(bound(select, sql)).isEqualTo("opaque");
        }
    }

    @Test
    void setter_thatThrows_didNotBind() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, 1);
            assertThatThrownBy(() -> select.setString(2, "no such parameter")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> select.setObject(1, new Object(), Types.ARRAY))
                    .isInstanceOf(SQLException.class);
            assertThat(bound(select, SELECT)).isEqualTo("[INT=1]");
        }
    }

    @Test
    void clearParameters_andAddBatch_forget() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, 1);
            select.clearParameters();
            assertThatThrownBy(select::executeQuery).isInstanceOf(SQLException.class);
            assertThat(cache.take()).containsExactly("QUERY " + SELECT + " []", "executed null thrown");
            select.setInt(1, 1);
            select.addBatch();
            select.clearBatch();
            assertThat(bound(select, SELECT)).isEqualTo("[]");
        }
    }

    @Test
    void parameters_ofAStatementClosed_areNotThoseOfTheNext() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, 1);
        }
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            assertThatThrownBy(select::executeQuery).isInstanceOf(SQLException.class);
            assertThat(cache.take()).containsExactly("QUERY " + SELECT + " []", "executed null thrown");
        }
    }

    private String bound(PreparedStatement select, String sql) throws SQLException {
        cache.answer = another();
        select.executeQuery();
        String line = cache.take().get(0);
        return line.substring(("QUERY " + sql + " ").length());
    }

    // Batches

    @Test
    void batch_ofTexts_allPlansOnce() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into other values (1)");
            statement.addBatch("insert into item values (3, 'three')");
            statement.addBatch("delete from item");
            assertThat(statement.executeBatch()).hasSize(3);
            assertThat(cache.take())
                    .containsExactly("BATCH [insert into item values (3, 'three'), delete from item]", "executed null");
            statement.addBatch("delete from other");
            statement.executeBatch();
            assertThat(cache.take()).isEmpty();
            statement.addBatch("delete from item");
            statement.clearBatch();
            statement.executeBatch();
            assertThat(cache.take()).isEmpty();
        }
        noFailure();
    }

    @Test
    void batch_ofPreparedStatement_itsPlan() throws SQLException {
        String sql = "insert into item values (?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 10; i < 13; i++) {
                insert.setInt(1, i);
                insert.setString(2, "x");
                insert.addBatch();
            }
            assertThat(insert.executeLargeBatch()).hasSize(3);
            assertThat(cache.take()).containsExactly("BATCH [" + sql + "]", "executed null");
            insert.setInt(1, 10);
            insert.setString(2, "again");
            insert.addBatch();
            assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
            assertThat(cache.take()).containsExactly("BATCH [" + sql + "]", "executed null thrown");
        }
    }

    @Test
    void batch_rulesChangedMeanwhileOrManyPlans_isAChangeOfEverything() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("insert into other values (1)");
            cache.rulesChange("other");
            statement.executeBatch();
            assertThat(cache.take()).containsExactly("changing", "changed");
            for (int i = 100; i < 200; i++) {
                statement.addBatch("insert into other values (" + i + ")");
            }
            statement.executeBatch();
            assertThat(cache.take()).containsExactly("changing", "changed");
            statement.addBatch("delete from other");
            statement.executeBatch();
            assertThat(cache.take()).containsExactly("BATCH [delete from other]", "executed null");
        }
    }

    // Transactions and sessions

    @Test
    void transaction_everyStep_inOrder() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from item where id = 1");
            connection.commit();
            statement.executeUpdate("delete from item where id = 2");
            connection.rollback();
            statement.executeUpdate("delete from item where id = 2");
        }
        connection.rollback(connection.setSavepoint());
        connection.setAutoCommit(true);
        assertThat(cache.take())
                .containsExactly(
                        "autoCommit false",
                        "UPDATE delete from item where id = 1 none",
                        "executed null",
                        "committing",
                        "committed well",
                        "UPDATE delete from item where id = 2 none",
                        "executed null",
                        "rolledBack",
                        "UPDATE delete from item where id = 2 none",
                        "executed null",
                        "committing",
                        "committed well",
                        "autoCommit true");
        assertThat(h2.transactions().commits()).isEqualTo(2);
        noFailure();
    }

    @Test
    void commit_thatThrows_isToldAsThrown() throws SQLException {
        Connection closed = h2.connect();
        closed.close();
        cache.take();
        assertThatThrownBy(closed::commit).isInstanceOf(SQLException.class);
        assertThatThrownBy(closed::rollback).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> closed.setAutoCommit(true)).isInstanceOf(SQLException.class);
        assertThat(cache.take()).containsExactly("committing", "committed thrown", "committing", "committed thrown");
    }

    @Test
    void close_isACommitAndTheEnd() throws SQLException {
        connection.close();
        assertThat(cache.take()).containsExactly("committing", "committed well", "closed");
        Connection aborted = h2.connect();
        aborted.abort(Runnable::run);
        assertThat(cache.take()).contains("closed");
    }

    @Test
    void session_settersAreTold() throws SQLException {
        connection.setSchema("PUBLIC");
        connection.setCatalog(connection.getCatalog());
        assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x")) // H2 has none
                .isInstanceOf(SQLException.class);
        connection.setClientInfo(new Properties());
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(cache.take())
                .containsExactly(
                        "setSchema",
                        "setCatalog",
                        "setClientInfo",
                        "setClientInfo",
                        "setReadOnly",
                        "setTransactionIsolation");
    }

    // Changes past SQL

    @Test
    void updatableResult_rowsAreChanges() throws SQLException {
        try (Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = statement.executeQuery("select id, name from item")) {
            cache.take();
            assertThat(rows.next()).isTrue();
            rows.updateString(2, "changed");
            rows.updateRow();
            rows.moveToInsertRow();
            rows.updateInt(1, 50);
            rows.insertRow();
            rows.moveToCurrentRow();
            rows.deleteRow();
            assertThat(cache.take())
                    .containsExactly("changing", "changed", "changing", "changed", "changing", "changed");
            rows.moveToInsertRow();
            rows.updateInt(1, 50);
            assertThatThrownBy(rows::insertRow).isInstanceOf(SQLException.class);
            assertThat(cache.take()).containsExactly("changing", "changed thrown");
        }
        noFailure();
    }

    // Global transactions

    @Test
    void globalTransaction_onlyBranchIsACommit_andAnotherOneAChangeOfEverything() throws Exception {
        XADataSource source = (XADataSource) dataSource();
        XAConnection xa = source.getXAConnection();
        try (Connection handle = xa.getConnection()) {
            XAResource resource = xa.getXAResource();
            cache.take();
            Xid first = new Branch(1);
            resource.start(first, XAResource.TMNOFLAGS);
            assertThat(cache.take()).containsExactly("global");
            try (Statement statement = handle.createStatement()) {
                statement.executeUpdate("delete from item where id = 1");
            }
            assertThat(cache.take()).containsExactly("UPDATE delete from item where id = 1 none", "executed null");
            resource.end(first, XAResource.TMSUCCESS);
            resource.commit(new Branch(1), true);
            assertThat(cache.take()).containsExactly("committing", "committed well");

            Xid second = new Branch(2);
            resource.start(second, XAResource.TMNOFLAGS);
            resource.end(second, XAResource.TMSUCCESS);
            resource.rollback(second);
            assertThat(cache.take()).containsExactly("global", "rolledBack");

            Xid prepared = new Branch(4);
            resource.start(prepared, XAResource.TMNOFLAGS);
            try (Statement statement = handle.createStatement()) {
                statement.executeUpdate("delete from item where id = 2");
            }
            resource.end(prepared, XAResource.TMSUCCESS);
            resource.prepare(prepared);
            cache.take();
            resource.commit(prepared, false);
            assertThat(cache.take()).startsWith("changing").endsWith("changed");

            assertThatThrownBy(() -> resource.commit(new Branch(3), false)).isInstanceOf(Exception.class);
            assertThat(cache.take()).containsExactly("changing", "changed thrown");
        } finally {
            xa.close();
        }
        noFailure();
    }

    // Connections

    @Test
    void open_byDriver_canMakeAnotherThatNobodyIsToldOf() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("LOCK_TIMEOUT", "50");
        try (Connection made = h2.driver().connect(h2.url(), properties)) {
            OpenedConnection opened = cache.opened().get(0);
            assertThat(opened.connection()).isSameAs(made);
            assertThat(opened.url()).isEqualTo(h2.url());
            assertThat(opened.properties()).containsEntry("LOCK_TIMEOUT", "50").isNotSameAs(properties);
            assertThat(opened.database().system()).isNotNull();
            cache.take();
            try (Connection own = opened.another().connect();
                    Statement statement = own.createStatement()) {
                assertThat(statement.executeUpdate("delete from item")).isEqualTo(2);
            }
            assertThat(cache.opened()).hasSize(1);
            assertThat(cache.take()).isEmpty();
            assertThat(h2.patterns()).isEmpty();
        }
    }

    @Test
    void open_byDataSource_canMakeAnother() throws Exception {
        try (Connection made = dataSource().getConnection()) {
            OpenedConnection opened = cache.opened().get(0);
            assertThat(opened.connection()).isSameAs(made);
            assertThat(opened.url()).isEqualTo(h2.url());
            assertThat(opened.properties()).isNull();
            try (Connection own = opened.another().connect()) {
                assertThat(own).isNotSameAs(made);
            }
            assertThat(cache.opened()).hasSize(1);
        }
    }

    @Test
    void open_neverClosed_isCollected() throws Exception {
        Connection leaked = h2.connect();
        WeakReference<Connection> reference = new WeakReference<>(leaked);
        leaked = null;
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(reference.get()).isNull();
        assertThatThrownBy(() -> cache.opened().get(0).connection()).isInstanceOf(IllegalStateException.class);
    }

    private DataSource dataSource() throws Exception {
        DataSource source = (DataSource) h2.loader()
                .loadClass("org.h2.jdbcx.JdbcDataSource")
                .getDeclaredConstructor()
                .newInstance();
        source.getClass().getMethod("setURL", String.class).invoke(source, h2.url());
        return source;
    }

    private static final class Branch implements Xid {
        private final byte number;

        Branch(int number) {
            this.number = (byte) number;
        }

        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {number};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }
}
