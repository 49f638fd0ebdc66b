package io.querytap.cache.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.CacheExecution;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import io.querytap.core.pattern.lexis.SqlModes;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of single executions through the cache; numbers in names are those of the list of conditions. */
class CachingSessionTest {
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = Rig.of(Rig.serving().build());
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void read_secondTime_isAnsweredWithoutTheDatabase() throws Exception {
        Rig.User user = rig.user();
        assertThat(user.read(1)).isEqualTo("one");
        assertThat(rig.user().read(1)).isEqualTo("one");
        assertThat(user.read(1)).isEqualTo("one");
        assertThat(user.executions).isEqualTo(1);
        assertThat(rig.stats().localHits.sum()).isEqualTo(2);
        assertThat(rig.stats().fills.sum()).isEqualTo(1);
        assertThat(rig.stats().misses.sum()).isEqualTo(1);
        assertThat(rig.stats().servedBytes.sum()).isPositive();
    }

    @Test
    void read_ofWriterThatNobodySees_isOldUntilTimeToLiveIsOver() throws Exception {
        rig.close();
        long[] now = {0};
        rig = new Rig(
                "jdbc:h2:mem:ttl",
                new RowsPort(),
                Rig.serving().ttlNanos(1000 * Rig.MILLI).build(),
                config -> config.nanoClock(() -> now[0]));
        Rig.User user = rig.user();
        user.read(1);
        rig.writeOutside("update item set v = 'uno' where id = 1");
        now[0] = 949 * Rig.MILLI; // the rig's random number takes 5 % of the time
        assertThat(user.read(1)).isEqualTo("one");
        now[0] = 950 * Rig.MILLI;
        assertThat(user.read(1)).isEqualTo("uno");
    }

    // --- A2: transactions

    @Test
    void a2_12_autocommitOff_goesLive() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        user.begin();
        rig.writeOutside("update item set v = 'uno' where id = 1");
        assertThat(user.read(1)).isEqualTo("uno");
        assertThat(rig.refusals(Refusal.AUTOCOMMIT_OFF)).isEqualTo(1);
    }

    @Test
    void a2_14_readInTransaction_isNotKept() throws Exception {
        Rig.User writer = rig.user();
        writer.begin();
        writer.write("update item set v = 'never' where id = 1");
        assertThat(writer.read(1)).isEqualTo("never");
        writer.rollback();
        assertThat(rig.user().read(1)).isEqualTo("one");
        assertThat(rig.stats().fills.sum()).isEqualTo(1);
    }

    @Test
    void a2_14_transactionBegunByTheStatement_isNotKept() throws Exception {
        Rig.User user = rig.user();
        user.afterExecution = statement -> setAutoCommit(user, false);
        user.read(1);
        assertThat(rig.stats().fills.sum()).isZero();
        assertThat(rig.refusals(Refusal.IN_TRANSACTION)).isEqualTo(1);
    }

    private static void setAutoCommit(Rig.User user, boolean autoCommit) {
        try {
            user.connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a2_16_ownWriteInAutocommit_isSeenByTheNextRead() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        user.write("update item set v = 'uno' where id = 1");
        assertThat(user.read(1)).isEqualTo("uno");
        assertThat(rig.stats().invalidations.sum()).isEqualTo(1);
    }

    @Test
    void a2_17_commit_isSeenByEverybodyAfterwards() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        assertThat(reader.read(1)).isEqualTo("one");
        assertThat(rig.stats().localHits.sum()).isEqualTo(1);
        writer.commit();
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void a2_17_betweenCommitAndItsEnd_neitherServesNorFills() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        Object commit = writer.session.committing();
        writer.connection.commit();
        assertThat(reader.read(1)).isEqualTo("uno");
        assertThat(rig.refusals(Refusal.FENCED)).isEqualTo(1);
        assertThat(rig.stats().fills.sum()).isEqualTo(1);
        writer.session.committed(commit, null);
        reader.read(1);
        assertThat(rig.stats().fills.sum()).isEqualTo(2);
    }

    @Test
    void a2_18_commitOfUnknownOutcome_countsAsCommitted() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        Object commit = writer.session.committing();
        writer.connection.commit();
        writer.session.committed(commit, new SQLException("connection lost"));
        assertThat(reader.read(1)).isEqualTo("uno");
        assertThat(writer.session.committing())
                .as("what remains in doubt is fenced again")
                .isNotNull();
    }

    @Test
    void a2_18_writeThatThrows_countsAsWritten() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        writer.afterExecution = statement -> sneakyThrow(new SQLException("read timed out"));
        assertThatThrownBy(() -> writer.write("update item set v = 'uno' where id = 1"))
                .hasMessage("read timed out");
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void a2_18_writeOfUnknownOutcome_invalidatesAgainLater() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        writer.afterExecution = statement -> sneakyThrow(new SQLException("read timed out"));
        assertThatThrownBy(() -> writer.write("update item set v = 'uno' where id = 1"))
                .isInstanceOf(SQLException.class);
        reader.read(1); // might have read the old row, had the server been slow
        long invalidations = rig.stats().invalidations.sum();
        Thread.sleep(1_300);
        reader.read(1);
        assertThat(rig.stats().invalidations.sum()).isGreaterThan(invalidations);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void a2_19_rollback_leavesNothingToInvalidate() throws Exception {
        Rig.User writer = rig.user();
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        writer.rollback();
        assertThat(writer.session.committing()).isNull();
        assertThat(rig.user().read(1)).isEqualTo("one");
    }

    @Test
    void commit_ofTablesWithoutRule_costsNothing() throws Exception {
        Rig.User writer = rig.user();
        writer.begin();
        writer.write("insert into other values (1)");
        assertThat(writer.session.committing()).isNull();
        writer.connection.commit();
        assertThat(rig.parts.fences.raised()).isZero();
    }

    @Test
    void transactionThatEndedUntold_isInvalidatedAtTheNextCall() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        reader.read(1); // waits for nobody: H2 shows what is committed
        writer.connection.commit();
        writer.connection.setAutoCommit(true);
        assertThat(writer.read(1)).isEqualTo("uno");
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void closed_withWritesOfATransaction_invalidates() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        reader.read(1);
        writer.connection.commit(); // as drivers do that commit when they are closed
        writer.session.closed();
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void closed_connectionHandedOutAgain_isNotServed() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        user.session.closed();
        user.read(1);
        assertThat(rig.refusals(Refusal.TAINTED)).isEqualTo(1);
    }

    @Test
    void globalTransaction_isNotServedAndItsWritesCountAtOnce() throws Exception {
        Rig.User user = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        user.session.isPartOfGlobalTransaction();
        user.read(1);
        assertThat(rig.refusals(Refusal.GLOBAL_TRANSACTION)).isEqualTo(1);
        user.write("update item set v = 'uno' where id = 1");
        assertThat(reader.read(1)).isEqualTo("uno");
        assertThat(user.session.committing())
                .as("and once more when it is committed")
                .isNotNull();
    }

    @Test
    void rulesChangedDuringTransaction_itsCommitInvalidatesEverything() throws Exception {
        rig.rules = RuleSet.NONE;
        rig.database.useRules(rig.rules);
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1"); // concerns nobody yet
        rig.rules = new RuleSet(3, List.of(Rig.serving().build()), Map.of());
        rig.database.useRules(rig.rules);
        reader.read(1);
        assertThat(reader.read(1)).isEqualTo("one");
        writer.commit();
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void writeWhoseRowsAreStillRead_isFencedUntilTheNextCall() throws Exception {
        Rig.User writer = rig.user();
        Rig.User reader = rig.user();
        writer.fetchSize = 10;
        writer.write("select v from final table (update item set v = 'uno' where id = 1)");
        reader.read(1);
        assertThat(rig.refusals(Refusal.FENCED)).isEqualTo(1);
        writer.read(2);
        reader.read(1);
        assertThat(rig.refusals(Refusal.FENCED)).isEqualTo(1);
    }

    // --- A4: parameters

    @Test
    void a4_27_equalValuesBoundDifferently_areDifferentKeys() throws Exception {
        Rig.User user = rig.user();
        user.query(Rig.ITEM, log -> log.set(1, Setter.INT, 1), 1);
        user.query(Rig.ITEM, log -> log.set(1, Setter.LONG, 1), 1L);
        user.query(Rig.ITEM, log -> log.set(1, Setter.STRING, "1"), "1");
        user.query(Rig.ITEM, log -> log.setNull(1, Types.INTEGER, null), 1);
        user.query(Rig.ITEM, log -> log.setNull(1, Types.VARCHAR, null), 1);
        assertThat(rig.stats().fills.sum()).isEqualTo(5);
    }

    @Test
    void a4_27_nullKeepsItsPlace() throws Exception {
        String sql = "select v from item where v = ? or v = ?";
        Rig.User user = rig.user();
        assertThat(user.query(sql, log -> bindTexts(log, "one", null), "one", null))
                .isEqualTo("one");
        assertThat(user.query(sql, log -> bindTexts(log, null, "two"), null, "two"))
                .isEqualTo("two");
        assertThat(user.query(sql, log -> bindTexts(log, null, "one"), null, "one"))
                .isEqualTo("one");
        assertThat(user.executions).isEqualTo(3);
    }

    private static void bindTexts(ParameterLog log, String first, String second) {
        log.set(1, Setter.STRING, first);
        log.set(2, Setter.STRING, second);
    }

    @Test
    void a4_28_opaqueParameter_goesLive() throws Exception {
        Rig.User user = rig.user();
        user.query(Rig.ITEM, log -> log.setOpaque(1), 1);
        assertThat(rig.refusals(Refusal.PARAMETER_OPAQUE)).isEqualTo(1);
        assertThat(rig.stats().fills.sum()).isZero();
    }

    @Test
    void a4_31_literals_areInTheKey() throws Exception {
        Rig.User user = rig.user();
        assertThat(user.query("select v from item where id = 1", log -> {})).isEqualTo("one");
        assertThat(user.query("select v from item where id = 2", log -> {})).isEqualTo("two");
    }

    @Test
    void a4_32_missingParameter_goesLive() throws Exception {
        Rig.User user = rig.user();
        user.query(Rig.ITEM, log -> {}, 1);
        assertThat(rig.refusals(Refusal.PARAMETER_MISSING)).isEqualTo(1);
        assertThat(rig.stats().fills.sum()).isZero();
    }

    // --- A5: statement and result

    @Test
    void a5_33_optionsThatThePortRefuses_goLive() throws Exception {
        rig.port.optionsRefusal = Refusal.RESULT_SET_TYPE;
        Rig.User user = rig.user();
        user.read(1);
        user.read(1);
        assertThat(rig.refusals(Refusal.RESULT_SET_TYPE)).isEqualTo(2);
        assertThat(user.executions).isEqualTo(2);
    }

    @Test
    void a5_34_maxRows_isInTheKey() throws Exception {
        Rig.User user = rig.user();
        readLimited(user, 1);
        readLimited(user, 2);
        assertThat(rig.stats().fills.sum()).isEqualTo(2);
    }

    private static void readLimited(Rig.User user, int maxRows) throws SQLException {
        try (Statement statement = user.connection.createStatement(1004, 1007)) {
            statement.setMaxRows(maxRows);
            String sql = "select v from item";
            CacheExecution execution = user.session.executing(
                    user.session.plan(sql, SqlModes.UNKNOWN),
                    new Rig.Call(statement, sql, null, CacheCall.Method.QUERY));
            assertThat(execution.answer()).isNull();
            user.session.executed(execution, statement.executeQuery(sql), null);
        }
    }

    @Test
    void a5_35_incompleteResult_isNotKept() throws Exception {
        rig.port.captureRefusal = Refusal.INCOMPLETE;
        Rig.User user = rig.user();
        user.read(1);
        user.read(1);
        assertThat(user.executions).isEqualTo(2);
        assertThat(rig.refusals(Refusal.INCOMPLETE)).isEqualTo(2);
    }

    @Test
    void a5_35_failedExecution_isNotKept() throws Exception {
        Rig.User user = rig.user();
        user.afterExecution = statement -> sneakyThrow(new SQLException("cancelled"));
        assertThatThrownBy(() -> user.read(1)).hasMessage("cancelled");
        user.afterExecution = statement -> {};
        user.read(1);
        assertThat(user.executions).isEqualTo(2);
        assertThat(rig.refusals(Refusal.FAILED)).isEqualTo(1);
    }

    @Test
    void a5_35_tooManyRows_areNotKept() throws Exception {
        rig.close();
        rig = Rig.of(Rig.serving().maxRows(1).build());
        Rig.User user = rig.user();
        user.query("select v from item", log -> {});
        assertThat(rig.refusals(Refusal.TOO_MANY_ROWS)).isEqualTo(1);
    }

    @Test
    void a5_39_executeUpdateOfAQuery_isLeftToTheDriver() throws Exception {
        Rig.User user = rig.user();
        user.query("select v from item", log -> {});
        try (Statement statement = user.connection.createStatement()) {
            CacheExecution execution = user.session.executing(
                    user.session.plan("select v from item", SqlModes.UNKNOWN),
                    new Rig.Call(statement, "select v from item", null, CacheCall.Method.UPDATE));
            assertThat(execution).isNull();
        }
    }

    @Test
    void a5_40_closedStatement_isLeftToTheDriver() throws Exception {
        Rig.User user = rig.user();
        user.query("select v from item", log -> {});
        Statement statement = user.connection.createStatement();
        statement.close();
        CacheExecution execution = user.session.executing(
                user.session.plan("select v from item", SqlModes.UNKNOWN),
                new Rig.Call(statement, "select v from item", null, CacheCall.Method.QUERY));
        assertThat(execution).isNull();
    }

    // --- the race

    @Test
    void write_whileTheStatementRuns_makesItsResultVoid() throws Exception {
        Rig.User reader = rig.user();
        Rig.User writer = rig.user();
        reader.afterExecution = statement -> writeNow(writer, "update item set v = 'uno' where id = 1");
        assertThat(reader.read(1)).isEqualTo("one");
        assertThat(rig.refusals(Refusal.FENCED)).isEqualTo(1);
        assertThat(rig.user().read(1)).isEqualTo("uno");
    }

    private static void writeNow(Rig.User writer, String sql) {
        try {
            writer.write(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    // --- A7: writes of other kinds

    @Test
    void batch_isFencedAsAWhole() throws Exception {
        Rig.User user = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        try (Statement statement = user.connection.createStatement()) {
            CacheExecution execution = user.session.executingBatch(
                    List.of(
                            user.session.plan("update item set v = 'uno' where id = 1", SqlModes.UNKNOWN),
                            user.session.plan("insert into item values (3, 'three')", SqlModes.UNKNOWN)),
                    new Rig.Call(statement, "", null, CacheCall.Method.UPDATE));
            assertThat(execution.answer()).isNull();
            statement.execute("update item set v = 'uno' where id = 1");
            reader.read(1);
            assertThat(rig.refusals(Refusal.FENCED)).isEqualTo(1);
            user.session.executed(execution, null, null);
        }
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void changePastSql_inAutocommit_invalidatesEverything() throws Exception {
        Rig.User user = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        Object change = user.session.changing();
        rig.writeOutside("update item set v = 'uno' where id = 1");
        user.session.changed(change, null);
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void changePastSql_inTransaction_invalidatesAtItsCommit() throws Exception {
        Rig.User user = rig.user();
        Rig.User reader = rig.user();
        reader.read(1);
        user.begin();
        user.session.changed(user.session.changing(), null);
        rig.writeOutside("update item set v = 'uno' where id = 1");
        assertThat(reader.read(1)).isEqualTo("one");
        user.commit();
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void schemaChange_stopsServingUntilItIsReadAgain() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        user.write("alter table item add column w int");
        assertThat(user.read(1)).isEqualTo("one");
        assertThat(user.executions).isEqualTo(3);
        Rig.until(() -> rig.database.planner().schema().isKnown());
        user.read(1);
        user.read(1);
        // Whoever reads the catalogue may have been quicker than the read before: then that was kept already.
        assertThat(user.executions).isBetween(3, 4);
    }

    // --- our own failures

    @Test
    void portThatThrowsOnReplay_isGivenUpAndTheDatabaseAnswers() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        rig.port.onReplay = new NoSuchFieldError("rows");
        assertThat(user.read(1)).isEqualTo("one");
        rig.port.onReplay = null;
        user.read(1);
        assertThat(user.executions).isEqualTo(3);
        assertThat(rig.refusals(Refusal.INTERNAL)).isEqualTo(2);
    }

    @Test
    void portThatThrowsOnCapture_isGivenUp() throws Exception {
        rig.port.onCapture = new IllegalStateException("rows");
        Rig.User user = rig.user();
        assertThat(user.read(1)).isEqualTo("one");
        rig.port.onCapture = null;
        user.read(1);
        assertThat(rig.stats().fills.sum()).isZero();
        assertThat(rig.portState.refusal()).isEqualTo(Refusal.INTERNAL);
    }

    @Test
    void brokenConnection_isNoReasonToGiveThePortUp() throws Exception {
        rig.port.onCapture = new SQLException("connection lost");
        rig.user().read(1);
        assertThat(rig.portState.refusal()).isNull();
    }

    @Test
    void portWhoseCheckIsNotOver_isNotServed() throws Exception {
        PortState unchecked = new PortState("rows");
        Rig.User user = rig.user();
        user.read(1);
        CachingSession session = new CachingSession(rig.parts, rig.database, opened(user), rig.port, unchecked);
        try (Statement statement = user.connection.createStatement()) {
            assertThat(session.executing(
                            session.plan("select v from item", SqlModes.UNKNOWN),
                            new Rig.Call(statement, "select v from item", null, CacheCall.Method.QUERY)))
                    .isNull();
        }
        assertThat(rig.refusals(Refusal.SELF_CHECK_PENDING)).isEqualTo(1);
    }

    private OpenedConnection opened(Rig.User user) {
        return rig.openedAs(user.connection);
    }

    @Test
    void switchedOff_goesLiveAndStillFollowsWrites() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        rig.parts.isOn = false;
        user.read(1);
        user.write("update item set v = 'uno' where id = 1");
        rig.parts.isOn = true;
        assertThat(user.read(1)).isEqualTo("uno");
        assertThat(rig.refusals(Refusal.SWITCHED_OFF)).isEqualTo(1);
    }

    @Test
    void timeToLiveShortenedAtRunTime_countsForWhatIsHeld() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        rig.parts.ttlNanosByRule.put("items", 1L);
        user.read(1);
        assertThat(user.executions).isEqualTo(2);
    }

    @Test
    void invalidation_ofATable_dropsItsEntries() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        rig.parts.fences.bump(TableSet.of(List.of("other")));
        user.read(1);
        assertThat(user.executions).isEqualTo(1);
        rig.bump();
        user.read(1);
        assertThat(user.executions).isEqualTo(2);
    }

    @Test
    void interrupted_readIsAnsweredAndKeepsTheFlag() throws Exception {
        Rig.User user = rig.user();
        user.read(1);
        Thread.currentThread().interrupt();
        try {
            assertThat(user.read(1)).isEqualTo("one");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void ruleForOtherTables_isNotAsked() throws Exception {
        Rig.User user = rig.user();
        CacheRule other = CacheRule.named("others").tables(Set.of("other")).build();
        rig.rules = new RuleSet(2, List.of(other), Map.of());
        rig.database.useRules(rig.rules);
        assertThat(user.session.plan(Rig.ITEM, SqlModes.UNKNOWN).concernsNobody())
                .isTrue();
    }
}
