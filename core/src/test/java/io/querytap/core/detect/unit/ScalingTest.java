package io.querytap.core.detect.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScalingTest {
    private final Scaling scaling = new Scaling();

    @Test
    void grows_withTwoNumbersOfRows_isNotSaid() {
        scaling.add(5, 5);
        scaling.add(50, 50);
        scaling.add(50, 50);
        assertThat(scaling.grows()).isFalse();
        scaling.add(20, 20);
        assertThat(scaling.grows()).isTrue();
    }

    @Test
    void grows_slopeOutsideItsBounds_isNot() {
        scaling.add(10, 7);
        scaling.add(20, 14);
        scaling.add(30, 21);
        assertThat(scaling.slope()).isBetween(0.69, 0.71);
        assertThat(scaling.grows()).isFalse();
    }

    @Test
    void grows_pointsFarFromTheLine_doNot() {
        scaling.add(10, 30);
        scaling.add(20, 1);
        scaling.add(30, 60);
        scaling.add(40, 40);
        assertThat(scaling.grows()).isFalse();
    }

    @Test
    void isConstant_rowsThatHardlyDiffer_isNotSaid() {
        scaling.add(10, 6);
        scaling.add(11, 6);
        scaling.add(12, 6);
        assertThat(scaling.isConstant()).isFalse();
        scaling.add(15, 6);
        assertThat(scaling.isConstant()).isTrue();
        scaling.add(16, 7);
        assertThat(scaling.isConstant()).isFalse();
    }

    @Test
    void add_morePointsThanTheBound_keepsTheFirst() {
        for (int i = 1; i <= 100; i++) {
            scaling.add(i, i);
        }
        assertThat(scaling.grows()).isTrue();
    }
}
