package io.querytap.cache.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.Generations.Fence;
import io.querytap.cache.generation.Generations.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalGenerationsTest {
    private static final TableSet ITEM = TableSet.of(List.of("item"));
    private static final TableSet STOCK = TableSet.of(List.of("stock"));
    private static final TableSet BOTH = ITEM.and(STOCK);
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // wraps soon, as nanoTime may
    private final LocalGenerations generations = new LocalGenerations(nanos::get, DEADLINE);

    @Test
    void stamp_nothingWritten_staysCurrent() {
        Stamp stamp = taken(BOTH);
        generations.bump(TableSet.of(List.of("customer")));
        assertThat(generations.isCurrent(stamp)).isTrue();
        assertThat(stamp.tables()).isEqualTo(BOTH);
    }

    @Test
    void bump_oneOfTwoTables_outdates() {
        Stamp stamp = taken(BOTH);
        generations.bump(STOCK);
        assertThat(generations.isCurrent(stamp)).isFalse();
        assertThat(generations.isCurrent(taken(BOTH))).isTrue();
    }

    @Test
    void bump_everything_outdatesAllStampsAlsoOfNoTable() {
        Stamp item = taken(ITEM);
        Stamp none = taken(TableSet.EMPTY);
        generations.bump(TableSet.EVERYTHING);
        assertThat(generations.isCurrent(item)).isFalse();
        assertThat(generations.isCurrent(none)).isFalse();
    }

    @Test
    void stamp_unknownTables_isNotGiven() {
        assertThat(generations.stamp(TableSet.EVERYTHING)).isNull();
    }

    @Test
    void raise_untilLowered_neitherStampsNorKeeps() {
        Stamp before = taken(BOTH);
        Stamp other = taken(STOCK);
        Fence fence = generations.raise(ITEM);
        assertThat(generations.stamp(BOTH)).isNull();
        assertThat(generations.isCurrent(before)).isFalse();
        assertThat(generations.isCurrent(other)).isTrue();
        fence.lower();
        assertThat(generations.isCurrent(before)).isFalse();
        assertThat(generations.isCurrent(taken(BOTH))).isTrue();
        assertThat(generations.fences()).isZero();
    }

    @Test
    void raise_everything_fencesAllTables() {
        Fence fence = generations.raise(TableSet.EVERYTHING);
        assertThat(generations.stamp(ITEM)).isNull();
        fence.lower();
        assertThat(generations.stamp(ITEM)).isNotNull();
    }

    @Test
    void raise_twice_isFencedUntilBothAreLowered() {
        Fence first = generations.raise(ITEM);
        Fence second = generations.raise(BOTH);
        first.lower();
        first.lower();
        assertThat(generations.stamp(ITEM)).as("the second is still raised").isNull();
        second.lower();
        assertThat(generations.stamp(ITEM)).isNotNull();
    }

    @Test
    void lower_twice_changesNothingTheSecondTime() {
        Fence fence = generations.raise(ITEM);
        fence.lower();
        Stamp stamp = taken(ITEM);
        fence.lower();
        assertThat(generations.isCurrent(stamp)).isTrue();
    }

    @Test
    void raise_neverLowered_endsAtItsDeadlineWithANewGeneration() {
        Stamp before = taken(ITEM);
        Fence leaked = generations.raise(ITEM);
        nanos.addAndGet(DEADLINE.toNanos() - 1);
        assertThat(generations.stamp(ITEM)).isNull();
        nanos.addAndGet(1);
        assertThat(generations.stamp(ITEM))
                .as("the one that meets it ends it, and goes live once more")
                .isNull();
        Stamp after = taken(ITEM);
        assertThat(generations.isCurrent(before)).isFalse();
        leaked.lower();
        assertThat(generations.isCurrent(after))
                .as("came late: only now the write is visible")
                .isFalse();
        assertThat(generations.stamp(ITEM)).isNotNull();
    }

    @Test
    void stamp_moreTablesThanTheBound_othersShareANumber() {
        for (int i = 0; i < LocalGenerations.MAX_TABLES; i++) {
            generations.bump(TableSet.of(List.of("t" + i)));
        }
        Stamp known = taken(TableSet.of(List.of("t7")));
        Stamp beyond = taken(TableSet.of(List.of("beyond")));
        generations.bump(TableSet.of(List.of("another")));
        assertThat(generations.isCurrent(known)).isTrue();
        assertThat(generations.isCurrent(beyond)).isFalse();
    }

    @Test
    void raise_manyThreads_lastLowerLeavesNoFence() throws Exception {
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int round = 0; round < 2_000; round++) {
                    generations.raise(round % 2 == 0 ? ITEM : BOTH).lower();
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(generations.fences()).isZero();
        assertThat(generations.isCurrent(taken(BOTH))).isTrue();
    }

    private Stamp taken(TableSet tables) {
        @Nullable Stamp stamp = generations.stamp(tables);
        assertThat(stamp).isNotNull();
        return Objects.requireNonNull(stamp);
    }
}
