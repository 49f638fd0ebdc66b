package io.querytap.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.stats.RuleFigures;
import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.CacheExecution;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.SessionCache;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.stats.DatabaseIdentity;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole cache over H2: its port, its self-check, its catalogue. */
class ResultCachingTest {
    private static final String ITEM = "select v from item where id = 1";

    private final String url = "jdbc:h2:mem:whole" + System.nanoTime();
    private volatile RuleSet rules = new RuleSet(
            1,
            List.of(CacheRule.named("items")
                    .tables(Set.of("item"))
                    .state(CacheRule.State.SERVE)
                    .sampled(0)
                    .build()),
            Map.of());
    private final ResultCaching cache =
            new ResultCaching(CacheConfig.withRules(() -> rules).build());
    private Connection connection;
    private SessionCache session;
    private int executions;

    @BeforeEach
    void open() throws Exception {
        connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table item(id int primary key, v varchar(100))");
            statement.execute("insert into item values (1, 'one')");
        }
        session = cache.open(opened());
        until(() -> cache.figures().drivers().toString().contains("can be replayed"));
        until(() -> isHit());
    }

    private OpenedConnection opened() {
        Properties properties = new Properties();
        properties.setProperty("user", "");
        return new OpenedConnection(
                connection,
                new DatabaseIdentity("h2", Dialect.H2, url, null, -1),
                url,
                properties,
                () -> DriverManager.getConnection(url));
    }

    @AfterEach
    void close() throws Exception {
        cache.close();
        connection.close();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private boolean isHit() {
        int before = executions;
        read();
        return executions == before;
    }

    private String read() {
        try (PreparedStatement statement = connection.prepareStatement(ITEM)) {
            CacheExecution execution = session.executing(
                    session.plan(ITEM, SqlModes.UNKNOWN),
                    new Call(statement, new ParameterLog(), CacheCall.Method.QUERY));
            ResultSet result = execution == null ? null : execution.answer();
            if (result == null) {
                executions++;
                result = statement.executeQuery();
                if (execution != null) {
                    session.executed(execution, result, null);
                }
            } else {
                assertThat(result.getStatement()).isSameAs(statement);
            }
            assertThat(result.next()).isTrue();
            return result.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private RuleFigures figures() {
        return cache.figures().rules().get(0);
    }

    @Test
    void executeAndGetResultSet_areAnsweredAsOne() throws Exception {
        try (PreparedStatement statement = connection.prepareStatement(ITEM)) {
            CacheExecution execution = session.executing(
                    session.plan(ITEM, SqlModes.UNKNOWN),
                    new Call(statement, new ParameterLog(), CacheCall.Method.EXECUTE));
            assertThat(execution).isNotNull();
            assertThat(execution.answer()).isNotNull().isSameAs(statement.getResultSet());
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(statement.getMoreResults()).isFalse();
        }
    }

    @Test
    void invisibleWriter_isOldUntilAnOperatorInvalidates() throws Exception {
        try (Statement unseen = connection.createStatement()) {
            unseen.execute("update item set v = 'uno'");
        }
        assertThat(read()).isEqualTo("one");
        cache.invalidateTables(TableSet.of(List.of("item")));
        assertThat(read()).isEqualTo("uno");
    }

    @Test
    void clear_emptiesTheStore() {
        assertThat(cache.figures().entries()).isEqualTo(1);
        assertThat(figures().heldBytes()).isPositive();
        cache.clear();
        assertThat(cache.figures().entries()).isZero();
        assertThat(isHit()).isFalse();
        assertThat(isHit()).isTrue();
    }

    @Test
    void invalidateRule_dropsWhatItHolds() {
        assertThat(cache.invalidateRule("others")).isZero();
        assertThat(isHit()).isTrue();
        assertThat(cache.invalidateRule("items")).isEqualTo(1);
        assertThat(isHit()).isFalse();
    }

    @Test
    void invalidateText_goesByStars() {
        assertThat(cache.invalidateText("select v")).isZero();
        assertThat(cache.invalidateText("*from price*")).isZero();
        assertThat(cache.invalidateText("SELECT v*from ITEM*")).isEqualTo(1);
        assertThat(isHit()).isFalse();
    }

    @Test
    void switchedOff_isLiveUntilSwitchedOn() {
        cache.setOn(false);
        assertThat(isHit()).isFalse();
        assertThat(figures().refusals()).containsEntry(Refusal.SWITCHED_OFF, 1L);
        cache.setOn(true);
        assertThat(isHit()).isTrue();
    }

    @Test
    void timeToLive_canBeShortenedAndGivenBack() {
        cache.setTimeToLive("items", Duration.ofNanos(1));
        assertThat(isHit()).isFalse();
        assertThat(isHit()).isFalse();
        cache.setTimeToLive("items", null);
        isHit();
        assertThat(isHit()).isTrue();
    }

    @Test
    void rulesThatChange_holdWithinASecond() throws Exception {
        int version = session.planVersion();
        rules = RuleSet.NONE;
        until(() -> session.planVersion() != version);
        assertThat(session.plan(ITEM, SqlModes.UNKNOWN).concernsNobody()).isTrue();
        assertThat(figures().isActive()).isFalse();
    }

    @Test
    void rulesThatAreDisabled_answerNothing() {
        rules = new RuleSet(2, rules.rules(), Map.of(), /* enabled= */ false);
        cache.refreshRules();
        isHit();
        assertThat(isHit()).isFalse();
    }

    @Test
    void connectionOfAnUnknownDriver_isToldWhyNot() throws Exception {
        Connection other = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? Boolean.TRUE : null);
        SessionCache unknown = cache.open(new OpenedConnection(
                other, new DatabaseIdentity("h2", Dialect.H2, url, null, -1), url, new Properties(), null));
        try (Statement statement = connection.createStatement()) {
            assertThat(unknown.executing(
                            unknown.plan(ITEM, SqlModes.UNKNOWN),
                            new Call(statement, new ParameterLog(), CacheCall.Method.QUERY)))
                    .isNull();
        }
        assertThat(cache.figures().drivers().toString()).contains("Proxy");
    }

    private static final class Call implements CacheCall {
        private final Statement statement;
        private final ParameterLog parameters;
        private final Method method;

        Call(Statement statement, ParameterLog parameters, Method method) {
            this.statement = statement;
            this.parameters = parameters;
            this.method = method;
        }

        @Override
        public Statement statement() {
            return statement;
        }

        @Override
        public String sql() {
            return ITEM;
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
