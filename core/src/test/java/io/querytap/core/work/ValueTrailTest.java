package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValueTrailTest {
    private final ValueTrail trail = new ValueTrail();

    @Test
    void read_valuesInAnyOrder_areFoundWhereTheyWereRead() {
        trail.read(4, 0, 1, 11);
        trail.read(4, 40, 8, 12);
        trail.read(7, 2, 3, 13);

        assertThat(trail.results()).isEqualTo(2);
        assertThat(trail.recordOfResult(0)).isEqualTo(4);
        assertThat(trail.rows(0)).isEqualTo(41);
        assertThat(trail.wasRead(0, 0, 1)).isTrue();
        assertThat(trail.wasRead(0, 0, 2)).isFalse();
        assertThat(trail.wasRead(0, 39, 8)).isFalse();
        assertThat(trail.value(0, 40, 8)).isEqualTo(12);
        assertThat(trail.value(1, 2, 3)).isEqualTo(13);
    }

    @Test
    void read_beyondTheBounds_isNotKept() {
        trail.read(1, ValueTrail.MAX_ROWS, 1, 1);
        trail.read(1, -1, 1, 1);
        trail.read(1, 0, 0, 1);
        trail.read(1, 0, ValueTrail.MAX_COLUMNS + 1, 1);
        assertThat(trail.isEmpty()).isTrue();

        for (int record = 0; record < ValueTrail.MAX_RESULTS + 5; record++) {
            trail.read(record, ValueTrail.MAX_ROWS - 1, ValueTrail.MAX_COLUMNS, record);
        }
        assertThat(trail.results()).isEqualTo(ValueTrail.MAX_RESULTS);
        assertThat(trail.rows(ValueTrail.MAX_RESULTS - 1)).isEqualTo(ValueTrail.MAX_ROWS);
    }

    @Test
    void bound_moreThanIsKept_keepsTheFirst() {
        long[] hashes = {1, 2, 3, 4, 5, 6};
        trail.bound(0, hashes, 0);
        for (int record = 0; record < ValueTrail.MAX_BOUND + 5; record++) {
            hashes[0] = record;
            trail.bound(record, hashes, record % 2 == 0 ? 6 : 1);
        }

        assertThat(trail.boundExecutions()).isEqualTo(ValueTrail.MAX_BOUND);
        assertThat(trail.parameters(0)).isEqualTo(ValueTrail.MAX_PARAMETERS);
        assertThat(trail.parameters(101)).isEqualTo(1);
        assertThat(trail.parameter(101, 0)).isEqualTo(101);
        assertThat(trail.recordOfBound(101)).isEqualTo(101);
        assertThat(trail.parameter(100, 3)).isEqualTo(4);
    }

    @Test
    void clear_usedAgain_showsNothingOfBefore() {
        trail.read(1, 20, 5, 99);
        trail.bound(1, new long[] {5}, 1);
        trail.clear();
        trail.read(2, 3, 1, 7);

        assertThat(trail.boundExecutions()).isZero();
        assertThat(trail.results()).isEqualTo(1);
        assertThat(trail.rows(0)).isEqualTo(4);
        for (int row = 0; row < 4; row++) {
            for (int column = 1; column <= ValueTrail.MAX_COLUMNS; column++) {
                assertThat(trail.wasRead(0, row, column)).isEqualTo(row == 3 && column == 1);
            }
        }
    }
}
