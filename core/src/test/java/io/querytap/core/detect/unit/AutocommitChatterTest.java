package io.querytap.core.detect.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.Traits;
import org.junit.jupiter.api.Test;

class AutocommitChatterTest {
    private final UnitScript app = new UnitScript();

    private void writes(int count) {
        for (int i = 0; i < count; i++) {
            app.run("UPDATE t" + "x".repeat(i) + " SET a = ? WHERE id = ?", i, i);
        }
    }

    @Test
    void writes_fourOrFive_areToldFromFiveOn() {
        app.with(Traits.NONE).entry("POST /order", () -> writes(4));
        assertThat(app.findings()).isEmpty();
        app.entry("POST /order", () -> writes(5));
        assertThat(app.findings()).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.AUTOCOMMIT_CHATTER);
            assertThat(it.repeats()).hasValue(5);
            assertThat(it.evidence()).containsEntry("statements", 5L);
        });
    }

    @Test
    void writes_inATransaction_areNone() {
        app.with(Traits.IN_TRANSACTION).entry("POST /order", () -> writes(30));
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void writeLoop_isNotToldTwice() {
        app.with(Traits.NONE).entry("POST /order", () -> {
            for (int i = 0; i < 9; i++) {
                app.run("INSERT INTO item (id) VALUES (?)", i);
            }
        });
        assertThat(app.findings()).extracting(Finding::kind).containsExactly(Kind.WRITE_LOOP);
    }

    private void requests(int count, int trips, int statements) {
        ConnectionWork connection = app.on(UnitScript.SHOP);
        for (int i = 0; i < count; i++) {
            app.entry(
                    "GET /pet",
                    () -> app.through(connection, () -> {
                        for (int k = 0; k < statements; k++) {
                            app.run("SELECT name FROM pet WHERE id = ?", k).rows(1);
                        }
                        connection.protocolTrips(trips);
                    }));
        }
    }

    @Test
    void overhead_aThirdOfAllTripsInAHundredUnits_isTold() {
        requests(99, 1, 2);
        assertThat(app.findings()).isEmpty();
        requests(1, 1, 2);
        assertThat(app.findings()).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.AUTOCOMMIT_CHATTER);
            assertThat(it.evidence()).containsEntry("share", 0.333).containsEntry("otherTrips", 100L);
            assertThat(it.unit()).satisfies(unit -> assertThat(unit.name()).isEqualTo("GET /pet"));
        });
        requests(100, 0, 2); // and is retracted where it was only the beginning
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void overhead_belowTheShare_isNone() {
        requests(200, 1, 3);
        assertThat(app.findings()).isEmpty();
    }
}
