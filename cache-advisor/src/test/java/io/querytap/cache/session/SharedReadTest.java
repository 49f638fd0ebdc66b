package io.querytap.cache.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two caches, as of two JVMs, over one database and one shared tier. */
class SharedReadTest {
    private final MemoryTier tier = new MemoryTier();
    private final long[] now = {0};
    private Rig one;
    private Rig two;

    @BeforeEach
    void open() throws Exception {
        open(Rig.serving().build());
    }

    private void open(CacheRule rule) throws Exception {
        String url = "jdbc:h2:mem:shared" + System.nanoTime();
        one = rig(url, rule);
        two = rig(url, rule);
    }

    private Rig rig(String url, CacheRule rule) throws Exception {
        return new Rig(url, new RowsPort(), rule, config -> config.tier(tier).nanoClock(() -> now[0]));
    }

    @AfterEach
    void close() throws Exception {
        one.close();
        two.close();
    }

    private void reopen(CacheRule rule) throws Exception {
        close();
        open(rule);
    }

    @Test
    void resultOfTheOne_isAnswerOfTheOther() throws Exception {
        one.user().read(1);
        one.settleBackground();
        Rig.User reader = two.user();
        assertThat(reader.read(1)).isEqualTo("one");
        assertThat(reader.read(1)).isEqualTo("one");
        assertThat(reader.executions).isZero();
        assertThat(two.stats().sharedHits.sum()).isEqualTo(1);
        assertThat(two.stats().localHits.sum()).isEqualTo(1);
    }

    @Test
    void writeOfTheOne_isSeenByStrictReadersOfTheOther() throws Exception {
        Rig.User reader = two.user();
        reader.read(1);
        one.user().write("update item set v = 'uno' where id = 1");
        assertThat(reader.read(1)).isEqualTo("uno");
        assertThat(two.stats().invalidations.sum()).isEqualTo(1);
    }

    @Test
    void commitOfTheOneUnderWay_sendsReadersOfTheOtherLive() throws Exception {
        Rig.User reader = two.user();
        reader.read(1);
        Rig.User writer = one.user();
        writer.begin();
        writer.write("update item set v = 'uno' where id = 1");
        Object commit = writer.session.committing();
        assertThat(reader.read(1)).isEqualTo("one");
        writer.connection.commit();
        assertThat(reader.read(1)).isEqualTo("uno");
        assertThat(two.refusals(Refusal.FENCED)).isEqualTo(2);
        writer.session.committed(commit, null);
        assertThat(two.stats().fills.sum()).isEqualTo(1);
    }

    @Test
    void strictRule_asksAtEveryHitForGenerationsOnly() throws Exception {
        Rig.User reader = one.user();
        reader.read(1);
        int looks = tier.looks;
        int looksWithKey = tier.looksWithKey;
        tier.isQuiet = true;
        reader.read(1);
        assertThat(tier.looks).isEqualTo(looks + 1);
        assertThat(tier.looksWithKey).isEqualTo(looksWithKey);
    }

    @Test
    void boundedRule_doesNotAskWithinItsBound() throws Exception {
        reopen(Rig.serving().stalenessNanos(100).build());
        tier.isQuiet = true;
        Rig.User reader = one.user();
        reader.read(1);
        int looks = tier.looks;
        now[0] += 100;
        reader.read(1);
        assertThat(tier.looks).isEqualTo(looks);
        now[0] += 1;
        reader.read(1);
        assertThat(tier.looks).isEqualTo(looks + 1);
    }

    @Test
    void boundedRule_asksWhereSomethingWasHeard() throws Exception {
        reopen(Rig.serving().stalenessNanos(100).build());
        tier.isQuiet = false;
        Rig.User reader = one.user();
        reader.read(1);
        int looks = tier.looks;
        reader.read(1);
        assertThat(tier.looks).isEqualTo(looks + 1);
    }

    @Test
    void tierThatDoesNotAnswer_sendsLiveAndKeepsNothing() throws Exception {
        Rig.User reader = one.user();
        tier.isReachable = false;
        reader.read(1);
        reader.read(1);
        assertThat(reader.executions).isEqualTo(2);
        assertThat(one.refusals(Refusal.SHARED_UNAVAILABLE)).isEqualTo(2);
        assertThat(one.stats().fills.sum()).isZero();
    }

    @Test
    void poisonedBytes_areNoAnswer() throws Exception {
        one.user().read(1);
        one.settleBackground();
        tier.payloads.replaceAll((key, payload) -> {
            payload[payload.length / 2] ^= 1;
            return payload;
        });
        Rig.User reader = two.user();
        assertThat(reader.read(1)).isEqualTo("one");
        assertThat(reader.executions).isEqualTo(1);
    }

    @Test
    void writeBetweenLookAndStatement_makesTheResultVoidForAll() throws Exception {
        Rig.User reader = one.user();
        Rig.User writer = two.user();
        reader.afterExecution = statement -> write(writer);
        assertThat(reader.read(1)).isEqualTo("one");
        one.settleBackground();
        reader.afterExecution = statement -> {};
        assertThat(reader.read(1)).isEqualTo("uno");
        assertThat(two.user().read(1)).isEqualTo("uno");
    }

    private static void write(Rig.User writer) {
        try {
            writer.write("update item set v = 'uno' where id = 1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writeHereWhileTheTierIsAsked_isNotAnsweredWithTheOldEntry() throws Exception {
        Rig.User reader = one.user();
        reader.read(1);
        Rig.User writer = one.user();
        tier.beforeLook = () -> {
            tier.beforeLook = () -> {};
            write(writer);
        };
        assertThat(reader.read(1)).isEqualTo("uno");
    }

    @Test
    void a5_43_queryTimeout_boundsTheWaitForTheTier() throws Exception {
        close();
        String url = "jdbc:h2:mem:budget" + System.nanoTime();
        one = new Rig(
                url,
                new RowsPort(),
                Rig.serving().build(),
                config -> config.tier(tier).nanoClock(() -> now[0]).lookBudgetNanos(TimeUnit.SECONDS.toNanos(5)));
        two = rig(url, Rig.serving().build());
        Rig.User reader = one.user();
        reader.timeoutSeconds = 1;
        reader.read(1);
        assertThat(tier.lastBudgetNanos).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void clear_emptiesTheTierToo() throws Exception {
        one.user().read(1);
        one.settleBackground();
        assertThat(tier.payloads).hasSize(1);
        tier.clear();
        Rig.User reader = two.user();
        reader.read(1);
        assertThat(reader.executions).isEqualTo(1);
    }
}
