package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctHashesTest {
    private final SplittableRandom random = new SplittableRandom(20261121);
    private final DistinctHashes hashes = new DistinctHashes();
    private final AtomicInteger room = new AtomicInteger(1);
    private final AtomicInteger noRoom = new AtomicInteger(0);

    @Test
    void count_fewerThanKept_exactHoweverOftenTheyCome() {
        long[] values = random.longs(DistinctHashes.MAX_KEPT - 1).toArray();
        for (int i = 0; i < values.length; i++) {
            assertThat(hashes.add(values[i], room)).isTrue();
            assertThat(hashes.count()).isEqualTo(i + 1);
        }
        for (long value : values) {
            assertThat(hashes.add(value, room)).isFalse();
        }
        assertThat(hashes.count()).isEqualTo(values.length);
        assertThat(hashes.isExact()).isTrue();
    }

    @Test
    void count_extremeHashes_keptApart() {
        for (long hash : new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1}) {
            hashes.add(hash, room);
        }
        assertThat(hashes.count()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 50_000, 2_000_000})
    void count_manyMoreThanKept_estimateWithinFourDeviations(int distinct) {
        for (int i = 0; i < distinct; i++) {
            hashes.add(random.nextLong(), room);
        }
        assertThat(hashes.isExact()).isFalse();
        assertThat((double) hashes.count()).isCloseTo(distinct, withPercentage(13));
    }

    @Test
    void count_manyMoreThanKeptThenTheSameAgain_estimateStays() {
        long[] values = random.longs(20_000).toArray();
        for (long value : values) {
            hashes.add(value, room);
        }
        long once = hashes.count();
        for (long value : values) {
            hashes.add(value, room);
        }
        assertThat(hashes.count()).isEqualTo(once);
    }

    @Test
    void add_noRoomForALargerSet_estimatesEarlier() {
        for (int i = 0; i < DistinctHashes.MIN_KEPT - 1; i++) {
            hashes.add(random.nextLong(), noRoom);
        }
        assertThat(hashes.isExact()).isTrue();
        for (int i = DistinctHashes.MIN_KEPT - 1; i < 10_000; i++) {
            hashes.add(random.nextLong(), noRoom);
        }
        assertThat(hashes.isExact()).isFalse();
        assertThat((double) hashes.count()).isCloseTo(10_000, withPercentage(36));
        assertThat(noRoom).hasValue(0);
    }
}
