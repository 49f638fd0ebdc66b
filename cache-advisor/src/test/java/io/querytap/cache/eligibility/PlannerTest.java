package io.querytap.cache.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.SchemaSnapshot;
import io.querytap.cache.schema.Snapshots;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in names are those of the conditions in the specification of the cache. */
class PlannerTest {
    private static final CacheRule ITEMS = CacheRule.named("items")
            .tables(Set.of(
                    "item",
                    "item_view",
                    "outer_view",
                    "now_view",
                    "hidden",
                    "remote",
                    "stock",
                    "order_line",
                    "nowhere",
                    "s1"))
            .pureFunctions(Set.of("tax", "nextval"))
            .build();

    private static final RuleSet RULES = new RuleSet(
            1,
            List.of(ITEMS),
            Map.of("app.rebuild", TableSet.of(Set.of("log")), "restock_all", TableSet.of(Set.of("stock"))));

    private static Planner planner(Dialect dialect) {
        return planner(dialect, RULES, Snapshots.shop());
    }

    private static Planner planner(Dialect dialect, RuleSet rules, SchemaSnapshot schema) {
        Planner planner = new Planner(dialect);
        planner.use(rules, schema);
        return planner;
    }

    private static TextPlan plan(String sql) {
        return planner(Dialect.POSTGRESQL).plan(sql, SqlModes.UNKNOWN);
    }

    private static TextPlan mysql(String sql) {
        return planner(Dialect.MYSQL).plan(sql, SqlModes.UNKNOWN);
    }

    private static SessionChange onlyChange(TextPlan plan) {
        assertThat(plan.sessionChanges()).hasSize(1);
        return plan.sessionChanges().get(0);
    }

    // A1: the text

    @Test
    void plan_ruledQuery_isRead() {
        TextPlan plan = plan("SELECT name FROM item WHERE id = ? AND price > ?");

        assertThat(plan.isRead()).isTrue();
        assertThat(plan.rule()).isSameAs(ITEMS);
        assertThat(plan.read()).isEqualTo(TableSet.of(Set.of("item")));
        assertThat(plan.parameterCount()).isEqualTo(2);
        assertThat(plan.wantsParameters()).isTrue();
        assertThat(plan.written().isEmpty()).isTrue();
        assertThat(plan.concernsNobody()).isFalse();
    }

    @Test
    void plan_1NoRule_concernsNobody() {
        assertThat(plan("SELECT * FROM log").concernsNobody()).isTrue();
        assertThat(plan("SELECT * FROM item JOIN log ON true").concernsNobody()).isTrue();
    }

    @Test
    void plan_2NotUnderstood_isRefusedAndWritesEverything() {
        TextPlan plan = plan("SELECT * FROM item WHERE )");

        assertThat(plan.isRead()).isFalse();
        assertThat(plan.refusal()).isEqualTo(Refusal.STATEMENT);
        assertThat(plan.written().isEverything()).isTrue();
    }

    @Test
    void plan_3SeveralStatements_isRefused() {
        TextPlan plan = plan("SELECT * FROM item; SELECT * FROM item");

        assertThat(plan.refusal()).isEqualTo(Refusal.STATEMENT);
        assertThat(plan.refusalReason()).isEqualTo("several_statements");
    }

    @Test
    void plan_4ChangingCommonTable_isRefusedAndWrites() {
        TextPlan plan = plan("WITH x AS (DELETE FROM item RETURNING *) SELECT * FROM x, stock");

        assertThat(plan.isRead()).isFalse();
        assertThat(plan.written().contains("item")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM item FOR UPDATE | locking",
                "SELECT * FROM item FOR SHARE | locking",
                "SELECT now() FROM item | function now",
                "SELECT CURRENT_DATE FROM item | function CURRENT_DATE",
                "SELECT random() FROM item | function random",
                "SELECT date_trunc('day', d) FROM item | function date_trunc",
                "SELECT nextval('s') FROM item | sequence",
                "SELECT * FROM item TABLESAMPLE SYSTEM (1) | sampling",
                "SELECT * FROM item WHERE d < 'now' | time_literal",
            })
    void plan_5To9TextThatDependsOnMore_isRefused(String sql, String reason) {
        TextPlan plan = plan(sql);

        assertThat(plan.refusal()).isEqualTo(Refusal.STATEMENT);
        assertThat(plan.refusalReason()).isEqualTo(reason);
    }

    @Test
    void plan_5SelectInto_changesSchema() {
        TextPlan plan = plan("SELECT * INTO other FROM item");

        assertThat(plan.isRead()).isFalse();
        assertThat(plan.changesSchema()).isTrue();
        assertThat(plan.written().isEverything()).isTrue();
    }

    @Test
    void plan_6VouchedFunction_isRead() {
        assertThat(plan("SELECT tax(price) FROM item").isRead()).isTrue();
    }

    @Test
    void plan_6FunctionWithEffect_cannotBeVouchedFor() {
        TextPlan plan = plan("SELECT nextval(name) FROM item");

        assertThat(plan.isRead()).isFalse();
    }

    @Test
    void plan_6ShadowedFunction_isRefused() {
        String sql = "SELECT lower(name) FROM item";
        assertThat(plan(sql).isRead()).isTrue();

        TextPlan plan = planner(Dialect.POSTGRESQL, RULES, Snapshots.shopWithFunction("lower"))
                .plan(sql, SqlModes.UNKNOWN);

        assertThat(plan.refusal()).isEqualTo(Refusal.FUNCTION_SHADOWED);
    }

    @Test
    void plan_8Variable_isRefused() {
        assertThat(mysql("SELECT @x FROM item").refusalReason()).isEqualTo("variable");
        assertThat(mysql("SELECT SQL_CALC_FOUND_ROWS * FROM item").refusalReason())
                .isEqualTo("pseudo_column");
    }

    @ParameterizedTest
    @CsvSource({
        "hidden,ROW_SECURITY",
        "remote,FOREIGN_TABLE",
        "nowhere,RELATION_UNKNOWN",
        "s1,RELATION_UNKNOWN",
        "now_view,STATEMENT"
    })
    void plan_10And22TableThatForbidsIt_isRefused(String table, Refusal refusal) {
        assertThat(plan("SELECT * FROM " + table).refusal()).isEqualTo(refusal);
    }

    @Test
    void plan_11View_readsTablesBelowIt() {
        TextPlan plan = plan("SELECT * FROM outer_view");

        assertThat(plan.isRead()).isTrue();
        assertThat(plan.read().names()).containsExactly("item", "item_view", "outer_view");
    }

    @Test
    void plan_11WithoutSchema_isRefused() {
        TextPlan plan =
                planner(Dialect.POSTGRESQL, RULES, SchemaSnapshot.UNKNOWN).plan("SELECT * FROM item", SqlModes.UNKNOWN);

        assertThat(plan.refusal()).isEqualTo(Refusal.SCHEMA_UNKNOWN);
    }

    // A2: transactions

    @Test
    void plan_17Commit_commitsAndEnds() {
        for (String sql : List.of("COMMIT", "COMMIT WORK", "END", "COMMIT AND CHAIN", "/* x */ commit")) {
            assertThat(plan(sql).commits()).as(sql).isTrue();
            assertThat(plan(sql).endsTransaction()).as(sql).isTrue();
        }
    }

    @Test
    void plan_19Rollback_endsWithoutCommit() {
        for (String sql : List.of("ROLLBACK", "ABORT", "ROLLBACK WORK AND NO CHAIN")) {
            assertThat(plan(sql).commits()).as(sql).isFalse();
            assertThat(plan(sql).endsTransaction()).as(sql).isTrue();
        }
    }

    @Test
    void plan_19RollbackToSavepoint_endsNothing() {
        for (String sql :
                List.of("ROLLBACK TO SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK TRANSACTION a", "ROLLBACK WORK TO a")) {
            assertThat(plan(sql).concernsNobody()).as(sql).isTrue();
        }
    }

    @Test
    void plan_17CommitPrepared_writesEverything() {
        TextPlan plan = plan("COMMIT PREPARED 'x'");

        assertThat(plan.commits()).isTrue();
        assertThat(plan.written().isEverything()).isTrue();
    }

    @Test
    void plan_17PrepareTransaction_leavesTheWritesToOthers() {
        TextPlan plan = plan("PREPARE TRANSACTION 'x'");

        assertThat(plan.commits()).isFalse();
        assertThat(plan.endsTransaction()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (b INT)",
                "TRUNCATE TABLE log",
                "LOCK TABLES item WRITE",
                "UNLOCK TABLES",
                "SET autocommit = 1",
                "SET @@session.autocommit=1",
                "START TRANSACTION",
                "BEGIN",
                "ANALYZE TABLE item",
                "CALL anything()",
                "XA COMMIT 'a'"
            })
    void plan_17WhatCommitsInMysql_commits(String sql) {
        assertThat(mysql(sql).commits()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "START TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "SAVEPOINT a",
                "RELEASE a",
                "LOCK TABLE item"
            })
    void plan_transactionWordsOfPostgresqlThatCommitNothing_concernNobody(String sql) {
        assertThat(plan(sql).concernsNobody()).isTrue();
    }

    @Test
    void plan_17CommitAmongOthers_commitsButEndsNothingForCertain() {
        TextPlan plan = plan("UPDATE item SET a = 1; COMMIT; BEGIN; UPDATE stock SET a = 1");

        assertThat(plan.commits()).isTrue();
        assertThat(plan.endsTransaction()).isFalse();
        assertThat(plan.written().names()).containsExactly("item", "stock");
    }

    // A3: sessions

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET application_name = 'x'",
                "SET statement_timeout TO 100",
                "SET enable_seqscan = off",
                "SET LOCAL app.tenant = 'x'",
                "SET CONSTRAINTS ALL DEFERRED",
                "SET TRANSACTION READ ONLY",
                "SELECT set_config('app.tenant', 'x', true)",
                "SELECT pg_advisory_lock(1)",
                "SHOW search_path",
                "DEALLOCATE ALL",
                "DISCARD PLANS"
            })
    void plan_24Harmless_concernsNobody(String sql) {
        assertThat(plan(sql).concernsNobody()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SET search_path TO a, b | search_path | a,b",
                "SET SESSION search_path = 'a' | search_path | 'a'",
                "SET SCHEMA 'a' | search_path | 'a'",
                "SET TIME ZONE 'UTC' | timezone | 'UTC'",
                "SET ROLE alice | role | alice",
                "SET app.tenant = '7' | app.tenant | '7'",
                "SELECT set_config('app.tenant', '7', false) | app.tenant | '7'",
                "SET extra_float_digits = -3 | extra_float_digits | -3",
            })
    void plan_20SettingWithValue_isTold(String sql, String name, String value) {
        SessionChange change = onlyChange(plan(sql));

        assertThat(change.kind()).isEqualTo(SessionChange.Kind.SET);
        assertThat(change.name()).isEqualTo(name);
        assertThat(change.value().replace(" ", "")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SET time_zone = '+00:00' | time_zone | '+00:00'",
                "SET @@session.sql_mode = 'ANSI' | sql_mode | 'ANSI'",
                "SET SESSION sql_mode='ANSI' | sql_mode | 'ANSI'",
                "SET NAMES latin1 | names | latin1",
                "USE other | database | other",
                "SET ROLE reader | role | reader",
            })
    void plan_20SettingOfMysql_isTold(String sql, String name, String value) {
        SessionChange change = onlyChange(mysql(sql));

        assertThat(change.kind()).isEqualTo(SessionChange.Kind.SET);
        assertThat(change.name()).isEqualTo(name);
        assertThat(change.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET x = (SELECT 1)",
                "SELECT set_config(name, 'x', false) FROM log",
                "SELECT set_config('app.tenant', current_user, false)",
                "SELECT mystery()",
                "CALL unknown_procedure(1)",
                "DO $$ BEGIN DELETE FROM item; END $$",
                "EXECUTE p",
                "FROBNICATE item",
                "DISCARD TEMP",
                "SET a.b = '1'; SET a.c = '2'",
                "ALTER SYSTEM SET x = 1"
            })
    void plan_24WhatNobodyKnows_taints(String sql) {
        assertThat(plan(sql).sessionChanges()).extracting(SessionChange::kind).contains(SessionChange.Kind.TAINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET GLOBAL time_zone = 'UTC'",
                "SET sql_mode = CONCAT(@@sql_mode, ',ANSI')",
                "SET STATEMENT max_statement_time=1 FOR UPDATE item SET a = 1",
                "SET PERSIST sql_mode = ''"
            })
    void plan_24WhatNobodyKnowsInMysql_taintsAndWritesEverything(String sql) {
        TextPlan plan = mysql(sql);

        assertThat(onlyChange(plan).kind()).isEqualTo(SessionChange.Kind.TAINT);
        assertThat(plan.written().isEverything()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED",
                "SET tx_isolation = 'READ-UNCOMMITTED'",
                "SET @@transaction_isolation = 'read-uncommitted'"
            })
    void plan_15ReadUncommitted_isTold(String sql) {
        assertThat(onlyChange(mysql(sql)).kind()).isEqualTo(SessionChange.Kind.READS_UNCOMMITTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TEMP TABLE item (a int)",
                "CREATE TEMPORARY TABLE IF NOT EXISTS item AS SELECT 1",
                "CREATE LOCAL TEMP TABLE item (a int)",
                "CREATE TEMP VIEW item AS SELECT 1",
                "SELECT 1 INTO TEMP item"
            })
    void plan_10TemporaryTable_isTold(String sql) {
        TextPlan plan = plan(sql);

        assertThat(onlyChange(plan).kind()).isEqualTo(SessionChange.Kind.TEMPORARY_TABLE);
        assertThat(onlyChange(plan).name()).isEqualTo("item");
        assertThat(plan.changesSchema()).isFalse();
    }

    // A7: writes

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO item VALUES (1) | item",
                "UPDATE public.item SET a = 1 | item",
                "DELETE FROM \"item\" | item",
                "MERGE INTO item i USING log l ON i.a = l.a WHEN MATCHED THEN DELETE | item",
                "TRUNCATE item, log | item",
                "INSERT INTO log SELECT * FROM item | ",
                "COPY item FROM STDIN | item",
                "COPY (SELECT * FROM item) TO STDOUT | ",
                "WITH a AS (UPDATE stock SET a = 1 RETURNING *) INSERT INTO log SELECT * FROM a | stock",
                "EXPLAIN ANALYZE DELETE FROM item | item",
                "UPDATE item_view SET a = 1 | item",
                "DELETE FROM orders | order_line",
                "INSERT INTO stocked VALUES (1) | stock",
                "SELECT restock() | stock",
                "SELECT peek() | ",
                "INSERT INTO log VALUES (restock()) | stock",
                "CALL restock() | stock",
                "CALL restock_all() | stock",
                "SELECT 'a'::order_status | ",
            })
    void plan_47And48Write_namesRuledTables(String sql, String expected) {
        TextPlan plan = plan(sql);

        if (expected == null) {
            assertThat(plan.written().isEmpty()).isTrue();
        } else {
            assertThat(plan.written().isEverything()).isFalse();
            assertThat(plan.written().contains(expected)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO triggered VALUES (1)",
                "INSERT INTO made_by_others VALUES (1)",
                "CREATE TABLE a (b int)",
                "ALTER TABLE log ADD c int",
                "DROP TABLE log CASCADE",
                "CREATE POLICY p ON item",
                "GRANT SELECT ON item TO alice",
                "REVOKE ALL ON item FROM alice",
                "ALTER ROLE alice SET search_path = a",
                "SELECT mystery()",
                "UPDATE log SET a = mystery()",
                "{call unknown_procedure(?)}",
                "{? = call mystery(?)}",
                "COMMIT PREPARED 'x'",
                "FROBNICATE item"
            })
    void plan_48And49UnknownTables_writesEverything(String sql) {
        assertThat(plan(sql).written().isEverything()).isTrue();
    }

    @Test
    void plan_47Ddl_changesSchema() {
        assertThat(plan("ALTER TABLE log ADD c int").changesSchema()).isTrue();
        assertThat(plan("CREATE INDEX i ON item (a)").concernsNobody()).isTrue();
    }

    @Test
    void plan_49NamedProcedure_writesNamedTablesOnly() {
        TextPlan plan = plan("CALL app.rebuild(?)");

        assertThat(plan.written().isEmpty()).isTrue(); // log is under no rule
        assertThat(plan.sessionChanges()).isEmpty();
    }

    @Test
    void plan_unruledWrite_concernsNobody() {
        assertThat(plan("INSERT INTO log VALUES (1)").concernsNobody()).isTrue();
    }

    @Test
    void plan_writeWithoutSchema_writesEverything() {
        TextPlan plan = planner(Dialect.POSTGRESQL, RULES, SchemaSnapshot.UNKNOWN)
                .plan("INSERT INTO log VALUES (1)", SqlModes.UNKNOWN);

        assertThat(plan.written().isEverything()).isTrue();
    }

    @Test
    void plan_ruleByPattern_makesEveryTableRuled() {
        RuleSet rules =
                new RuleSet(1, List.of(CacheRule.named("p").patternId(1L).build()), Map.of());

        TextPlan plan = planner(Dialect.POSTGRESQL, rules, Snapshots.shop())
                .plan("INSERT INTO log VALUES (1)", SqlModes.UNKNOWN);

        assertThat(plan.written().names()).containsExactly("log");
    }

    @Test
    void plan_temporaryTableWritten_writesNothingElse() {
        Planner planner = planner(Dialect.POSTGRESQL);
        planner.plan("CREATE TEMP TABLE scratch (a int)", SqlModes.UNKNOWN);

        assertThat(planner.plan("INSERT INTO scratch VALUES (1)", SqlModes.UNKNOWN)
                        .concernsNobody())
                .isTrue();
        assertThat(planner.plan("DROP TABLE scratch", SqlModes.UNKNOWN).changesSchema())
                .isFalse();
    }

    // what is kept

    @Test
    void plan_again_isTheSameUntilRulesOrSchemaChange() {
        Planner planner = planner(Dialect.POSTGRESQL);
        TextPlan plan = planner.plan("SELECT * FROM item", SqlModes.UNKNOWN);

        assertThat(planner.plan("SELECT * FROM item", SqlModes.UNKNOWN)).isSameAs(plan);
        assertThat(planner.isCurrent(plan)).isTrue();

        planner.use(RULES, Snapshots.shop());

        assertThat(planner.isCurrent(plan)).isFalse();
        assertThat(planner.plan("SELECT * FROM item", SqlModes.UNKNOWN)).isNotSameAs(plan);
    }

    @Test
    void isCurrent_planThatConcernedNobody_endsWithTheRules() {
        Planner planner = planner(Dialect.POSTGRESQL, RuleSet.NONE, Snapshots.shop());
        TextPlan plan = planner.plan("SELECT * FROM item", SqlModes.UNKNOWN);
        assertThat(plan.concernsNobody()).isTrue();

        planner.use(RULES, Snapshots.shop());

        assertThat(planner.isCurrent(plan)).isFalse();
        assertThat(planner.isCurrent(StatementPlan.NONE)).isFalse();
        assertThat(planner.plan("SELECT * FROM item", SqlModes.UNKNOWN).isRead())
                .isTrue();
    }

    @Test
    void plan_manyTexts_staysWithinItsBound() {
        PlanCache plans = new PlanCache();
        TextPlan plan = plan("SELECT * FROM item");
        String filling = "x".repeat(10_000);
        for (int i = 0; i < 1_000; i++) {
            plans.put(filling + i, SqlModes.UNKNOWN, plan);
        }
        plans.put("x".repeat(PlanCache.MAX_TEXT_CHARACTERS + 1), SqlModes.UNKNOWN, plan);

        assertThat(plans.size()).isBetween(1L, PlanCache.MAX_BYTES / 20_000);
        assertThat(plans.get("x".repeat(PlanCache.MAX_TEXT_CHARACTERS + 1), SqlModes.UNKNOWN))
                .isNull();
    }
}
