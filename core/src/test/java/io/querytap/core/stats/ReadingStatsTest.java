package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.stats.ReadingStats.Column;
import io.querytap.core.stats.ReadingStats.FetchObstacle;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReadingStatsTest {
    private final ReadingStats stats = new ReadingStats();

    @Test
    void snapshot_whatWasCounted_isTold() {
        stats.countEarlyClose();
        stats.countUnread();
        stats.countUnread();
        stats.countLimitedByStatement();
        stats.countObstacle(FetchObstacle.AUTOCOMMIT);
        stats.columnsRead(0b01);
        stats.columnsRead(0b100);
        ReadingSnapshot seen = stats.snapshot();
        assertThat(seen.earlyCloses()).isEqualTo(1);
        assertThat(seen.unread()).isEqualTo(2);
        assertThat(seen.limitedByStatement()).isEqualTo(1);
        assertThat(seen.obstacle(FetchObstacle.AUTOCOMMIT)).isEqualTo(1);
        assertThat(seen.obstacle(FetchObstacle.NO_FETCH_SIZE)).isZero();
        assertThat(seen.columnsRead()).isEqualTo(0b101);
        assertThat(seen.sampledResults()).isEqualTo(2);
    }

    @Test
    void columns_toldOnce_areKept() {
        assertThat(stats.needsColumns()).isTrue();
        assertThat(stats.columns()).isEmpty();
        stats.columnsAre(List.of(new Column("id", Types.BIGINT)));
        assertThat(stats.needsColumns()).isFalse();
        assertThat(stats.columns()).extracting(Column::label).containsExactly("id");
        assertThat(stats.snapshot().columns()).extracting(Column::sqlType).containsExactly(Types.BIGINT);
    }

    @Test
    void offsets_moreThanAreKept_areTheLast() {
        for (int i = 1; i <= 1_000; i++) {
            stats.recordOffset(1_000 - i, i);
        }
        ReadingSnapshot seen = stats.snapshot();
        assertThat(seen.maxOffset()).isEqualTo(999);
        assertThat(seen.offsets()).hasSize(ReadingStats.MAX_OFFSETS);
        for (int i = 0; i < seen.offsets().length; i++) {
            assertThat(seen.offsets()[i] + seen.offsetDurations()[i]).isEqualTo(1_000);
            assertThat(seen.offsets()[i]).isLessThan(ReadingStats.MAX_OFFSETS);
        }
    }

    @Test
    void offsets_recordedByManyThreads_keepTheirDurations() throws Exception {
        CountDownLatch done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            new Thread(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            stats.recordOffset(i, 2L * i);
                        }
                        done.countDown();
                    })
                    .start();
        }
        do {
            ReadingSnapshot seen = stats.snapshot();
            for (int i = 0; i < seen.offsets().length; i++) {
                assertThat(seen.offsetDurations()[i]).isEqualTo(2 * seen.offsets()[i]);
            }
        } while (done.getCount() > 0);
        assertThat(stats.snapshot().offsets()).hasSize(ReadingStats.MAX_OFFSETS);
    }
}
