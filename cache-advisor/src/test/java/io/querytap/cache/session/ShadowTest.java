package io.querytap.cache.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.shadow.Evidence;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is learned from live answers that are compared with entries. */
class ShadowTest {
    private Rig rig;

    private Rig.User open(CacheRule rule) throws Exception {
        rig = Rig.of(rule);
        return rig.user();
    }

    private static CacheRule shadow() {
        return Rig.serving().state(CacheRule.State.SHADOW).build();
    }

    private static CacheRule.Builder sampledAlways() {
        return Rig.serving().sampled(1);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void shadow_answersLiveAlways_andCountsWhatWouldHaveBeenRight() throws Exception {
        Rig.User user = open(shadow());
        user.read(1);
        user.read(1);
        user.read(1);
        rig.settleBackground();
        assertThat(user.executions).isEqualTo(3);
        assertThat(rig.stats().shadowHits.sum()).isEqualTo(2);
        assertThat(rig.stats().localHits.sum()).isZero();
        assertThat(rig.stats().silentChanges.sum()).isZero();
    }

    @Test
    void shadow_entryOutdatedByAWriteThatChangedNothingOfIt_isAFalseInvalidation() throws Exception {
        Rig.User user = open(shadow());
        user.read(1);
        user.write("update item set v = 'dos' where id = 2");
        user.read(1);
        rig.settleBackground();
        assertThat(rig.stats().falseInvalidations.sum()).isEqualTo(1);
        user.write("update item set v = 'uno' where id = 1");
        user.read(1);
        rig.settleBackground();
        assertThat(rig.stats().falseInvalidations.sum()).isEqualTo(1);
        assertThat(rig.stats().invalidations.sum()).isEqualTo(2);
    }

    @Test
    void shadow_changeByAWriterThatNobodySees_isASilentChange() throws Exception {
        Rig.User user = open(shadow());
        user.read(1);
        rig.writeOutside("update item set v = 'uno' where id = 1");
        assertThat(user.read(1)).isEqualTo("uno");
        rig.settleBackground();
        assertThat(rig.stats().silentChanges.sum()).isEqualTo(1);
        assertThat(rig.stats().shadowHits.sum()).isZero();
        Evidence evidence = rig.parts.withdrawals.evidence("items").get(0);
        assertThat(evidence.row()).isEqualTo(1);
        assertThat(evidence.column()).isEqualTo(1);
        assertThat(evidence.keyDigest()).hasSize(64);
        assertThat(evidence.toString()).doesNotContain("uno").doesNotContain("one,");
        assertThat(rig.parts.withdrawals.isWithdrawn(shadow()))
                .as("a shadow serves nothing")
                .isFalse();
    }

    @Test
    void serving_provenMismatch_withdrawsTheRuleUntilItIsChanged() throws Exception {
        Rig.User user = open(sampledAlways().build());
        user.read(1);
        rig.writeOutside("update item set v = 'uno' where id = 1");
        assertThat(user.read(1)).as("a sample is answered live").isEqualTo("uno");
        rig.settleBackground();
        user.read(1);
        assertThat(rig.refusals(Refusal.WITHDRAWN)).isEqualTo(1);
        rig.rules = new RuleSet(2, List.of(sampledAlways().build()), Map.of());
        rig.database.useRules(rig.rules);
        user.read(1);
        assertThat(rig.refusals(Refusal.WITHDRAWN))
                .as("the same wording is the same rule")
                .isEqualTo(2);
        rig.rules =
                new RuleSet(3, List.of(sampledAlways().ttlNanos(5 * Rig.MILLI).build()), Map.of());
        rig.database.useRules(rig.rules);
        user.read(1);
        assertThat(rig.refusals(Refusal.WITHDRAWN)).isEqualTo(2);
    }

    @Test
    void serving_mismatchWithinItsBound_doesNotWithdraw() throws Exception {
        Rig.User user = open(sampledAlways().stalenessNanos(60_000 * Rig.MILLI).build());
        user.read(1);
        rig.writeOutside("update item set v = 'uno' where id = 1");
        user.read(1);
        rig.settleBackground();
        assertThat(rig.stats().silentChanges.sum()).isEqualTo(1);
        assertThat(rig.parts.withdrawals.evidence("items").get(0).isBeyondBound())
                .isFalse();
        user.read(1);
        assertThat(rig.refusals(Refusal.WITHDRAWN)).isZero();
    }

    @Test
    void writeBetweenLookAndComparison_provesNothing() throws Exception {
        Rig.User user = open(sampledAlways().build());
        user.read(1);
        Rig.User writer = rig.user();
        user.beforeExecution = statement -> {
            try {
                writer.write("update item set v = 'uno' where id = 1");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        };
        assertThat(user.read(1)).isEqualTo("uno");
        rig.settleBackground();
        assertThat(rig.stats().silentChanges.sum()).isZero();
        assertThat(rig.stats().notCompared.sum()).isEqualTo(1);
    }

    @Test
    void resultsInDifferentForms_areNotCompared() throws Exception {
        Rig.User user = open(sampledAlways().build());
        user.read(1);
        rig.port.isComparable = false;
        rig.writeOutside("update item set v = 'uno' where id = 1");
        user.read(1);
        rig.settleBackground();
        assertThat(rig.stats().silentChanges.sum()).isZero();
        assertThat(rig.stats().notCompared.sum()).isEqualTo(1);
    }
}
