package io.querytap.core.detect.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.work.Traits;
import org.junit.jupiter.api.Test;

class WriteLoopTest {
    private static final String INSERT = "INSERT INTO visit (pet_id, day) VALUES (?, ?)";
    private static final String UPDATE = "UPDATE pet SET name = ? WHERE id = ?";

    private final UnitScript app = new UnitScript();

    private void insert(int rows) {
        for (int i = 0; i < rows; i++) {
            app.run(INSERT, i, i + 1);
        }
    }

    private Finding only() {
        assertThat(app.findings()).hasSize(1);
        Finding finding = app.findings().get(0);
        assertThat(finding.kind()).isEqualTo(Kind.WRITE_LOOP);
        return finding;
    }

    @Test
    void inserts_fourOrFive_areToldFromFiveOn() {
        app.entry("POST /visits", () -> insert(4));
        assertThat(app.findings()).isEmpty();
        app.entry("POST /visits", () -> insert(5));
        assertThat(app.found()).isTrue();
        assertThat(only().repeats()).hasValue(5);
        assertThat(only().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(only().evidence()).containsEntry("form", "transaction");
        assertThat(only().callSite()).startsWith("shop.Repository.find");
    }

    @Test
    void saving_isThatOfBatchesOfFiftyAtTheShortestRoundTrip() {
        app.lasting(200_000).entry("GET /", () -> app.run("SELECT name FROM pet WHERE id = ?", 1));
        app.lasting(5_000_000).entry("POST /visits", () -> insert(101));

        assertThat(only().impactNanos()).hasValue((101 - 3) * 200_000L);
        assertThat(only().evidence()).containsEntry("roundTripNanos", 200_000L);
    }

    @Test
    void inserts_eachCommitted_areSaidToBe() {
        app.with(Traits.NONE).entry("POST /visits", () -> insert(6));
        assertThat(only().evidence()).containsEntry("form", "autocommit").containsEntry("autocommitted", 6L);
        assertThat(only().what()).contains("committed by itself");
    }

    @Test
    void inserts_askingForKeys_areSaidTo() {
        app.with(Traits.IN_TRANSACTION | Traits.GENERATED_KEYS).entry("POST /visits", () -> insert(6));
        assertThat(only().evidence()).containsEntry("form", "generated_keys");
        assertThat(only().advice()).contains("IDENTITY");
    }

    @Test
    void batches_ofOneRow_areRowByRow() {
        app.entry("POST /visits", () -> {
            for (int i = 0; i < 5; i++) {
                app.batch(INSERT, 1);
            }
        });
        assertThat(only().repeats()).hasValue(5);
    }

    @Test
    void batches_ofFiftyRows_areNone() {
        app.entry("POST /visits", () -> {
            for (int i = 0; i < 20; i++) {
                app.batch(INSERT, 50);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void batches_thatTheDriverCouldPack_areToldFromFiveOfTenRowsOn() {
        app.with(Traits.IN_TRANSACTION | Traits.BATCH_NOT_REWRITTEN);
        app.entry("POST /visits", () -> {
            for (int i = 0; i < 5; i++) {
                app.batch(INSERT, 9);
            }
        });
        app.entry("POST /visits", () -> {
            for (int i = 0; i < 4; i++) {
                app.batch(INSERT, 10);
            }
        });
        assertThat(app.findings()).isEmpty();
        app.entry("POST /visits", () -> {
            for (int i = 0; i < 5; i++) {
                app.batch(INSERT, 10);
            }
        });
        assertThat(only().severity()).isEqualTo(Severity.INFO);
        assertThat(only().impactNanos()).isEmpty();
        assertThat(only().evidence())
                .containsEntry("form", "batch_not_rewritten")
                .containsEntry("rowsPerBatch", 10L);
    }

    @Test
    void statement_withManyRowsInIt_isABatchAlready() {
        app.entry("POST /visits", () -> {
            for (int i = 0; i < 20; i++) {
                app.run("INSERT INTO visit (pet_id, day) VALUES (?, ?), (?, ?), (?, ?)", i);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void updates_withDifferentParameters_areTold() {
        app.entry("PUT /pets", () -> {
            for (int i = 0; i < 6; i++) {
                app.run(UPDATE, i, i);
            }
        });
        assertThat(only().statement()).isEqualTo("UPDATE pet");
    }

    @Test
    void deletes_ofOnePieceAfterTheOther_areNone() {
        app.entry("clean up", () -> {
            for (int i = 0; i < 40; i++) {
                app.run("DELETE FROM log WHERE day < ?", 20260101);
            }
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void failures_doNotCount() {
        app.entry("POST /visits", () -> {
            app.failing("23505");
            insert(20);
            app.failing(null);
            insert(4);
        });
        assertThat(app.findings()).isEmpty();
    }

    @Test
    void connectionWithoutPool_cutIntoPieces_isNotTold() {
        for (int i = 0; i < 10; i++) {
            app.run(INSERT, i, i);
        }
        app.pause(5_000_000_000L);
        app.run("SELECT name FROM pet WHERE id = ?", 1);
        app.lease(() -> {});
        assertThat(app.findings()).isEmpty();
    }
}
