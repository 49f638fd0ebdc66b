package io.querytap.cache.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.CacheConfig;
import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.LocalGenerations;
import io.querytap.cache.generation.TableSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random transactions on a few rows, each of which counts upwards, over real connections. A reader must never see less than what was
 * committed, and told as such, before it began; nor what was rolled back; nor go backwards.
 */
class RandomTransactionsTest {
    private static final int ROWS = 4;
    private static final int WRITERS = 2;
    private static final int READERS = 4;
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AtomicIntegerArray committed = new AtomicIntegerArray(ROWS + 1);
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

    @Test
    void rightProtocol_isNeverStale() throws Exception {
        long hits = run(config -> config);
        assertThat(violations).isEmpty();
        assertThat(hits).isPositive();
    }

    @Test
    void twoJvmsWithASharedTier_areNeverStale() throws Exception {
        MemoryTier tier = new MemoryTier();
        long hits = run(config -> config.tier(tier), config -> config.tier(tier));
        assertThat(violations).isEmpty();
        assertThat(hits).isPositive();
    }

    @Test
    void writesThatChangeNoGeneration_areCaught() throws Exception {
        run(config -> config.generations(new Unmoved()));
        assertThat(violations).isNotEmpty();
    }

    @Test
    void twoJvmsThatShareNothing_areCaught() throws Exception {
        run(config -> config, config -> config);
        assertThat(violations).isNotEmpty();
    }

    @SafeVarargs
    private long run(UnaryOperator<CacheConfig.Builder>... jvms) throws Exception {
        String url = "jdbc:h2:mem:random" + System.nanoTime() + ";LOCK_TIMEOUT=20000";
        List<Rig> rigs = new ArrayList<>();
        for (UnaryOperator<CacheConfig.Builder> jvm : jvms) {
            rigs.add(new Rig(url, /* port= */ null, Rig.serving().build(), jvm));
        }
        rigs.get(0).writeOutside("delete from item");
        for (int id = 1; id <= ROWS; id++) {
            rigs.get(0).writeOutside("insert into item values (" + id + ", '0')");
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> running = new ArrayList<>();
            long until = System.nanoTime() + RUN_NANOS;
            for (int i = 0; i < WRITERS + READERS; i++) {
                Rig.User user = rigs.get(i % rigs.size()).user();
                Random random = new Random(i);
                // Each writer has rows of its own: what is committed is then known without a lock around the commit.
                int writer = i;
                Callable<Void> task =
                        i < WRITERS ? () -> write(user, writer, random, until) : () -> read(user, random, until);
                running.add(threads.submit(task));
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
            return rigs.stream()
                    .mapToLong(rig ->
                            rig.stats().localHits.sum() + rig.stats().sharedHits.sum())
                    .sum();
        } finally {
            threads.shutdownNow();
            for (Rig rig : rigs) {
                rig.close();
            }
        }
    }

    private @Nullable Void write(Rig.User user, int writer, Random random, long until) throws Exception {
        int[] next = new int[ROWS + 1];
        while (System.nanoTime() < until) {
            int id = 1 + writer + WRITERS * random.nextInt(ROWS / WRITERS);
            int value = next[id] + 1;
            String sql = "update item set v = '" + value + "' where id = " + id;
            if (random.nextBoolean()) {
                user.write(sql);
            } else {
                user.begin();
                user.write(sql);
                if (random.nextInt(3) == 0) {
                    user.write("update item set v = '-1' where id = " + id);
                    user.rollback();
                    user.autocommit();
                    continue;
                }
                user.commit();
                user.autocommit();
            }
            next[id] = value;
            committed.set(id, value);
            check(user, id, value, "own write");
            Thread.sleep(0, 300_000);
        }
        return null;
    }

    private @Nullable Void read(Rig.User user, Random random, long until) throws Exception {
        int[] seen = new int[ROWS + 1];
        while (System.nanoTime() < until) {
            int id = 1 + random.nextInt(ROWS);
            seen[id] = check(user, id, Math.max(seen[id], committed.get(id)), "read");
        }
        return null;
    }

    private int check(Rig.User user, int id, int atLeast, String what) throws SQLException {
        int value = Integer.parseInt(user.read(id));
        if (value < atLeast) {
            violations.add(what + " of row " + id + ": " + value + " after " + atLeast);
        }
        return value;
    }

    /** What every cache without invalidation does. */
    private static final class Unmoved implements Generations {
        private final LocalGenerations right = new LocalGenerations();

        @Override
        public @Nullable Stamp stamp(TableSet tables) {
            return right.stamp(tables);
        }

        @Override
        public boolean isCurrent(Stamp stamp) {
            return true;
        }

        @Override
        public Fence raise(TableSet tables) {
            return right.raise(TableSet.EMPTY);
        }

        @Override
        public void bump(TableSet tables) {
            right.bump(tables);
        }
    }
}
