package io.querytap.cache.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.lexis.Dialect;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutineBodyTest {
    private static TableSet postgresql(String body) {
        return written(body, Dialect.POSTGRESQL);
    }

    private static TableSet written(String body, Dialect dialect) {
        Set<String> known = Set.of("now", "coalesce", "replace");
        return RoutineBody.written(
                body,
                dialect,
                name -> name.equals("restock")
                        ? TableSet.of(Set.of("stock"))
                        : known.contains(name) ? TableSet.EMPTY : TableSet.EVERYTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN NEW.updated_at = now(); RETURN NEW; END;",
                "BEGIN NEW.updated_at := now(); RETURN NEW; END;",
                "BEGIN IF (TG_OP = 'UPDATE') THEN NEW.a := coalesce(OLD.a, 1); END IF; RETURN NEW; END",
                "DECLARE n int; BEGIN SELECT count INTO n FROM log WHERE id = NEW.id FOR UPDATE; RETURN NULL; END",
                "SELECT replace(a, 'x', 'y') FROM log",
                "BEGIN RAISE EXCEPTION 'delete from item'; END"
            })
    void written_bodyThatChangesNoTable_isEmpty(String body) {
        assertThat(postgresql(body)).isEqualTo(TableSet.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BEGIN INSERT INTO audit (a, b) VALUES (NEW.a, now()); RETURN NEW; END | audit",
                "BEGIN INSERT INTO app.audit SELECT NEW.*; RETURN NEW; END | audit",
                "BEGIN UPDATE ONLY stock s SET n = n - 1 WHERE s.id = NEW.id; RETURN NEW; END | stock",
                "BEGIN DELETE FROM \"stock\" WHERE id = OLD.id; RETURN OLD; END | stock",
                "BEGIN INSERT INTO stock VALUES (1) ON CONFLICT (id) DO UPDATE SET n = 1; RETURN NULL; END | stock",
                "BEGIN PERFORM restock(); RETURN NULL; END | stock",
                "MERGE INTO stock s USING log l ON s.id = l.id WHEN MATCHED THEN UPDATE SET n = 1 | stock"
            })
    void written_bodyThatChangesTables_namesThem(String body, String table) {
        assertThat(postgresql(body)).isEqualTo(TableSet.of(Set.of(table)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN EXECUTE 'delete from ' || t; END",
                "BEGIN PERFORM unknown_function(); END",
                "BEGIN CALL p(); END",
                "BEGIN TRUNCATE item; END",
                "BEGIN PERFORM set_config('a', 'b', false); END",
                "BEGIN SET search_path = a; END",
                "BEGIN CREATE TABLE a (b int); END",
                "BEGIN INSERT INTO audit VALUES (unknown_function()); END",
                "BEGIN RETURN 'unterminated; END",
                ""
            })
    void written_bodyThatIsNotUnderstood_isEverything(String body) {
        assertThat(postgresql(body).isEverything()).isTrue();
    }

    @Test
    void written_bodyOfMysql_isRead() {
        assertThat(written("BEGIN SET NEW.a = now(); SET @x = 1; END", Dialect.MYSQL))
                .isEqualTo(TableSet.EMPTY);
        assertThat(written("BEGIN INSERT IGNORE INTO `app`.`audit` SET a = 1; END", Dialect.MYSQL)
                        .names())
                .containsExactly("audit");
        assertThat(written("UPDATE stock s JOIN log l ON s.a = l.a SET s.n = 1", Dialect.MYSQL)
                        .isEverything())
                .isTrue();
        assertThat(written("DELETE s FROM stock s JOIN log l", Dialect.MYSQL).isEverything())
                .isTrue();
        assertThat(written("SET SESSION sql_mode = ''", Dialect.MYSQL).isEverything())
                .isTrue();
        assertThat(written("REPLACE INTO stock VALUES (1)", Dialect.MYSQL).names())
                .containsExactly("stock");
    }
}
