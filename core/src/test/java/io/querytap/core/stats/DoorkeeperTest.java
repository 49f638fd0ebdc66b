package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private final Doorkeeper doorkeeper = new Doorkeeper();

    private static String text(int number) {
        return "select name from product where id = " + number;
    }

    @Test
    void sawBefore_aThousandTextsInTurn_allKnownAtTheSecondSight() {
        for (int i = 0; i < 1_000; i++) {
            doorkeeper.sawBefore(text(i));
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(doorkeeper.sawBefore(new String(text(i)))).as(text(i)).isTrue();
        }
    }

    @Test
    void sawBefore_everNewTexts_hardlyEverTrue() {
        int wrong = 0;
        for (int i = 0; i < 1_000_000; i++) {
            wrong += doorkeeper.sawBefore(text(i)) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(200); // 1 in 5,000 would be the worst, with the filter about full all the time
    }

    @Test
    void sawBefore_textOfLongAgo_forgotten() {
        doorkeeper.sawBefore("once");
        for (int i = 0; i < Doorkeeper.MAX_TEXTS; i++) {
            doorkeeper.sawBefore(text(i));
        }
        assertThat(doorkeeper.sawBefore("once")).isFalse();
    }

    @Test
    void sawBefore_manyThreads_neverFailsAndLearns() throws Exception {
        try (Crowd crowd = new Crowd(4)) {
            crowd.play(member -> {
                for (int i = 0; i < 200_000; i++) {
                    doorkeeper.sawBefore(text(i % 500));
                }
                return null;
            });
        }
        assertThat(doorkeeper.sawBefore(text(77))).isTrue();
    }
}
