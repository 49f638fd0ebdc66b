package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.shared.SharedLook;
import io.querytap.cache.shared.SharedLook.Outcome;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedTier.SharedFence;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The protocol on a Redis that is well: two tiers stand for two JVMs. */
@Isolated("counts threads")
class RedisTierTest {
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

    @BeforeEach
    void clear() throws IOException {
        redis.command("FLUSHALL");
    }

    @AfterEach
    void nothingIsOwed() {
        assertThat(one.shared.status().unsentInvalidations()).isZero();
        assertThat(one.shared.status().isReachable()).isTrue();
    }

    @Test
    void look_entryOfAnother_isFoundWithItsBytesAndLife() {
        one.fill("a", 7);
        SharedLook look = two.look(Tier.ITEM, Tier.key("a"));
        assertThat(look.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(look.payload()).containsExactly(7);
        assertThat(look.stamp()).isEqualTo(one.stamp());
        assertThat(look.remainingMillis()).isBetween(1L, Tier.TTL.toMillis());
        assertThat(two.outcome("b")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void look_sameStateTwice_givesTheSameStamp() {
        assertThat(one.stamp()).isEqualTo(two.stamp()).isEqualTo(one.stamp());
        assertThat(one.look(Tier.ITEM.and(Tier.STOCK), null).stamp()).isNotEqualTo(one.stamp());
    }

    /** Budgets are much shorter than it takes to connect. */
    @Test
    void raise_beforeTheFirstLink_isKnownToOthersAtOnce() {
        one.stamp();
        try (RedisTier started = new RedisTier(RedisSettings.of(redis.address()))) {
            SharedFence fence = started.raise(Tier.ITEM, TimeUnit.MILLISECONDS.toNanos(200));
            assertThat(one.look(Tier.ITEM, null).outcome()).isEqualTo(Outcome.FENCED);
            fence.lower(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(one.look(Tier.ITEM, null).outcome()).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void look_unknownTables_isUnavailable() {
        assertThat(one.look(TableSet.EVERYTHING, null).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void write_afterFill_outdatesForAll() {
        one.fill("a", 7);
        two.write();
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        assertThat(two.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void write_otherTable_keeps() {
        one.fill("a", 7);
        two.shared.raise(Tier.STOCK, Tier.BUDGET_NANOS).lower(Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.FOUND);
    }

    @Test
    void bump_everything_outdatesAllTables() {
        one.fill("a", 7);
        two.shared.bump(TableSet.EVERYTHING, Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void raise_everything_fencesAllTables() {
        SharedFence fence = two.shared.raise(TableSet.EVERYTHING, Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.FENCED);
        fence.lower(Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void raise_whileRaised_neitherServesNorFills() {
        SharedStamp before = one.fill("a", 7);
        SharedFence fence = two.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.FENCED);
        one.put("b", before, 8);
        Tier.sleep(100);
        fence.lower(Tier.BUDGET_NANOS);
        fence.lower(Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        assertThat(one.outcome("b")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void raise_twoWriters_isFencedUntilBothAreLowered() {
        SharedFence first = one.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
        SharedFence second = two.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
        first.lower(Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.FENCED);
        second.lower(Tier.BUDGET_NANOS);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void put_stampFromBeforeAWrite_isNotStored() throws IOException {
        SharedStamp early = one.stamp();
        two.write();
        one.put("a", early, 7);
        one.fill("later", 1); // puts are stored in order
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        assertThat(redis.command("KEYS", "*:v:*")).startsWith("*1");
    }

    @Test
    void put_lifeOverBeforeItIsStored_isNotStored() throws IOException {
        SharedStamp stamp = one.stamp();
        long longAgo = System.nanoTime() - TimeUnit.MINUTES.toNanos(6);
        one.shared.put(Tier.key("a"), stamp, new byte[1], longAgo, Tier.TTL);
        one.fill("later", 1);
        assertThat(redis.command("KEYS", "*:v:*")).startsWith("*1");
    }

    @Test
    void put_readAWhileAgo_livesOnlyTheRest() {
        SharedStamp stamp = one.stamp();
        one.shared.put(Tier.key("a"), stamp, new byte[1], System.nanoTime() - TimeUnit.MINUTES.toNanos(4), Tier.TTL);
        Tier.await(() -> one.outcome("a") == Outcome.FOUND);
        assertThat(one.look(Tier.ITEM, Tier.key("a")).remainingMillis()).isBetween(1L, 60_000L);
    }

    @Test
    void generations_lost_areNewOnes() throws IOException {
        SharedStamp before = one.fill("a", 7);
        assertThat(redis.command("DEL", "querytap:{default}:g:t:item")).isEqualTo(":1\r\n");
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        assertThat(one.stamp()).isNotEqualTo(before);
    }

    @Test
    void generationsAndFences_haveNoTimeToLive() throws IOException {
        SharedFence fence = one.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
        one.look(Tier.ITEM, null);
        for (String key : new String[] {"g:e", "g:a", "g:t:item", "f:t:item"}) {
            assertThat(redis.command("PTTL", "querytap:{default}:" + key))
                    .as(key)
                    .isEqualTo(":-1\r\n");
        }
        fence.lower(Tier.BUDGET_NANOS);
        assertThat(redis.command("EXISTS", "querytap:{default}:f:t:item")).isEqualTo(":0\r\n");
    }

    @Test
    void clear_entries_areGoneForAll() {
        one.fill("a", 7);
        two.shared.clear();
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void namespaces_two_shareNothing() {
        one.fill("a", 7);
        try (Tier other = Tier.of(RedisSettings.of(redis.address()).withNamespace("other"))) {
            other.awaitReachable();
            assertThat(other.outcome("a")).isEqualTo(Outcome.ABSENT);
            other.write();
        }
        assertThat(one.outcome("a")).isEqualTo(Outcome.FOUND);
    }

    @Test
    void names_ofKeys_tellNoValueAndAreTagged() throws IOException {
        one.fill("a secret value", 7);
        String all = redis.command("KEYS", "*");
        assertThat(all).doesNotContain("secret").contains("querytap:{default}:v:");
    }

    @Test
    void lease_twoAsk_oneGetsIt() throws IOException {
        Duration duration = Duration.ofMillis(100);
        assertThat(one.shared.lease(Tier.key("a"), duration, Tier.BUDGET_NANOS)).isTrue();
        Duration longer = Duration.ofSeconds(10);
        assertThat(one.shared.lease(Tier.key("b"), longer, Tier.BUDGET_NANOS)).isTrue();
        assertThat(two.shared.lease(Tier.key("b"), longer, Tier.BUDGET_NANOS)).isFalse();
        Tier.await(() -> two.shared.lease(Tier.key("a"), longer, Tier.BUDGET_NANOS));
    }

    @Test
    void isQuiet_writeOfAnother_endsItForItsTablesOnly() {
        one.look(Tier.ITEM.and(Tier.STOCK), null);
        Tier.sleep(50); // generations made by that look are told, too
        long since = System.nanoTime();
        assertThat(one.shared.isQuiet(Tier.ITEM, since)).isTrue();
        two.write();
        Tier.await(() -> !one.shared.isQuiet(Tier.ITEM, since));
        assertThat(one.shared.isQuiet(Tier.STOCK, since)).isTrue();
        assertThat(one.shared.isQuiet(Tier.ITEM, System.nanoTime())).isTrue();
        assertThat(one.shared.isQuiet(TableSet.EVERYTHING, System.nanoTime())).isFalse();
    }

    @Test
    void isQuiet_newEpochOrFlush_endsItForAll() throws IOException {
        one.look(Tier.ITEM, null);
        Tier.sleep(50);
        long before = System.nanoTime();
        two.shared.clear();
        Tier.await(() -> !one.shared.isQuiet(Tier.STOCK, before));
        long between = System.nanoTime();
        assertThat(one.shared.isQuiet(Tier.STOCK, between)).isTrue();
        redis.command("FLUSHALL");
        Tier.await(() -> !one.shared.isQuiet(Tier.STOCK, between));
    }

    @Test
    void isQuiet_beforeTheConnectionStood_isFalse() {
        long before = System.nanoTime();
        try (Tier fresh = Tier.at(redis)) {
            assertThat(fresh.shared.isQuiet(Tier.ITEM, before)).isFalse();
        }
    }

    @Test
    void scripts_forgottenByTheServer_areSentAgain() throws IOException {
        one.fill("a", 7);
        redis.command("SCRIPT", "FLUSH");
        assertThat(two.outcome("a")).isEqualTo(Outcome.FOUND);
        redis.command("SCRIPT", "FLUSH");
        two.write();
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        redis.command("SCRIPT", "FLUSH");
        one.fill("b", 1);
    }

    @Test
    void look_interruptedThread_isUnavailableAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThat(one.outcome("a")).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void write_interruptedThread_invalidatesAndKeepsTheFlag() {
        one.fill("a", 7);
        Thread.currentThread().interrupt();
        two.write();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void fence_writerGone_endsAtItsDeadlineWithANewGeneration() throws IOException {
        RedisSettings brief = RedisSettings.of(redis.address()).withFenceDuration(Duration.ofMillis(700));
        SharedStamp before = one.fill("a", 7);
        try (Tier dying = Tier.of(brief)) {
            dying.awaitReachable();
            dying.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
            Tier.sleep(1_000);
            assertThat(one.outcome("a")).as("renewed while its JVM lives").isEqualTo(Outcome.FENCED);
        }
        Tier.await(() -> one.outcome("a") != Outcome.FENCED);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        assertThat(one.stamp()).isNotEqualTo(before);
        assertThat(redis.command("EXISTS", "querytap:{default}:f:t:item")).isEqualTo(":0\r\n");
    }

    @Test
    void foreignValues_inOurKeys_areNeverBelieved() throws IOException {
        one.fill("a", 7);
        String entry = redis.command("KEYS", "*:v:*").split("\r\n")[2];
        redis.command("SET", entry, "something else");
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        one.fill("a", 8);
        redis.command("HDEL", entry, "p");
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        one.fill("a", 9);
        redis.command("PERSIST", entry);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
        redis.command("DEL", "querytap:{default}:g:t:item");
        redis.command("LPUSH", "querytap:{default}:g:t:item", "x");
        assertThat(one.outcome("a")).isEqualTo(Outcome.UNAVAILABLE);
        two.write();
        assertThat(one.outcome("a")).as("a write heals it").isEqualTo(Outcome.ABSENT);
    }

    @Test
    void flushAll_betweenStampAndPut_storesNothing() throws IOException {
        SharedStamp stamp = one.stamp();
        redis.command("FLUSHALL");
        one.put("a", stamp, 7);
        one.fill("later", 1);
        assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void close_tierInUse_leavesNoThreadWithinASecond() {
        Set<Thread> before = ours();
        Tier tier = Tier.at(redis);
        tier.fill("a", 1);
        assertThat(ours().size()).isGreaterThan(before.size());
        long begin = System.nanoTime();
        tier.close();
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(tier.outcome("a")).isEqualTo(Outcome.UNAVAILABLE);
        Tier.await(() -> before.containsAll(ours()));
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("querytap-"))
                .collect(Collectors.toSet());
    }

    @Test
    void threads_allOfLettuces_areOursAndDaemons() {
        Set<String> foreign = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(?i).*(lettuce|nioEventLoop|netty|reactor|parallel).*"))
                .map(Thread::getName)
                .collect(Collectors.toSet());
        assertThat(foreign).isEmpty();
        assertThat(ours()).isNotEmpty().allMatch(Thread::isDaemon);
    }
}
