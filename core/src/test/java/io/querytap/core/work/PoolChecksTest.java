package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolChecksTest {
    private final PoolChecks checks = new PoolChecks();

    @Test
    void nanosSince_callsBeforeAcrossAndAfter_countsWhatIsLater() {
        assertThat(checks.nanosSince(-1_000)).isZero();
        checks.add(10, 20);
        checks.add(95, 105);
        checks.add(110, 130);

        assertThat(checks.nanosSince(100)).isEqualTo(5 + 20);
        assertThat(checks.nanosSince(200)).isZero();
    }

    @Test
    void nanosSince_moreThanAreRemembered_countsTheLast() {
        for (int i = 0; i < 100; i++) {
            checks.add(1_000 + i * 10, 1_000 + i * 10 + 1);
        }
        assertThat(checks.nanosSince(0)).isEqualTo(8);
    }
}
