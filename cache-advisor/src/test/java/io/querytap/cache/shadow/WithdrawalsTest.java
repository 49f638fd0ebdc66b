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
        assertThat(withdrawals.withdraw(rule().build(), proven(1))).isTrue();
        assertThat(withdrawals.withdraw(rule().build(), proven(2))).isFalse();
        assertThat(withdrawals.isWithdrawn(
                        rule().tables(Set.of("price", "item")).build()))
                .isTrue();
        assertThat(withdrawals.isWithdrawn(rule().sampled(0.5).build())).isFalse();
        assertThat(withdrawals.isWithdrawn(rule().state(CacheRule.State.SERVE).build()))
                .isFalse();
        assertThat(withdrawals.isWithdrawn(CacheRule.named("others").build())).isFalse();
    }

    @Test
    void takeUntold_tellsEachWithdrawalOnce() {
        withdrawals.withdraw(rule().build(), proven(1));
        withdrawals.withdraw(rule().build(), proven(2));
        withdrawals.withdraw(rule().sampled(0.5).build(), proven(3));

        assertThat(withdrawals.takeUntold()).extracting(Evidence::row).containsExactly(1, 3);
        assertThat(withdrawals.takeUntold()).isEmpty();
    }

    private static Evidence proven(int row) {
        return new Evidence(Instant.EPOCH, "items", 1, "00", row, 1, 5, true);
    }

    @Test
    void evidence_keepsTheFirstAndTheLatest() {
        for (int i = 0; i < Withdrawals.MAX_EVIDENCE + 10; i++) {
            withdrawals.add(proven(i));
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
