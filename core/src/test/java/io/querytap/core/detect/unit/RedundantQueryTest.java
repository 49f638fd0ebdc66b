package io.querytap.core.detect.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Threshold;
import io.querytap.core.work.Traits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedundantQueryTest {
    private static final String USER = "SELECT id, name FROM users WHERE id = ?";
    private static final long SLOW = 10 * UnitScript.MILLISECOND;
    private static final long FAST = 10_000;

    private final UnitScript app = new UnitScript();

    private void ask(int times) {
        ask(app, times);
    }

    private static void ask(UnitScript script, int times) {
        for (int i = 0; i < times; i++) {
            script.run(USER, 42).rows(1);
        }
    }

    private Finding only() {
        assertThat(app.findings()).hasSize(1);
        Finding finding = app.findings().get(0);
        assertThat(finding.kind()).isEqualTo(Kind.REDUNDANT_QUERY);
        return finding;
    }

    @Test
    void sameParameters_twoOrThreeTimes_areToldFromThreeOn() {
        app.lasting(SLOW).entry("GET /", () -> ask(2));
        assertThat(app.findings()).isEmpty();
        app.entry("GET /", () -> ask(3));
        assertThat(only().repeats()).hasValue(3);
        assertThat(only().confidence()).isEqualTo(Confidence.PROBABLE);
        assertThat(only().impactNanos()).hasValue(2 * SLOW);
    }

    @Test
    void cheapOnes_areInformation() {
        app.lasting(FAST).entry("GET /", () -> ask(3));
        assertThat(only().severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void cheapOnes_withAFloorOfTime_areToldFromFiveOn() {
        UnitScript strict = new UnitScript(
                FindingRules.builder(Profile.PROD)
                        .limit(Threshold.REDUNDANT_QUERY_TIME, UnitScript.MILLISECOND)
                        .build(),
                1);
        strict.lasting(FAST).entry("GET /", () -> ask(strict, 4));
        assertThat(strict.findings()).isEmpty();
        strict.entry("GET /", () -> ask(strict, 5));
        assertThat(strict.findings())
                .singleElement()
                .satisfies(it -> assertThat(it.repeats()).hasValue(5));
    }

    @Test
    void testProfile_threeCheapOnes_areTold() {
        UnitScript test = new UnitScript(FindingRules.of(Profile.TEST), 1);
        test.lasting(FAST).entry("GET /", () -> ask(test, 3));
        assertThat(test.findings())
                .singleElement()
                .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.REDUNDANT_QUERY));
    }

    @Test
    void unsampledUnits_threeIdenticalQueries_areHandedOver() {
        UnitScript rare = new UnitScript(FindingRules.of(Profile.PROD), 1_000_000);
        for (int i = 0; i < 200; i++) { // uses up those that are sampled at first
            rare.entry("GET /", () -> rare.run(USER, 1).rows(1));
        }
        rare.lasting(SLOW).entry("GET /", () -> {
            for (int i = 0; i < 3; i++) {
                rare.run(USER, 42).rows(1);
            }
        });
        assertThat(rare.findings())
                .singleElement()
                .satisfies(it -> assertThat(it.callSite()).startsWith("shop.Repository.find"));
    }

    @Test
    void repeatableRead_isProof() {
        app.with(Traits.IN_TRANSACTION | Traits.REPEATABLE_READ).lasting(SLOW).entry("GET /", () -> ask(3));
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(only().evidence()).containsEntry("repeatableRead", true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE users SET name = ? WHERE id = ?",
                "INSERT INTO \"USERS\" (id) VALUES (?)",
                "DELETE FROM public.users WHERE id = ?",
                "CALL refresh_everything(?)",
                "TRUNCATE TABLE users"
            })
    void ownWrite_inBetween_beginsAnew(String write) {
        app.lasting(SLOW).entry("PUT /user", () -> {
            ask(2);
            app.run(write, 42);
            ask(2);
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void ownWrite_toAnotherTable_changesNothing() {
        app.lasting(SLOW).entry("PUT /user", () -> {
            ask(2);
            app.run("UPDATE audit SET n = n + 1 WHERE id = ?", 1);
            ask(1);
        });
        assertThat(only().repeats()).hasValue(3);
    }

    @Test
    void failure_inBetween_beginsAnew() {
        app.lasting(SLOW).entry("PUT /user", () -> {
            ask(2);
            app.failing("40001").run("UPDATE audit SET n = ? WHERE id = ?", 1);
            app.failing(null);
            ask(2);
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void polling_afterPauses_isNone() {
        app.lasting(SLOW).entry("wait", () -> {
            for (int i = 0; i < 20; i++) {
                ask(1);
                app.pause(RedundantQuery.LOOKS_AGAIN_NANOS);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void requests_oneEach_areNone() {
        for (int i = 0; i < 50; i++) {
            app.lasting(SLOW).entry("GET /", () -> ask(1));
        }
        assertThat(app.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT nextval('s')",
                "SELECT id FROM users WHERE id = ? FOR UPDATE",
                "SELECT relname FROM pg_catalog.pg_class WHERE oid = ?"
            })
    void queries_thatAreMeantToRepeat_areNone(String sql) {
        app.lasting(SLOW).entry("GET /", () -> {
            for (int i = 0; i < 30; i++) {
                app.run(sql, 42).rows(1);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void lookUps_ofManyRowsWithSomeAlike_areOneFinding() {
        app.lasting(SLOW).entry("GET /orders", () -> {
            for (int i = 0; i < 30; i++) {
                app.run(USER, i % 10).rows(1);
            }
        });
        assertThat(app.findings())
                .singleElement()
                .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.N_PLUS_ONE));
    }
}
