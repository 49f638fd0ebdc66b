package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.Interleavings;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedLook.Outcome;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedTier.SharedFence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The steps in Redis itself: every interleaving of two JVMs that read and one that writes, and many threads of two JVMs at random. */
class RedisProtocolModelTest {
    private static final int WRITER = 0;
    /** Between two writes: time for readers to fill and to find. */
    private static final long PAUSE_MILLIS = 30;

    private static final int[] STEPS = {3, 3, 3};

    private static RedisProcess redis;
    private static Tier one;
    private static Tier two;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.started();
        one = Tier.at(redis);
        two = Tier.at(redis);
    }

    @AfterAll
    static void end() throws IOException {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void fence_everyInterleaving_givesNoOldRowAfterTheCommit() {
        AtomicInteger hits = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger run = new AtomicInteger();
        long interleavings = Interleavings.forEach(STEPS, turns -> {
            World world = new World("k" + run.incrementAndGet(), true);
            world.run(turns);
            hits.addAndGet(world.hits);
            wrong.addAndGet(world.wrong);
        });
        assertThat(interleavings).isEqualTo(1_680);
        assertThat(hits.get()).isPositive();
        assertThat(wrong.get()).isZero();
    }

    /** That the check would notice: between commit and invalidation others are given the old row. */
    @Test
    void noFence_everyInterleaving_isCaught() {
        AtomicInteger wrong = new AtomicInteger();
        AtomicInteger run = new AtomicInteger();
        Interleavings.forEach(new int[] {2, 3, 3}, turns -> {
            World world = new World("n" + run.incrementAndGet(), false);
            world.run(turns);
            wrong.addAndGet(world.wrong);
        });
        assertThat(wrong.get()).isPositive();
    }

    /** One interleaving. The row is old until the writer commits. */
    private static final class World {
        private final String key;
        private final boolean isFenced;
        private boolean isCommitted;
        private int hits;
        private int wrong;
        private @Nullable SharedFence fence;

        private World(String key, boolean isFenced) {
            this.key = key;
            this.isFenced = isFenced;
        }

        private void run(int[] turns) {
            Reader[] readers = {new Reader(one), new Reader(two)};
            int written = 0;
            for (int actor : turns) {
                if (actor == WRITER) {
                    write(written++);
                } else {
                    readers[actor - 1].step();
                }
            }
            SharedLook left = one.look(Tier.ITEM, Tier.key(key));
            wrong += left.outcome() == Outcome.FOUND && isOld(left) ? 1 : 0;
        }

        private void write(int step) {
            if (!isFenced) {
                if (step == 0) {
                    isCommitted = true;
                } else {
                    two.shared.bump(Tier.ITEM, Tier.BUDGET_NANOS);
                }
            } else if (step == 0) {
                fence = two.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
            } else if (step == 1) {
                isCommitted = true;
            } else if (fence != null) {
                fence.lower(Tier.BUDGET_NANOS);
            }
        }

        private static boolean isOld(SharedLook look) {
            byte[] payload = look.payload();
            return payload != null && payload[0] == 0;
        }

        private final class Reader {
            private final Tier tier;
            private int taken;
            private boolean isAnswered;
            private int value;
            private @Nullable SharedStamp stamp;

            private Reader(Tier tier) {
                this.tier = tier;
            }

            private void step() {
                taken++;
                if (isAnswered) {
                    return;
                }
                if (taken == 1) {
                    SharedLook look = tier.look(Tier.ITEM, Tier.key(key));
                    assertThat(look.outcome()).isNotEqualTo(Outcome.UNAVAILABLE);
                    isAnswered = look.outcome() == Outcome.FOUND;
                    hits += isAnswered ? 1 : 0;
                    wrong += isAnswered && isCommitted && isOld(look) ? 1 : 0;
                    stamp = look.stamp();
                } else if (taken == 2) {
                    value = isCommitted ? 1 : 0;
                } else if (stamp != null) {
                    tier.storeNow(key, stamp, value);
                }
            }
        }
    }

    /** The row is a number that writers raise; what is read must be what some moment since the begin of the reading showed. */
    @Test
    void fence_threadsOfTwoJvmsAtRandom_neverGiveARowOlderThanTheRead() throws Exception {
        AtomicLong row = new AtomicLong();
        AtomicInteger hits = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            Tier tier = i % 2 == 0 ? one : two;
            boolean writes = i < 2;
            threads[i] = new Thread(() -> {
                while (!isOver.get()) {
                    if (writes) {
                        SharedFence fence = tier.shared.raise(Tier.STOCK, Tier.BUDGET_NANOS);
                        row.incrementAndGet();
                        fence.lower(Tier.BUDGET_NANOS);
                        Tier.sleep(PAUSE_MILLIS);
                    } else {
                        read(tier, row, hits, wrong);
                    }
                }
            });
            threads[i].start();
        }
        Tier.sleep(TimeUnit.SECONDS.toMillis(2));
        Tier.await(() ->
                hits.get() > 0); // on a machine with much else to do, writers may be faster than readers for a while
        isOver.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong.get()).isZero();
        assertThat(hits.get()).isPositive();
        assertThat(row.get()).isPositive();
    }

    private static void read(Tier tier, AtomicLong row, AtomicInteger hits, AtomicInteger wrong) {
        long atBegin = row.get();
        SharedLook look = tier.look(Tier.STOCK, Tier.key("row"));
        if (look.outcome() == Outcome.FOUND && look.payload() != null) {
            hits.incrementAndGet();
            wrong.addAndGet(value(look.payload()) < atBegin ? 1 : 0);
        } else if (look.outcome() == Outcome.ABSENT && look.stamp() != null) {
            byte[] read = Long.toString(row.get()).getBytes(StandardCharsets.US_ASCII);
            tier.shared.put(Tier.key("row"), look.stamp(), read, System.nanoTime(), Tier.TTL);
        }
    }

    private static long value(byte[] payload) {
        return Long.parseLong(new String(payload, StandardCharsets.US_ASCII));
    }
}
