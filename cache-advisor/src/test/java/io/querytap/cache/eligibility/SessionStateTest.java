package io.querytap.cache.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.key.KeyWriter;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.SchemaSnapshot;
import io.querytap.cache.schema.Snapshots;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStateTest {
    private static final RuleSet RULES = new RuleSet(
            1, List.of(CacheRule.named("items").tables(Set.of("item")).build()), Map.of());

    private final Planner planner = planner(Dialect.POSTGRESQL, Snapshots.shop());
    private final SessionState session = new SessionState(planner);

    private static Planner planner(Dialect dialect, SchemaSnapshot schema) {
        Planner planner = new Planner(dialect);
        planner.use(RULES, schema);
        return planner;
    }

    private void executed(String... texts) {
        executed(planner, session, texts);
    }

    private static void executed(Planner planner, SessionState session, String... texts) {
        for (String sql : texts) {
            session.executed(
                    planner.plan(sql, SqlModes.UNKNOWN), null, /* outsideTransaction= */ true, /* failed= */ false);
        }
    }

    private static byte[] key(SessionState session) {
        KeyWriter key = new KeyWriter();
        assertThat(session.write(key)).isNull();
        return key.toBytes();
    }

    private static Refusal refusal(SessionState session) {
        return session.write(new KeyWriter());
    }

    private byte[] keyOf(String... texts) {
        SessionState other = new SessionState(planner);
        executed(planner, other, texts);
        return key(other);
    }

    @Test
    void write_20And22DifferentValues_areDifferentKeys() {
        assertThat(keyOf("SET search_path = a")).isNotEqualTo(keyOf("SET search_path = b"));
        assertThat(keyOf("SET app.tenant = '1'")).isNotEqualTo(keyOf("SET app.tenant = '2'"));
        assertThat(keyOf("SET ROLE alice")).isNotEqualTo(keyOf());
        assertThat(keyOf("SET search_path = a")).isEqualTo(keyOf("SET search_path = b", "SET search_path = a"));
    }

    @Test
    void write_24HarmlessSetting_isNoPartOfTheKey() {
        assertThat(keyOf("SET statement_timeout = 7")).isEqualTo(keyOf());
    }

    @Test
    void write_20OtherOrder_isAnotherKey() {
        assertThat(keyOf("SET SESSION AUTHORIZATION a", "SET ROLE b"))
                .isNotEqualTo(keyOf("SET ROLE b", "SET SESSION AUTHORIZATION a"));
    }

    @Test
    void write_resetOfTheOnlySetting_isAsAtTheBeginning() {
        assertThat(keyOf("SET ROLE alice", "RESET ROLE")).isEqualTo(keyOf());
        assertThat(keyOf("SET TIME ZONE 'UTC'", "SET TIME ZONE DEFAULT")).isEqualTo(keyOf());
    }

    @Test
    void write_resetAmongOthers_isToldApart() {
        assertThat(keyOf("SET a.b = 1", "SET ROLE alice", "RESET a.b"))
                .isNotEqualTo(keyOf("SET ROLE alice", "SET a.b = 1"));
    }

    @Test
    void write_resetAll_keepsRole() {
        assertThat(keyOf("SET ROLE alice", "SET a.b = 1", "RESET ALL")).isEqualTo(keyOf("SET ROLE alice"));
    }

    @Test
    void write_24AfterTaint_isRefusedUntilDiscarded() {
        executed("SELECT mystery()");
        assertThat(refusal(session)).isEqualTo(Refusal.TAINTED);
        assertThat(session.taint()).isEqualTo("function mystery");

        executed("DISCARD ALL");
        assertThat(refusal(session)).isNull();
    }

    @Test
    void write_24AfterFailedSetting_isAsBefore() {
        session.executed(planner.plan("SET ROLE nobody", SqlModes.UNKNOWN), null, true, /* failed= */ true);

        assertThat(key(session)).isEqualTo(keyOf());
    }

    @Test
    void write_24SettingInsideTransaction_isRefused() {
        session.executed(
                planner.plan("SET ROLE alice", SqlModes.UNKNOWN), null, /* outsideTransaction= */ false, false);

        assertThat(refusal(session)).isEqualTo(Refusal.TAINTED);
    }

    @Test
    void write_10AfterTemporaryTable_isRefused() {
        executed("CREATE TEMP TABLE item (a int)");

        assertThat(refusal(session)).isEqualTo(Refusal.TEMPORARY_TABLE);
    }

    @Test
    void write_22SettingByParameter_hasTheParametersValue() {
        TextPlan plan = planner.plan("SELECT set_config('app.tenant', ?, false)", SqlModes.UNKNOWN);
        assertThat(plan.wantsParameters()).isTrue();
        SessionState one = new SessionState(planner);
        SessionState two = new SessionState(planner);
        one.executed(plan, parameter("1"), true, false);
        two.executed(plan, parameter("2"), true, false);

        assertThat(key(one)).isNotEqualTo(key(two));
    }

    @Test
    void write_22SettingByUnknownParameter_isRefused() {
        TextPlan plan = planner.plan("SELECT set_config('app.tenant', ?, false)", SqlModes.UNKNOWN);
        session.executed(plan, null, true, false);

        assertThat(refusal(session)).isEqualTo(Refusal.TAINTED);
    }

    private static ParameterLog parameter(String value) {
        ParameterLog parameters = new ParameterLog();
        parameters.set(1, Setter.STRING, value);
        return parameters;
    }

    @Test
    void write_15ReadUncommitted_isRefusedWhereTheServerDoes() {
        Planner mysql = planner(Dialect.MYSQL, Snapshots.shop());
        SessionState state = new SessionState(mysql);
        executed(mysql, state, "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
        assertThat(refusal(state)).isEqualTo(Refusal.READ_UNCOMMITTED);

        executed(mysql, state, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        assertThat(refusal(state)).isNull();

        state.changed("setTransactionIsolation", Connection.TRANSACTION_READ_UNCOMMITTED, true);
        assertThat(refusal(state)).isEqualTo(Refusal.READ_UNCOMMITTED);
    }

    @Test
    void write_15ReadUncommittedByDefault_isRefusedUntilSetOtherwise() {
        Planner mysql = planner(Dialect.MYSQL, Snapshots.shopReadingUncommitted());
        SessionState state = new SessionState(mysql);
        assertThat(refusal(state)).isEqualTo(Refusal.READ_UNCOMMITTED);

        state.changed("setTransactionIsolation", Connection.TRANSACTION_READ_COMMITTED, true);
        assertThat(refusal(state)).isNull();
    }

    @Test
    void write_26Replica_isRefused() {
        assertThat(refusal(new SessionState(planner(Dialect.POSTGRESQL, Snapshots.shopOnReplica()))))
                .isEqualTo(Refusal.REPLICA);
    }

    @Test
    void changed_schema_isPartOfTheKey() {
        SessionState one = new SessionState(planner);
        one.changed("setSchema", "a", true);

        assertThat(key(one)).isNotEqualTo(keyOf());
        one.changed("setSchema", null, true);
        assertThat(refusal(one)).isEqualTo(Refusal.TAINTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"setReadOnly", "setClientInfo"})
    void changed_harmless_changesNothing(String method) {
        session.changed(method, null, true);

        assertThat(key(session)).isEqualTo(keyOf());
    }

    @Test
    void write_functionCalledBeforeTheSchemaWasKnown_isJudgedWhenItIs() {
        Planner late = planner(Dialect.POSTGRESQL, SchemaSnapshot.UNKNOWN);
        SessionState harmless = new SessionState(late);
        SessionState harmful = new SessionState(late);
        executed(late, harmless, "SELECT peek()");
        executed(late, harmful, "SELECT mystery()");

        late.use(RULES, Snapshots.shop());

        assertThat(refusal(harmless)).isNull();
        assertThat(refusal(harmful)).isEqualTo(Refusal.TAINTED);
    }

    @Test
    void write_moreSettingsThanAreKept_isRefused() {
        for (int i = 0; i <= SessionState.MAX_SETTINGS; i++) {
            executed("SET app.s" + i + " = 1");
        }

        assertThat(refusal(session)).isEqualTo(Refusal.TAINTED);
    }
}
