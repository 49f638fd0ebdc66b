package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.key.KeyWriter;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedLook.Outcome;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedTier;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Shorthand for tests of the shared tier: what one JVM does. Budgets are wide, the machine may be busy. */
final class Tier implements AutoCloseable {
    static final TableSet ITEM = TableSet.of(List.of("item"));
    static final TableSet STOCK = TableSet.of(List.of("stock"));
    static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final Duration TTL = Duration.ofMinutes(5);

    final SharedTier shared;

    Tier(SharedTier shared) {
        this.shared = shared;
    }

    static Tier of(RedisSettings settings) {
        RedisTier tier = new RedisTier(settings);
        tier.start();
        return new Tier(tier);
    }

    /** Connected. */
    static Tier at(RedisProcess redis) {
        Tier tier = of(RedisSettings.of(redis.address()));
        tier.awaitReachable();
        return tier;
    }

    static EntryKey key(String text) {
        return new KeyWriter().writeText(text).toKey();
    }

    void awaitReachable() {
        await(() -> shared.status().isReachable()
                && shared.status().unsentInvalidations() == 0
                && look(TableSet.EMPTY, null).outcome() == Outcome.ABSENT);
    }

    SharedLook look(TableSet tables, EntryKey key) {
        return shared.look(tables, key, BUDGET_NANOS);
    }

    Outcome outcome(String key) {
        return look(ITEM, key(key)).outcome();
    }

    SharedStamp stamp() {
        return Objects.requireNonNull(look(ITEM, null).stamp());
    }

    void put(String key, SharedStamp stamp, int value) {
        shared.put(key(key), stamp, new byte[] {(byte) value}, System.nanoTime(), TTL);
    }

    /** Stored, or refused, when it returns: without the queue. */
    void storeNow(String key, SharedStamp stamp, int value) {
        ((RedisTier) shared)
                .store(new PutQueue.Put(key(key), stamp, new byte[] {(byte) value}, System.nanoTime() + TTL.toNanos()));
    }

    /** A fill that nothing disturbs. */
    SharedStamp fill(String key, int value) {
        SharedStamp stamp = stamp();
        put(key, stamp, value);
        await(() -> outcome(key) == Outcome.FOUND);
        return stamp;
    }

    void write() {
        shared.raise(ITEM, BUDGET_NANOS).lower(BUDGET_NANOS);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("still not so after a minute")
                    .isNegative();
            sleep(5);
        }
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException kept) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        shared.close();
    }
}
