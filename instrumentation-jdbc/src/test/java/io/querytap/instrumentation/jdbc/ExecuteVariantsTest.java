package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to execute, once successfully and once failing: one execution, of the right pattern, with the right outcome. */
class ExecuteVariantsTest {
    private static final String SELECT = "select name from item where id > 0";
    private static final String UPDATE = "update item set name = 'x' where id = 1";
    private static final String BROKEN = "insert into item values (1, 'twice')";

    private final WovenDriver h2;
    private long selfErrors;

    ExecuteVariantsTest() throws Exception {
        h2 = WovenDriver.h2()
                .prepare(
                        "create table item (id int auto_increment primary key, name varchar(20))",
                        "insert into item values (1, 'one')",
                        "insert into item values (2, 'two')");
    }

    @BeforeEach
    void countOwnErrors() {
        selfErrors = Diagnostics.selfErrors();
    }

    @AfterEach
    void noErrorOfOurs() {
        assertThat(Diagnostics.selfErrors()).isEqualTo(selfErrors);
    }

    private interface OnStatement {
        void run(Statement statement, String sql) throws SQLException;
    }

    private interface OnPrepared {
        void run(PreparedStatement statement) throws SQLException;
    }

    private interface Prepare {
        PreparedStatement on(Connection connection, String sql) throws SQLException;
    }

    private interface Create {
        Statement on(Connection connection) throws SQLException;
    }

    static Stream<Arguments> statementVariants() {
        return Stream.of(
                on("execute(String)", Statement::execute),
                on("execute(String, int)", (s, sql) -> s.execute(sql, Statement.RETURN_GENERATED_KEYS)),
                on("execute(String, int[])", (s, sql) -> s.execute(sql, new int[] {1})),
                on("execute(String, String[])", (s, sql) -> s.execute(sql, new String[] {"ID"})),
                on("executeUpdate(String)", Statement::executeUpdate),
                on("executeUpdate(String, int)", (s, sql) -> s.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS)),
                on("executeUpdate(String, int[])", (s, sql) -> s.executeUpdate(sql, new int[] {1})),
                on("executeUpdate(String, String[])", (s, sql) -> s.executeUpdate(sql, new String[] {"ID"})),
                on("executeLargeUpdate(String)", Statement::executeLargeUpdate),
                on("executeLargeUpdate(String, int)", (s, sql) -> s.executeLargeUpdate(sql, 1)),
                on("executeLargeUpdate(String, int[])", (s, sql) -> s.executeLargeUpdate(sql, new int[] {1})),
                on("executeLargeUpdate(String, String[])", (s, sql) -> s.executeLargeUpdate(sql, new String[] {"ID"})));
    }

    private static Arguments on(String name, OnStatement variant) {
        return Arguments.of(name, variant);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statementVariants")
    void statement_everyVariant_countsOnceAndErrorsOnce(String name, OnStatement variant) throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            variant.run(statement, UPDATE);
            assertCounts(h2.pattern(), 1, 0);
            assertThatThrownBy(() -> variant.run(statement, BROKEN)).isInstanceOf(SQLException.class);
            variant.run(statement, UPDATE);
        }
        assertCounts(h2.pattern("update"), 2, 0);
        assertCounts(h2.pattern("insert"), 1, 1);
        assertThat(h2.pattern("insert").failed()).hasSize(1);
    }

    @Test
    void executeQuery_successAndFailure_countsOnceEach() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet result = statement.executeQuery(SELECT)) {
                assertThat(result.next()).isTrue();
            }
            assertCounts(h2.pattern(), 1, 0);
            assertThatThrownBy(() -> statement.executeQuery("select nothing from nowhere"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.executeQuery(null)).isInstanceOf(SQLException.class);
        }
        assertCounts(h2.pattern("nowhere"), 1, 1);
        assertThat(h2.patterns()).hasSize(2);
    }

    static Stream<Arguments> preparedVariants() {
        return Stream.of(
                onPrepared("execute", PreparedStatement::execute),
                onPrepared("executeUpdate", PreparedStatement::executeUpdate),
                onPrepared("executeLargeUpdate", PreparedStatement::executeLargeUpdate));
    }

    private static Arguments onPrepared(String name, OnPrepared variant) {
        return Arguments.of(name, variant);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("preparedVariants")
    void prepared_everyVariant_countsOnceAndErrorsOnce(String name, OnPrepared variant) throws Exception {
        try (Connection connection = h2.connect()) {
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                variant.run(update);
                variant.run(update);
            }
            try (PreparedStatement broken = connection.prepareStatement(BROKEN)) {
                assertThatThrownBy(() -> variant.run(broken)).isInstanceOf(SQLException.class);
            }
            try (PreparedStatement call = connection.prepareCall(UPDATE)) {
                variant.run(call);
            }
        }
        assertCounts(h2.pattern("update"), 3, 0);
        assertCounts(h2.pattern("insert"), 1, 1);
    }

    static Stream<Arguments> prepareVariants() {
        int type = ResultSet.TYPE_FORWARD_ONLY;
        int concurrency = ResultSet.CONCUR_READ_ONLY;
        int holdability = ResultSet.HOLD_CURSORS_OVER_COMMIT;
        return Stream.of(
                prepare("(String)", Connection::prepareStatement),
                prepare("(String, int)", (c, sql) -> c.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)),
                prepare("(String, int[])", (c, sql) -> c.prepareStatement(sql, new int[] {1})),
                prepare("(String, String[])", (c, sql) -> c.prepareStatement(sql, new String[] {"ID"})),
                prepare("(String, int, int)", (c, sql) -> c.prepareStatement(sql, type, concurrency)),
                prepare("(String, int, int, int)", (c, sql) -> c.prepareStatement(sql, type, concurrency, holdability)),
                prepare("call (String)", Connection::prepareCall),
                prepare("call (String, int, int)", (c, sql) -> c.prepareCall(sql, type, concurrency)),
                prepare(
                        "call (String, int, int, int)",
                        (c, sql) -> c.prepareCall(sql, type, concurrency, holdability)));
    }

    private static Arguments prepare(String name, Prepare variant) {
        return Arguments.of(name, variant);
    }

    @ParameterizedTest(name = "prepare {0}")
    @MethodSource("prepareVariants")
    void prepare_everyVariant_isMeasured(String name, Prepare variant) throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement statement = variant.on(connection, SELECT)) {
            for (int i = 0; i < 3; i++) {
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        assertThat(result.getString(1)).isNotEmpty();
                    }
                }
            }
            assertThatThrownBy(() -> variant.on(connection, "select nothing from nowhere"))
                    .isInstanceOf(SQLException.class);
        }
        PatternSnapshot pattern = h2.pattern();
        assertCounts(pattern, 3, 0);
        assertThat(pattern.rows().sum()).isEqualTo(6);
        assertThat(pattern.rows().count()).isEqualTo(3);
    }

    static Stream<Arguments> createVariants() {
        int type = ResultSet.TYPE_SCROLL_INSENSITIVE;
        int concurrency = ResultSet.CONCUR_READ_ONLY;
        return Stream.of(
                create("()", Connection::createStatement),
                create("(int, int)", c -> c.createStatement(type, concurrency)),
                create(
                        "(int, int, int)",
                        c -> c.createStatement(type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT)));
    }

    private static Arguments create(String name, Create variant) {
        return Arguments.of(name, variant);
    }

    @ParameterizedTest(name = "create {0}")
    @MethodSource("createVariants")
    void create_everyVariant_isMeasured(String name, Create variant) throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = variant.on(connection)) {
            statement.executeQuery(SELECT).close();
        }
        assertCounts(h2.pattern(), 1, 0);
    }

    @Test
    void execute_onClosedStatement_countsNothing() throws Exception {
        try (Connection connection = h2.connect()) {
            PreparedStatement prepared = connection.prepareStatement(SELECT);
            prepared.close();
            prepared.close();
            assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
        }
        assertThat(h2.patterns()).isEmpty();
    }

    @Test
    void isValid_testsOfTheDriver_areNotExecutions() throws Exception {
        try (Connection connection = h2.connect()) {
            assertThat(connection.isValid(1)).isTrue();
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(UPDATE);
            }
        }
        assertThat(h2.pattern().count()).isEqualTo(1);
    }

    /** A trigger runs statements on the very connection; they are part of the execution that fired it. */
    @Test
    void execute_triggerRunsStatementsInside_countsTheOuterOnly() throws Exception {
        h2.prepare("create alias nested as 'int nested(java.sql.Connection c) throws Exception {"
                + " try (java.sql.Statement s = c.createStatement();"
                + " java.sql.ResultSet r = s.executeQuery(\"select 5\")) { r.next(); return r.getInt(1); } }'");
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select nested() from item")) {
            int rows = 0;
            while (result.next()) {
                assertThat(result.getInt(1)).isEqualTo(5);
                rows++;
            }
            assertThat(rows).isEqualTo(2);
        }
        PatternSnapshot pattern = h2.pattern("nested");
        assertCounts(pattern, 1, 0);
        assertThat(pattern.rows().sum()).isEqualTo(2);
        assertThat(h2.patterns()).hasSize(1);
    }

    @Test
    void errorType_byTheDatabase_isItsStatusCode() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(BROKEN)).isInstanceOf(SQLException.class);
        }
        assertThat(h2.pattern().failed()).containsOnlyKeys("23505");
    }

    private static void assertCounts(PatternSnapshot pattern, long count, long errors) {
        assertThat(pattern.count()).isEqualTo(count);
        assertThat(pattern.errors()).isEqualTo(errors);
        assertThat(pattern.duration().min()).isPositive();
    }
}
