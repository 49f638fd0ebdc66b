package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.shared.SharedLook.Outcome;
import io.querytap.cache.shared.SharedStamp;
import io.querytap.cache.shared.SharedStatus;
import io.querytap.cache.shared.SharedTier.SharedFence;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Redis, or the way to it, broken in each way; one tier goes through a network that can break, the other does not. */
@Execution(ExecutionMode.CONCURRENT)
class RedisFailureTest {
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What a call may take beyond its budget on a machine that is busy with other things. */
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private RedisProcess redis;
    private FaultyProxy network;
    private Tier near;
    private Tier far;

    @BeforeEach
    void start() throws IOException {
        redis = RedisProcess.started();
        network = new FaultyProxy(redis.port());
        near = Tier.at(redis);
        far = Tier.of(RedisSettings.of(network.address()));
        far.awaitReachable();
    }

    @AfterEach
    void end() throws IOException {
        redis.goOn();
        near.close();
        far.close();
        network.close();
        redis.close();
    }

    @Test
    void killed_callsReturnAtOnceAndWritesAreReplayed() throws IOException {
        near.fill("a", 7);
        redis.kill();
        Tier.await(() -> !near.shared.status().isReachable());
        long begin = System.nanoTime();
        assertThat(near.outcome("a")).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(near.shared.isQuiet(Tier.ITEM, begin)).isFalse();
        assertThat(near.shared.lease(Tier.key("a"), Tier.TTL, Tier.BUDGET_NANOS))
                .isTrue();
        near.write();
        near.write();
        near.shared.bump(Tier.STOCK, Tier.BUDGET_NANOS);
        assertThat(System.nanoTime() - begin).as("nobody waits").isLessThan(SLACK_NANOS);
        SharedStatus status = near.shared.status();
        assertThat(status.unsentInvalidations()).as("by table, not by write").isEqualTo(2);
        assertThat(status.oldestUnsentSeconds()).isPositive();
        redis.startAgain();
        near.awaitReachable();
        assertThat(near.shared.status().reconnects()).isEqualTo(1);
        assertThat(near.shared.status().oldestUnsentSeconds()).isZero();
        near.fill("a", 8);
    }

    @Test
    void killed_restartedWithItsData_nothingKeptBeforeIsCurrent() throws IOException {
        try (RedisProcess durable = RedisProcess.started("--appendonly", "yes", "--appendfsync", "always");
                Tier tier = Tier.at(durable)) {
            SharedStamp before = tier.fill("a", 7);
            SharedFence fence = tier.shared.raise(Tier.STOCK, Tier.BUDGET_NANOS);
            durable.kill();
            durable.startAgain();
            tier.awaitReachable();
            assertThat(durable.command("KEYS", "*:v:*"))
                    .as("the entry is still there")
                    .startsWith("*1");
            assertThat(tier.outcome("a")).isEqualTo(Outcome.ABSENT);
            assertThat(tier.stamp()).isNotEqualTo(before);
            assertThat(tier.look(Tier.STOCK, null).outcome()).isEqualTo(Outcome.FENCED);
            fence.lower(Tier.BUDGET_NANOS);
            assertThat(tier.look(Tier.STOCK, null).outcome()).isEqualTo(Outcome.ABSENT);
        }
    }

    @Test
    void killed_restartedWithoutItsData_raisedFencesAreRaisedAgain() throws IOException {
        SharedStamp before = near.stamp();
        SharedFence fence = near.shared.raise(Tier.STOCK, Tier.BUDGET_NANOS);
        redis.kill();
        redis.startAgain();
        near.awaitReachable();
        far.awaitReachable();
        assertThat(far.look(Tier.STOCK, null).outcome()).isEqualTo(Outcome.FENCED);
        near.put("a", before, 7);
        near.fill("later", 1);
        assertThat(near.outcome("a")).isEqualTo(Outcome.ABSENT);
        fence.lower(Tier.BUDGET_NANOS);
        assertThat(far.look(Tier.STOCK, null).outcome()).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void paused_callsTakeTheirBudgetThenNothing() throws IOException {
        near.fill("a", 7);
        redis.stop();
        long worst = 0;
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            assertThat(near.shared.look(Tier.ITEM, Tier.key("a"), SHORT_NANOS).outcome())
                    .isEqualTo(Outcome.UNAVAILABLE);
            worst = Math.max(worst, System.nanoTime() - begin);
        }
        assertThat(worst).isLessThan(SHORT_NANOS + SLACK_NANOS);
        assertThat(near.shared.status().isReachable()).as("the breaker is open").isFalse();
        long begin = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            near.shared.look(Tier.ITEM, Tier.key("a"), Tier.BUDGET_NANOS);
        }
        assertThat(System.nanoTime() - begin)
                .as("no waiting for an open breaker")
                .isLessThan(SLACK_NANOS);
        assertThat(near.shared.status().timeouts()).isGreaterThanOrEqualTo(3);
        near.write();
        assertThat(near.shared.status().unsentInvalidations()).isEqualTo(1);
        redis.goOn();
        near.awaitReachable();
        assertThat(near.outcome("a")).as("written while nobody answered").isEqualTo(Outcome.ABSENT);
    }

    @Test
    void paused_longerThanALinkIsKept_isFoundAgain() throws IOException {
        redis.stop();
        near.shared.look(Tier.ITEM, null, SHORT_NANOS);
        near.shared.look(Tier.ITEM, null, SHORT_NANOS);
        near.shared.look(Tier.ITEM, null, SHORT_NANOS);
        Tier.sleep(3_000);
        redis.goOn();
        near.awaitReachable();
        near.fill("a", 1);
        assertThat(near.shared.status().reconnects()).isEqualTo(1);
    }

    @Test
    void slow_withinNoBudget_isNotWaitedForAndRecovers() {
        far.fill("a", 7);
        network.delay(60);
        for (int i = 0; i < 5; i++) {
            assertThat(far.shared.look(Tier.ITEM, Tier.key("a"), SHORT_NANOS).outcome())
                    .isEqualTo(Outcome.UNAVAILABLE);
        }
        SharedFence fence = far.shared.raise(Tier.ITEM, SHORT_NANOS);
        fence.lower(SHORT_NANOS);
        network.delay(0);
        far.awaitReachable();
        assertThat(near.outcome("a")).as("its write arrived").isEqualTo(Outcome.ABSENT);
    }

    @Test
    void lateRaise_isNoFenceForGood() {
        network.delay(60);
        SharedFence fence = far.shared.raise(Tier.ITEM, 1);
        fence.lower(1);
        network.delay(0);
        far.awaitReachable();
        Tier.await(() -> near.outcome("a") == Outcome.ABSENT);
        far.fill("a", 1);
    }

    @Test
    void partition_requestsLost_writerGoesOnAndReplays() {
        near.fill("a", 7);
        network.holdRequests(true);
        long begin = System.nanoTime();
        far.shared.raise(Tier.ITEM, SHORT_NANOS).lower(SHORT_NANOS);
        assertThat(System.nanoTime() - begin).isLessThan(2 * SHORT_NANOS + SLACK_NANOS);
        assertThat(near.outcome("a"))
                .as("the others cannot know: the published bound")
                .isEqualTo(Outcome.FOUND);
        assertThat(far.shared.status().unsentInvalidations()).isEqualTo(1);
        assertThat(far.outcome("a")).as("its own writes it does not overlook").isEqualTo(Outcome.UNAVAILABLE);
        network.holdRequests(false);
        far.awaitReachable();
        assertThat(near.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void partition_raiseArrivesButLowerLate_isFencedThenOutdated() {
        near.fill("a", 7);
        SharedFence fence = far.shared.raise(Tier.ITEM, Tier.BUDGET_NANOS);
        network.holdRequests(true);
        fence.lower(SHORT_NANOS);
        assertThat(near.outcome("a")).as("nobody knows what became of it").isEqualTo(Outcome.FENCED);
        network.holdRequests(false);
        far.awaitReachable();
        assertThat(near.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void partition_answersLost_isNeitherBelievedNorQuiet() {
        near.fill("a", 7);
        long since = System.nanoTime();
        assertThat(far.shared.isQuiet(Tier.ITEM, since)).isTrue();
        network.holdAnswers(true);
        near.write();
        Tier.await(() -> !far.shared.isQuiet(Tier.ITEM, since)); // found out by itself, nobody asks
        assertThat(far.shared.look(Tier.ITEM, Tier.key("a"), SHORT_NANOS).outcome())
                .isEqualTo(Outcome.UNAVAILABLE);
        network.holdAnswers(false);
        far.awaitReachable();
        assertThat(far.outcome("a")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void cut_connection_isMadeAgainAndNotQuietBefore() throws IOException {
        far.fill("a", 7);
        long since = System.nanoTime();
        network.cut();
        Tier.await(() -> !far.shared.isQuiet(Tier.ITEM, since));
        far.awaitReachable();
        assertThat(far.shared.isQuiet(Tier.ITEM, since))
                .as("who knows what was not told")
                .isFalse();
        assertThat(far.outcome("a")).as("the same server, nothing is lost").isEqualTo(Outcome.FOUND);
    }

    @Test
    void failover_toAServerWithOlderData_nothingComesBack() throws IOException {
        try (RedisProcess replica = RedisProcess.started()) {
            replica.command("REPLICAOF", "127.0.0.1", Integer.toString(redis.port()));
            SharedStamp old = far.fill("a", 7);
            Tier.await(() -> has(replica, "*:v:*"));
            replica.command("REPLICAOF", "NO", "ONE");
            far.write(); // which the replica never hears of
            assertThat(far.outcome("a")).isEqualTo(Outcome.ABSENT);
            network.leadTo(replica.port());
            far.awaitReachable();
            assertThat(has(replica, "*:v:*")).as("the outdated entry is there").isTrue();
            assertThat(far.outcome("a")).isEqualTo(Outcome.ABSENT);
            assertThat(far.stamp()).isNotEqualTo(old);
        }
    }

    @Test
    void demoted_serverIsNotBelieved() throws IOException {
        try (RedisProcess primary = RedisProcess.started()) {
            near.fill("a", 7);
            redis.command("REPLICAOF", "127.0.0.1", Integer.toString(primary.port()));
            Tier.await(() -> !near.shared.status().isReachable());
            assertThat(near.outcome("a")).isEqualTo(Outcome.UNAVAILABLE);
            redis.command("REPLICAOF", "NO", "ONE");
            near.awaitReachable();
            assertThat(near.outcome("a")).isEqualTo(Outcome.ABSENT);
        }
    }

    @Test
    void full_serverStillTakesInvalidations() throws IOException {
        SharedStamp stamp = near.fill("a", 7);
        redis.command("CONFIG", "SET", "maxmemory", "1mb");
        near.write();
        near.put("b", stamp, 1);
        assertThat(near.shared.status().unsentInvalidations()).isZero();
        assertThat(near.outcome("a")).isEqualTo(Outcome.ABSENT);
        assertThat(near.outcome("b")).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void put_floodWhilePaused_isBoundedAndCounted() throws IOException {
        SharedStamp stamp = near.stamp();
        redis.stop();
        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            near.shared.put(Tier.key("k" + i), stamp, new byte[1 << 20], System.nanoTime(), Tier.TTL);
        }
        assertThat(System.nanoTime() - begin).as("returns at once").isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(near.shared.status().droppedPuts()).isGreaterThanOrEqualTo(80);
        redis.goOn();
        near.awaitReachable();
    }

    @Test
    void start_withoutServer_costsNothingUntilThereIsOne() throws IOException {
        int port = RedisProcess.freePort();
        try (Tier tier = Tier.of(RedisSettings.of("redis://127.0.0.1:" + port + " " + redis.address()))) {
            tier.awaitReachable(); // the second address
            tier.fill("a", 1);
        }
        try (Tier alone = Tier.of(RedisSettings.of("redis://127.0.0.1:" + port))) {
            long begin = System.nanoTime();
            alone.write();
            assertThat(alone.outcome("a")).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(System.nanoTime() - begin).isLessThan(SLACK_NANOS);
            assertThat(alone.shared.status().isReachable()).isFalse();
        }
    }

    @Test
    void close_whilePaused_endsSoon() throws IOException {
        redis.stop();
        far.write();
        long begin = System.nanoTime();
        far.close();
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    private static boolean has(RedisProcess server, String pattern) {
        try {
            return !server.command("KEYS", pattern).startsWith("*0");
        } catch (IOException gone) {
            return false;
        }
    }
}
