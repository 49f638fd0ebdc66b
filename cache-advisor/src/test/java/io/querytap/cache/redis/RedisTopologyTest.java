package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.shared.SharedLook.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** More than one server, and TLS. */
@Execution(ExecutionMode.CONCURRENT)
class RedisTopologyTest {
    private static final int SLOTS = 16_384;

    @TempDir
    private Path folder;

    @Test
    void cluster_anyNodeGiven_theOwnerOfTheNamespaceIsFound() throws IOException {
        try (RedisProcess first = RedisProcess.started("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
                RedisProcess second =
                        RedisProcess.started("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")) {
            addSlots(first, 0, SLOTS / 2);
            addSlots(second, SLOTS / 2, SLOTS);
            first.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(second.port()));
            Tier.await(() -> isWell(first) && isWell(second));
            try (Tier one = Tier.at(first);
                    Tier two = Tier.at(second)) {
                one.fill("a", 7);
                assertThat(two.outcome("a")).isEqualTo(Outcome.FOUND);
                two.write();
                assertThat(one.outcome("a")).isEqualTo(Outcome.ABSENT);
            }
        }
    }

    private static void addSlots(RedisProcess node, int from, int to) throws IOException {
        String[] words = new String[2 + to - from];
        words[0] = "CLUSTER";
        words[1] = "ADDSLOTS";
        for (int slot = from; slot < to; slot++) {
            words[2 + slot - from] = Integer.toString(slot);
        }
        assertThat(node.command(words)).startsWith("+OK");
    }

    private static boolean isWell(RedisProcess node) {
        try {
            String info = node.command("CLUSTER", "INFO");
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:2");
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void sentinel_failsOver_theNewPrimaryIsFoundAndNothingOldIsServed() throws IOException {
        Path settings = folder.resolve("sentinel.conf");
        try (RedisProcess primary = RedisProcess.started();
                RedisProcess replica = RedisProcess.started()) {
            replica.command("REPLICAOF", "127.0.0.1", Integer.toString(primary.port()));
            Files.writeString(
                    settings,
                    "sentinel monitor shop 127.0.0.1 " + primary.port() + " 1\n"
                            + "sentinel down-after-milliseconds shop 1000\n");
            try (RedisProcess sentinel = RedisProcess.startedFrom(settings, "--sentinel")) {
                String address = "redis-sentinel://127.0.0.1:" + sentinel.port() + "#shop";
                try (Tier tier = Tier.of(RedisSettings.of(address))) {
                    tier.awaitReachable();
                    tier.fill("a", 7);
                    Tier.await(() -> says(replica, "*1", "KEYS", "*:v:*"));
                    Tier.await(() -> says(sentinel, "+OK", "SENTINEL", "FAILOVER", "shop"));
                    Tier.await(() -> says(replica, "$6\r\nmaster", "ROLE", ""));
                    tier.awaitReachable();
                    Tier.await(() -> tier.outcome("a") == Outcome.ABSENT);
                    tier.write();
                    tier.fill("b", 8);
                    assertThat(replica.command("KEYS", "*:v:*"))
                            .as("the replica is the one that is asked now")
                            .startsWith("*2");
                }
            }
        }
    }

    private static boolean says(RedisProcess server, String begin, String... words) {
        try {
            String[] command = words[words.length - 1].isEmpty() ? new String[] {words[0]} : words;
            return server.command(command).contains(begin);
        } catch (IOException notYet) {
            return false;
        }
    }

    @Test
    void tls_certificateTrustedOrNot_isVerified() throws Exception {
        TlsProxy.Certificate ours = TlsProxy.Certificate.made(folder, "ours", "ip:127.0.0.1");
        TlsProxy.Certificate misnamed = TlsProxy.Certificate.made(folder, "misnamed", "dns:somewhere.example");
        try (RedisProcess redis = RedisProcess.started();
                TlsProxy proxy = new TlsProxy(redis.port(), ours);
                TlsProxy wrongName = new TlsProxy(redis.port(), misnamed)) {
            try (Tier trusting = tlsTier(proxy, ours.file())) {
                trusting.awaitReachable();
                trusting.fill("a", 7);
            }
            try (Tier wary = tlsTier(proxy, misnamed.file());
                    Tier exact = tlsTier(wrongName, misnamed.file())) {
                Tier.await(() -> proxy.refused() > 0 && wrongName.refused() > 0);
                assertThat(wary.shared.status().isReachable()).isFalse();
                assertThat(exact.shared.status().isReachable()).isFalse();
            }
        }
    }

    /** Even if the address asks for less. */
    private static Tier tlsTier(TlsProxy proxy, File trusted) {
        String address = "rediss://127.0.0.1:" + proxy.port() + "?verifyPeer=NONE";
        return Tier.of(RedisSettings.of(address).withTrustedCertificates(trusted));
    }
}
