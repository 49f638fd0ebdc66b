package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreationsTest {
    private final Creations creations = new Creations();

    private record Attempt(long from, long to, boolean failed) {}

    private List<Attempt> within(long from, long to) {
        List<Attempt> all = new ArrayList<>();
        creations.within(from, to, 1_000, (start, end, failed) -> all.add(new Attempt(start, end, failed)));
        return all;
    }

    @Test
    void isAnyFailingOrSlow_poolThatWasLongInTheMaking_isNot() {
        Creations creations = new Creations();
        creations.poolWasMade(0, 2_000);

        assertThat(creations.isAnyFailingOrSlow(0, 3_000, 1_000)).isFalse();
    }

    @Test
    void isAnyFailingOrSlow_connectionThatWasLongInTheMaking_is() {
        Creations creations = new Creations();
        creations.ends(0, 2_000, /* failure= */ null);

        assertThat(creations.isAnyFailingOrSlow(0, 3_000, 1_000)).isTrue();
        assertThat(creations.isAnyFailingOrSlow(2_500, 3_000, 1_000)).isFalse();
    }

    @Test
    void isAnyFailingOrSlow_failureAfterThePeriod_isNoneOfIt() {
        Creations creations = new Creations();
        creations.ends(2_900, 3_600, new IllegalStateException("no"));

        assertThat(creations.isAnyFailingOrSlow(0, 3_000, 1_000)).isFalse();
        assertThat(creations.isAnyFailingOrSlow(0, 3_600, 1_000)).isTrue();
    }

    @Test
    void isAnyFailingOrSlow_failureThatWasLongUnderWay_isSlow() {
        Creations creations = new Creations();
        creations.ends(1_000, 9_000, new IllegalStateException("no"));

        assertThat(creations.isAnyFailingOrSlow(0, 1_900, 1_000)).isFalse();
        assertThat(creations.isAnyFailingOrSlow(0, 2_000, 1_000)).isTrue();
    }

    @Test
    void within_endedFailedAndOpenOnes_showsThoseOfThePeriod() throws InterruptedException {
        creations.begins(10);
        creations.ends(10, 20, /* failure= */ null);
        creations.begins(30);
        creations.ends(30, 40, new IllegalStateException("no"));
        Thread other = new Thread(() -> creations.begins(50));
        other.start();
        other.join();

        assertThat(within(0, 100))
                .containsExactlyInAnyOrder(
                        new Attempt(10, 20, false), new Attempt(30, 40, true), new Attempt(50, 1_000, false));
        assertThat(within(20, 30)).isEmpty();
        assertThat(within(15, 35)).hasSize(2);
        assertThat(creations.failures()).isEqualTo(1);
        assertThat(creations.lastFailure()).isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void begins_endOfAnEarlierOneOfTheThreadNeverTold_isNotUnderWayForEver() {
        creations.begins(10);
        creations.begins(500);
        assertThat(within(0, 1_000)).containsExactly(new Attempt(500, 1_000, false));
        creations.ends(500, 510, /* failure= */ null);
        assertThat(within(600, 1_000)).isEmpty();
    }

    @Test
    void ends_manyMoreThanAreKept_keepsTheLastOnes() {
        for (int i = 1; i <= 1_000; i++) {
            creations.begins(i);
            creations.ends(i, i + 1, /* failure= */ null);
        }
        assertThat(within(0, 2_000)).hasSize(256).contains(new Attempt(1_000, 1_001, false));
    }
}
