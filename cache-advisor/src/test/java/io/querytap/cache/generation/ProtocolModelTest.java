package io.querytap.cache.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.Generations.Fence;
import io.querytap.cache.generation.Generations.Stamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every interleaving of one writer (raise, commit, lower) and up to three readers (look and stamp, SELECT, keep) over the real steps. The row
 * is old until the writer commits.
 */
class ProtocolModelTest {
    private static final TableSet ITEM = TableSet.of(List.of("item"));
    private static final int WRITER = 0;
    private static final int WRITER_STEPS = 3;
    private static final int READER_STEPS = 3;
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    @Test
    void fence_threeReadersAndAWriter_noInterleavingIsWrong() {
        Violations seen = new Violations();
        long interleavings = explore(3, false, () -> new World(new LocalGenerations()), seen);
        assertThat(interleavings).isEqualTo(369_600);
        assertThat(seen.all()).as(seen.toString()).isZero();
        assertThat(seen.hits).as("the cache does answer").isPositive();
    }

    @Test
    void fence_writerDiesAfterCommit_noInterleavingIsWrong() {
        Violations seen = new Violations();
        Supplier<World> worlds = () -> {
            AtomicLong nanos = new AtomicLong();
            World world = new World(new LocalGenerations(nanos::get, DEADLINE));
            world.nanos = nanos;
            return world;
        };
        long interleavings = explore(3, true, worlds, seen);
        assertThat(interleavings).isEqualTo(369_600);
        assertThat(seen.all()).as(seen.toString()).isZero();
        assertThat(seen.hits).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void brokenProtocol_twoReadersAndAWriter_isCaught(BrokenGenerations protocol) {
        Violations seen = new Violations();
        explore(2, false, () -> new World(protocol.make()), seen);
        assertThat(seen.oldAfterCommit).as(seen.toString()).isPositive();
        boolean onlyLacksTheFence = protocol == BrokenGenerations.GENERATION_AFTER_COMMIT
                || protocol == BrokenGenerations.GENERATION_BEFORE_AND_AFTER;
        assertThat(seen.staleForGood > 0).as(seen.toString()).isEqualTo(!onlyLacksTheFence);
        assertThat(seen.oldAfterReturn > 0).as(seen.toString()).isEqualTo(!onlyLacksTheFence);
    }

    @ParameterizedTest
    @EnumSource
    void brokenProtocol_writerDiesAfterCommit_isCaught(BrokenGenerations protocol) {
        Violations seen = new Violations();
        explore(2, true, () -> new World(protocol.make()), seen);
        assertThat(seen.staleForGood).as(seen.toString()).isPositive();
    }

    private static long explore(int readers, boolean dies, Supplier<World> worlds, Violations seen) {
        int[] steps = new int[readers + 1];
        Arrays.fill(steps, READER_STEPS);
        steps[WRITER] = WRITER_STEPS;
        return Interleavings.forEach(steps, turns -> {
            World world = worlds.get();
            world.run(turns, readers, dies);
            seen.add(world.seen);
        });
    }

    /** What one or all interleavings did wrong. */
    private static final class Violations {
        /** An old row is in the cache, current, and everybody is done. */
        private long staleForGood;
        /** A read that began after the commit had returned was answered with the old row. */
        private long oldAfterReturn;
        /** A read that began between the database's commit and its return was answered with the old row by the cache. */
        private long oldAfterCommit;

        private long hits;

        private void add(Violations other) {
            staleForGood += other.staleForGood;
            oldAfterReturn += other.oldAfterReturn;
            oldAfterCommit += other.oldAfterCommit;
            hits += other.hits;
        }

        private long all() {
            return staleForGood + oldAfterReturn + oldAfterCommit;
        }

        @Override
        public String toString() {
            return "stale for good " + staleForGood + ", old after return " + oldAfterReturn + ", old after commit "
                    + oldAfterCommit + ", hits " + hits;
        }
    }

    /** Database, cache and actors of one interleaving. */
    private static final class World {
        private final Generations generations;
        private final Violations seen = new Violations();
        private @Nullable AtomicLong nanos;
        private boolean isCommitted;
        private boolean isReturned;
        private @Nullable Entry cached;
        private @Nullable Fence fence;

        private World(Generations generations) {
            this.generations = generations;
        }

        private void run(int[] turns, int readers, boolean dies) {
            Reader[] reading = new Reader[readers];
            for (int i = 0; i < readers; i++) {
                reading[i] = new Reader();
            }
            int written = 0;
            for (int actor : turns) {
                if (actor == WRITER) {
                    write(written++, dies);
                } else {
                    reading[actor - 1].step();
                }
            }
            generations.stamp(ITEM); // anybody who asks ends what has expired
            Entry left = cached;
            if (left != null && left.isOld && generations.isCurrent(left.stamp)) {
                seen.staleForGood++;
            }
        }

        private void write(int step, boolean dies) {
            if (step == 0) {
                fence = generations.raise(ITEM);
            } else if (step == 1) {
                isCommitted = true;
            } else if (!dies && fence != null) {
                fence.lower();
                isReturned = true;
            } else if (nanos != null) {
                nanos.addAndGet(DEADLINE.toNanos());
            }
        }

        private final class Reader {
            private int taken;
            private boolean isAnswered;
            private boolean isOld;
            private @Nullable Stamp stamp;

            private void step() {
                taken++;
                if (isAnswered) {
                    return;
                }
                if (taken == 1) {
                    look();
                } else if (taken == 2) {
                    isOld = !isCommitted;
                } else if (stamp != null && generations.isCurrent(stamp)) {
                    cached = new Entry(stamp, isOld);
                }
            }

            private void look() {
                Entry found = cached;
                if (found != null && generations.isCurrent(found.stamp)) {
                    isAnswered = true;
                    seen.hits++;
                    seen.oldAfterReturn += found.isOld && isReturned ? 1 : 0;
                    seen.oldAfterCommit += found.isOld && isCommitted && !isReturned ? 1 : 0;
                } else {
                    stamp = generations.stamp(ITEM);
                }
            }
        }
    }

    private static final class Entry {
        private final Stamp stamp;
        private final boolean isOld;

        private Entry(Stamp stamp, boolean isOld) {
            this.stamp = stamp;
            this.isOld = isOld;
        }
    }
}
