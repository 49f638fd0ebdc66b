package io.querytap.cache.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.rule.CacheRule;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {
    private final Withdrawals withdrawals = new Withdrawals();

    private static CacheRule.Builder rule() {
        return CacheRule.named("items").tables(Set.of("item", "price"));
    }

    @Test
    void withdrawn_untilItIsWordedDifferently() {
        assertThat(withdrawals.isWithdrawn(rule().build())).isFalse();
        assertThat(withdrawals.withdraw(rule().build())).isTrue();
        assertThat(withdrawals.withdraw(rule().build())).isFalse();
        assertThat(withdrawals.isWithdrawn(
                        rule().tables(Set.of("price", "item")).build()))
                .isTrue();
        assertThat(withdrawals.isWithdrawn(rule().sampled(0.5).build())).isFalse();
        assertThat(withdrawals.isWithdrawn(rule().state(CacheRule.State.SERVE).build()))
                .isFalse();
        assertThat(withdrawals.isWithdrawn(CacheRule.named("others").build())).isFalse();
    }

    @Test
    void evidence_keepsTheFirstAndTheLatest() {
        for (int i = 0; i < Withdrawals.MAX_EVIDENCE + 10; i++) {
            withdrawals.add(new Evidence(Instant.EPOCH, "items", 1, "00", i, 1, 5, true));
        }
        assertThat(withdrawals.evidence("items"))
                .hasSize(Withdrawals.MAX_EVIDENCE)
                .first()
                .returns(0, Evidence::row);
        assertThat(withdrawals
                        .evidence("items")
                        .get(Withdrawals.MAX_EVIDENCE - 1)
                        .row())
                .isEqualTo(Withdrawals.MAX_EVIDENCE + 9);
        assertThat(withdrawals.evidence("others")).isEmpty();
    }
}
