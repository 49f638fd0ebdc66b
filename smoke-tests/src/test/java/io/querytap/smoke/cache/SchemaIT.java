package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.eligibility.Planner;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.eligibility.TextPlan;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.schema.SchemaSnapshot;
import io.querytap.cache.schema.SchemaSnapshot.Obstruction;
import io.querytap.cache.schema.SchemaWatch;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What real catalogues say of tables. Numbers in names are those of the conditions in the specification of the cache. */
class SchemaIT {
    private static SchemaSnapshot read(Dialect dialect, String url, String user, String password) throws SQLException {
        SchemaWatch watch = new SchemaWatch(dialect, Runnable::run, Duration.ofHours(1), unused -> {});
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            watch.opened(new OpenedConnection(
                    connection,
                    new DatabaseIdentity("test", dialect, null, null, -1),
                    url,
                    null,
                    () -> DriverManager.getConnection(url, user, password)));
        }
        assertThat(watch.current().isKnown()).isTrue();
        return watch.current();
    }

    private static void execute(TestDatabase database, String... texts) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            for (String sql : texts) {
                statement.execute(sql);
            }
        }
    }

    private static TableSet tables(String... names) {
        return TableSet.of(Set.of(names));
    }

    private static Obstruction.Kind obstruction(SchemaSnapshot schema, String table) {
        Obstruction obstruction = schema.obstruction(tables(table));
        return obstruction == null ? null : obstruction.kind();
    }

    private static TextPlan plan(SchemaSnapshot schema, Dialect dialect, String sql) {
        CacheRule rule = CacheRule.named("r")
                .tables(Set.of("item", "cheap", "cheaper", "event", "orders", "line"))
                .build();
        Planner planner = new Planner(dialect);
        planner.use(new RuleSet(1, List.of(rule), Map.of()), schema);
        return planner.plan(sql, SqlModes.UNKNOWN);
    }

    @Nested
    class OfPostgresql {
        private static final TestDatabase DATABASE = TestDatabases.newPostgresql();

        private static SchemaSnapshot schema;

        @BeforeAll
        static void read() throws SQLException {
            execute(
                    DATABASE,
                    "CREATE TYPE mood AS ENUM ('good', 'bad')",
                    "CREATE TABLE item (id int PRIMARY KEY, name text, m mood, updated_at timestamptz)",
                    "CREATE TABLE orders (id int PRIMARY KEY)",
                    "CREATE TABLE line (id int, order_id int REFERENCES orders ON DELETE CASCADE)",
                    "CREATE TABLE note (id int, order_id int REFERENCES orders ON UPDATE SET NULL)",
                    "CREATE TABLE bill (id int, order_id int REFERENCES orders)",
                    "CREATE TABLE event (id int, day date) PARTITION BY RANGE (day)",
                    "CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                    "CREATE TABLE base (id int)",
                    "CREATE TABLE derived (more int) INHERITS (base)",
                    "CREATE VIEW cheap AS SELECT id, name FROM item WHERE id < 5",
                    "CREATE VIEW cheaper AS SELECT c.id FROM cheap c JOIN line l ON l.id = c.id",
                    "CREATE VIEW clock AS SELECT now() AS t FROM item",
                    "CREATE MATERIALIZED VIEW summary AS SELECT count(*) FROM item",
                    "CREATE TABLE hidden (id int)",
                    "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                    "CREATE VIEW over_hidden AS SELECT * FROM hidden",
                    "CREATE SEQUENCE numbers",
                    "CREATE TABLE ruled (id int)",
                    "CREATE RULE r AS ON INSERT TO ruled DO ALSO DELETE FROM item",
                    "CREATE TABLE audit (id int)",
                    "CREATE TABLE touched (id int, updated_at timestamptz)",
                    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$",
                    "CREATE TRIGGER t BEFORE UPDATE ON touched FOR EACH ROW EXECUTE FUNCTION touch()",
                    "CREATE TABLE audited (id int)",
                    "CREATE FUNCTION write_audit() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN INSERT INTO audit (id) VALUES (NEW.id); RETURN NEW; END $$",
                    "CREATE TRIGGER t AFTER INSERT ON audited FOR EACH ROW EXECUTE FUNCTION write_audit()",
                    "CREATE TABLE dynamic (id int)",
                    "CREATE FUNCTION whatever() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$ BEGIN EXECUTE 'DELETE FROM item'; RETURN NEW; END $$",
                    "CREATE TRIGGER t AFTER INSERT ON dynamic FOR EACH ROW EXECUTE FUNCTION whatever()",
                    "CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM item'",
                    "CREATE FUNCTION restock() RETURNS void LANGUAGE sql AS 'UPDATE item SET name = NULL'",
                    "CREATE FUNCTION indirectly() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM restock(); END $$",
                    "CREATE FUNCTION lower(mood) RETURNS text LANGUAGE sql VOLATILE AS 'SELECT ''x'''",
                    "CREATE PROCEDURE clean() LANGUAGE sql AS 'DELETE FROM line'");
            schema = SchemaIT.read(Dialect.POSTGRESQL, DATABASE.url(), DATABASE.user(), DATABASE.password());
        }

        @Test
        void read_11Views_areResolvedToTables() {
            assertThat(schema.readBy(tables("cheaper"))).isEqualTo(tables("cheaper", "cheap", "item", "line"));
            assertThat(schema.writtenBy(tables("cheap"))).isEqualTo(tables("cheap", "item"));
            assertThat(obstruction(schema, "cheaper")).isNull();
        }

        @Test
        void read_11Partitions_areReadAndWrittenWithTheirTable() {
            assertThat(schema.readBy(tables("event"))).isEqualTo(tables("event", "event_1"));
            assertThat(schema.writtenBy(tables("event"))).isEqualTo(tables("event", "event_1"));
            assertThat(schema.readBy(tables("base"))).isEqualTo(tables("base", "derived"));
            assertThat(plan(schema, Dialect.POSTGRESQL, "INSERT INTO event_1 VALUES (1, '2026-02-02')")
                            .written())
                    .isEqualTo(tables("event_1"));
        }

        @Test
        void read_10And22WhatForbidsIt_isSeen() {
            assertThat(obstruction(schema, "item")).isNull();
            assertThat(obstruction(schema, "summary")).isNull();
            assertThat(obstruction(schema, "clock")).isEqualTo(Obstruction.Kind.IMPURE_VIEW);
            assertThat(obstruction(schema, "hidden")).isEqualTo(Obstruction.Kind.ROW_SECURITY);
            assertThat(obstruction(schema, "over_hidden")).isEqualTo(Obstruction.Kind.ROW_SECURITY);
            assertThat(obstruction(schema, "numbers")).isEqualTo(Obstruction.Kind.RELATION_UNKNOWN);
            assertThat(obstruction(schema, "pg_class")).isEqualTo(Obstruction.Kind.RELATION_UNKNOWN);
        }

        @Test
        void read_48Cascades_areFollowed() {
            assertThat(schema.writtenBy(tables("orders"))).isEqualTo(tables("orders", "line", "note"));
        }

        @Test
        void read_48Triggers_areReadWhereTheyCanBe() {
            assertThat(schema.writtenBy(tables("touched"))).isEqualTo(tables("touched"));
            assertThat(schema.writtenBy(tables("audited"))).isEqualTo(tables("audited", "audit"));
            assertThat(schema.writtenBy(tables("dynamic")).isEverything()).isTrue();
            assertThat(schema.writtenBy(tables("ruled")).isEverything()).isTrue();
        }

        @Test
        void read_6Functions_areKnownByWhatTheyWrite() {
            assertThat(schema.writtenByFunction("peek")).isEqualTo(TableSet.EMPTY);
            assertThat(schema.writtenByFunction("restock")).isEqualTo(tables("item"));
            assertThat(schema.writtenByFunction("indirectly")).isEqualTo(tables("item"));
            assertThat(schema.writtenByFunction("clean")).isEqualTo(tables("line"));
            assertThat(schema.writtenByFunction("array_agg")).isEqualTo(TableSet.EMPTY);
            assertThat(schema.writtenByFunction("mood")).isEqualTo(TableSet.EMPTY);
            assertThat(schema.writtenByFunction("query_to_xml").isEverything()).isTrue();
            assertThat(schema.writtenByFunction("no_such_function").isEverything())
                    .isTrue();
        }

        @Test
        void plan_6ShadowedFunction_isRefused() {
            assertThat(plan(schema, Dialect.POSTGRESQL, "SELECT upper(name) FROM item")
                            .isRead())
                    .isTrue();
            assertThat(plan(schema, Dialect.POSTGRESQL, "SELECT lower(name) FROM item")
                            .refusal())
                    .isEqualTo(Refusal.FUNCTION_SHADOWED);
        }

        @Test
        void plan_usualReadsWithoutRule_concernNobody() {
            for (String sql : List.of(
                    "SELECT now(), version()",
                    "SELECT string_agg(name, ',') FROM audit",
                    "SELECT 'good'::mood, '1'::int, CAST('2026-01-01' AS date)",
                    "SELECT count(*) FILTER (WHERE id > 1), row_number() OVER (ORDER BY id) FROM audit GROUP BY id",
                    "SELECT extract(year FROM now()), coalesce(NULL, 1), EXISTS (SELECT 1)",
                    "SELECT nextval('numbers')",
                    // what the driver asks for the keys of a table
                    "SELECT information_schema._pg_expandarray(i.indkey) FROM pg_catalog.pg_index i",
                    "SELECT to_char(now(), 'YYYY'), current_setting('TimeZone'), gen_random_uuid()",
                    "SELECT * FROM generate_series(1, 3), jsonb_to_recordset('[]') AS x(a int)")) {
                assertThat(plan(schema, Dialect.POSTGRESQL, sql).concernsNobody())
                        .as(sql)
                        .isTrue();
            }
        }

        @Test
        void read_columnAdded_isAnotherSchema() throws SQLException {
            TestDatabase other = TestDatabases.newPostgresql();
            execute(other, "CREATE TABLE a (b int)");
            SchemaSnapshot before = SchemaIT.read(Dialect.POSTGRESQL, other.url(), other.user(), other.password());
            execute(other, "ALTER TABLE a ADD c int");

            SchemaSnapshot after = SchemaIT.read(Dialect.POSTGRESQL, other.url(), other.user(), other.password());

            assertThat(after.saysTheSame(before)).isFalse();
        }
    }

    @Nested
    class OfMariadb {
        private static final TestDatabase DATABASE = TestDatabases.newMariadb();

        private static SchemaSnapshot schema;

        @BeforeAll
        static void read() throws SQLException {
            execute(
                    DATABASE,
                    "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20))",
                    "CREATE TABLE orders (id INT PRIMARY KEY)",
                    "CREATE TABLE line (id INT, order_id INT, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE)",
                    "CREATE TABLE bill (id INT, order_id INT, FOREIGN KEY (order_id) REFERENCES orders (id))",
                    "CREATE VIEW cheap AS SELECT id, name FROM item WHERE id < 5",
                    "CREATE VIEW cheaper AS SELECT c.id FROM cheap c JOIN line l ON l.id = c.id",
                    "CREATE VIEW clock AS SELECT NOW() AS t FROM item",
                    "CREATE TABLE audit (id INT)",
                    "CREATE TABLE audited (id INT)",
                    "CREATE TRIGGER t1 AFTER INSERT ON audited FOR EACH ROW INSERT INTO audit VALUES (NEW.id)",
                    "CREATE TABLE touched (id INT, updated_at DATETIME)",
                    "CREATE TRIGGER t2 BEFORE UPDATE ON touched FOR EACH ROW SET NEW.updated_at = NOW()",
                    "CREATE TABLE dynamic (id INT)",
                    "CREATE PROCEDURE whatever() DELETE item FROM item JOIN line ON item.id = line.id",
                    "CREATE TRIGGER t3 AFTER INSERT ON dynamic FOR EACH ROW CALL whatever()",
                    "CREATE FUNCTION restock() RETURNS INT MODIFIES SQL DATA BEGIN UPDATE item SET name = NULL; RETURN 1; END",
                    "CREATE FUNCTION peek() RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM item)",
                    "CREATE VIEW calling AS SELECT peek() AS n FROM item",
                    "CREATE TABLE merged (id INT) ENGINE = MyISAM",
                    "CREATE TABLE merging (id INT) ENGINE = MERGE UNION = (merged)");
            schema = SchemaIT.read(Dialect.MARIADB, DATABASE.url(), DATABASE.user(), DATABASE.password());
        }

        @Test
        void read_11Views_areResolvedToTables() {
            assertThat(schema.readBy(tables("cheaper"))).isEqualTo(tables("cheaper", "cheap", "item", "line"));
            assertThat(schema.writtenBy(tables("cheap"))).isEqualTo(tables("cheap", "item"));
            assertThat(obstruction(schema, "cheaper")).isNull();
        }

        @Test
        void read_10WhatForbidsIt_isSeen() {
            assertThat(obstruction(schema, "item")).isNull();
            assertThat(obstruction(schema, "clock")).isEqualTo(Obstruction.Kind.IMPURE_VIEW);
            assertThat(obstruction(schema, "calling")).isEqualTo(Obstruction.Kind.IMPURE_VIEW);
            assertThat(obstruction(schema, "merging")).isEqualTo(Obstruction.Kind.RELATION_UNKNOWN);
        }

        @Test
        void read_48Cascades_areFollowed() {
            assertThat(schema.writtenBy(tables("orders"))).isEqualTo(tables("orders", "line"));
        }

        @Test
        void read_48Triggers_areReadWhereTheyCanBe() {
            assertThat(schema.writtenBy(tables("touched"))).isEqualTo(tables("touched"));
            assertThat(schema.writtenBy(tables("audited"))).isEqualTo(tables("audited", "audit"));
            assertThat(schema.writtenBy(tables("dynamic")).isEverything()).isTrue();
        }

        @Test
        void read_6Functions_areKnownByWhatTheyWrite() {
            assertThat(schema.writtenByFunction("restock")).isEqualTo(tables("item"));
            assertThat(schema.writtenByFunction("peek")).isEqualTo(TableSet.EMPTY);
            assertThat(schema.writtenByFunction("whatever").isEverything()).isTrue();
            assertThat(schema.writtenByFunction("group_concat")).isEqualTo(TableSet.EMPTY);
        }

        @Test
        void plan_usualReadsWithoutRule_concernNobody() {
            for (String sql : List.of(
                    "SELECT NOW(), VERSION(), @@version",
                    "SELECT GROUP_CONCAT(id) FROM audit",
                    "SELECT LAST_INSERT_ID()",
                    "SELECT GET_LOCK('a', 0), RELEASE_LOCK('a')")) {
                assertThat(plan(schema, Dialect.MARIADB, sql).concernsNobody())
                        .as(sql)
                        .isTrue();
            }
        }
    }
}
