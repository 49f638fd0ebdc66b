package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdSetTest {

    @Test
    void add_anyIds_containedOnce() {
        IdSet ids = new IdSet(10);
        for (long id : new long[] {0, 1, -1, Long.MIN_VALUE, 0, 1}) {
            ids.add(id);
        }
        assertThat(ids.size()).isEqualTo(4);
        assertThat(ids.contains(0)).isTrue();
        assertThat(ids.contains(Long.MIN_VALUE)).isTrue();
        assertThat(ids.contains(2)).isFalse();
        assertThat(ids.isFull()).isFalse();
    }

    @Test
    void add_pastTheBound_nothingMoreAndLookUpsEnd() {
        for (int bound : new int[] {1, 2, 3, 4, 1_000}) {
            IdSet ids = new IdSet(bound);
            for (long id = 1; id <= bound + 50; id++) {
                ids.add(id);
            }
            assertThat(ids.size()).isEqualTo(bound);
            assertThat(ids.isFull()).isTrue();
            assertThat(ids.contains(bound)).isTrue();
            assertThat(ids.contains(bound + 1)).isFalse();
        }
    }

    @Test
    void add_manyThreads_neverPastTheBoundNorTwice() throws Exception {
        try (Crowd crowd = new Crowd(4)) {
            for (int round = 0; round < 20; round++) {
                IdSet ids = new IdSet(1_000);
                crowd.play(member -> {
                    for (long id = 1; id <= 900; id++) {
                        ids.add(id);
                    }
                    return null;
                });
                assertThat(ids.size()).isEqualTo(900);
                crowd.play(member -> {
                    for (long id = 901; id <= 3_000; id++) {
                        ids.add(id + member * 10_000L);
                    }
                    return null;
                });
                assertThat(ids.size()).isEqualTo(1_000);
            }
        }
    }
}
