package io.querytap.cache.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.CacheConfig;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.DriverPorts;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.stats.RuleStats;
import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.CacheExecution;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.stats.DatabaseIdentity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cache of one JVM over a database in H2, and users of it who tell what woven advice would tell. */
final class Rig implements AutoCloseable {
    static final long MILLI = 1_000_000L;
    static final String ITEM = "select v from item where id = ?";

    final String url;
    final @Nullable RowsPort port;
    private final DriverPort used;
    final PortState portState = new PortState("rows");
    final CacheParts parts;
    final Database database;
    final Connection outside; // a writer that nobody sees
    volatile RuleSet rules;
    private final List<User> users = new ArrayList<>();

    /** @param port null: the driver's real one */
    Rig(String url, @Nullable RowsPort port, CacheRule rule, UnaryOperator<CacheConfig.Builder> configured)
            throws Exception {
        this.url = url;
        this.port = port;
        rules = new RuleSet(1, List.of(rule), Map.of());
        outside = DriverManager.getConnection(url);
        try (Statement statement = outside.createStatement()) {
            statement.execute("create table if not exists other(id int)");
            statement.execute("create table if not exists item(id int primary key, v varchar(100))");
            statement.execute("merge into item values (1, 'one'), (2, 'two')");
        }
        CacheConfig.Builder builder = CacheConfig.withRules(() -> rules).random(() -> 0.5);
        used = port != null ? port : DriverPorts.of(outside).port();
        parts = new CacheParts(configured.apply(builder).build());
        database = new Database(parts, Dialect.H2);
        database.connected(openedAs(outside));
        until(() -> database.planner().schema().isKnown());
        portState.checkPassed();
    }

    static Rig of(CacheRule rule) throws Exception {
        return new Rig("jdbc:h2:mem:rig" + System.nanoTime(), new RowsPort(), rule, config -> config);
    }

    static CacheRule.Builder serving() {
        return CacheRule.named("items")
                .tables(Set.of("item"))
                .state(CacheRule.State.SERVE)
                .sampled(0);
    }

    OpenedConnection openedAs(Connection connection) {
        Properties properties = new Properties();
        properties.setProperty("user", "");
        return new OpenedConnection(
                connection,
                new DatabaseIdentity("h2", Dialect.H2, url, null, -1),
                url,
                properties,
                () -> DriverManager.getConnection(url));
    }

    RuleStats stats() {
        return parts.book.of("items");
    }

    long refusals(Refusal why) {
        return stats().refusals(why);
    }

    /** Waits until what was given to the background has been done. */
    void settleBackground() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        assertThat(parts.background.offer("a test", done::countDown)).isTrue();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    void writeOutside(String sql) throws SQLException {
        try (Statement statement = outside.createStatement()) {
            statement.execute(sql);
        }
    }

    User user() throws SQLException {
        User user = new User(DriverManager.getConnection(url));
        users.add(user);
        return user;
    }

    @Override
    public void close() throws SQLException {
        for (User user : users) {
            user.connection.close();
        }
        outside.close();
        parts.background.close();
        parts.slow.close();
    }

    /** One connection of the application, with its session. For one thread. */
    final class User {
        final Connection connection;
        final CachingSession session;
        int executions;
        Consumer<Statement> beforeExecution = statement -> {};
        Consumer<Statement> afterExecution = statement -> {};
        int timeoutSeconds;
        int fetchSize;

        User(Connection connection) {
            this.connection = connection;
            this.session = new CachingSession(parts, database, openedAs(connection), used, portState);
        }

        /** The value of an item, as the application sees it. */
        @Nullable
        String read(int id) throws SQLException {
            return query(ITEM, log -> log.set(1, Setter.INT, id), id);
        }

        @Nullable
        String query(String sql, Consumer<ParameterLog> bind, Object... values) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement(sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
                statement.setQueryTimeout(timeoutSeconds);
                ParameterLog log = new ParameterLog();
                bind.accept(log);
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                ResultSet result =
                        (ResultSet) run(sql, statement, log, CacheCall.Method.QUERY, () -> statement.executeQuery());
                return result.next() ? result.getString(1) : null;
            }
        }

        void write(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(fetchSize);
                run(sql, statement, null, CacheCall.Method.EXECUTE, () -> statement.execute(sql) ? Boolean.TRUE : null);
            }
        }

        private Object run(
                String sql, Statement statement, @Nullable ParameterLog log, CacheCall.Method method, Execution live)
                throws SQLException {
            StatementPlan plan = session.plan(sql, SqlModes.UNKNOWN);
            CacheExecution execution =
                    plan.concernsNobody() ? null : session.executing(plan, new Call(statement, sql, log, method));
            if (execution != null && execution.answer() != null) {
                return execution.answer();
            }
            Object result = null;
            SQLException thrown = null;
            try {
                beforeExecution.accept(statement);
                executions++;
                result = live.run();
                afterExecution.accept(statement);
            } catch (SQLException failure) {
                thrown = failure;
            }
            if (execution != null) {
                session.executed(execution, result, thrown);
            }
            if (thrown != null) {
                throw thrown;
            }
            return result;
        }

        void begin() throws SQLException {
            connection.setAutoCommit(false);
            session.autoCommitSet(false);
        }

        void commit() throws SQLException {
            Object token = session.committing();
            connection.commit();
            if (token != null) {
                session.committed(token, null);
            }
        }

        void rollback() throws SQLException {
            connection.rollback();
            session.rolledBack();
        }

        void autocommit() throws SQLException {
            connection.setAutoCommit(true);
            session.autoCommitSet(true);
        }
    }

    void bump() {
        parts.fences.bump(TableSet.of(List.of("item")));
    }

    interface Execution {
        Object run() throws SQLException;
    }

    /** What the advice hands on. */
    static final class Call implements CacheCall {
        private final Statement statement;
        private final String sql;
        private final @Nullable ParameterLog parameters;
        private final Method method;

        Call(Statement statement, String sql, @Nullable ParameterLog parameters, Method method) {
            this.statement = statement;
            this.sql = sql;
            this.parameters = parameters;
            this.method = method;
        }

        @Override
        public Statement statement() {
            return statement;
        }

        @Override
        public String sql() {
            return sql;
        }

        @Override
        public @Nullable ParameterLog parameters() {
            return parameters;
        }

        @Override
        public Method method() {
            return method;
        }
    }
}
