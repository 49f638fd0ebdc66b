package io.querytap.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.FindingRules.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingRulesTest {
    @Test
    void profileTest_repeats_areThreeAndTimeDoesNotCount() {
        FindingRules rules = FindingRules.of(Profile.TEST);
        assertThat(rules.limit(Threshold.N_PLUS_ONE_REPEATS)).isEqualTo(3);
        assertThat(rules.limit(Threshold.WRITE_LOOP_REPEATS)).isEqualTo(3);
        assertThat(rules.limit(Threshold.REDUNDANT_QUERY_REPEATS)).isEqualTo(3);
        assertThat(rules.limit(Threshold.N_PLUS_ONE_TIME)).isZero();
        assertThat(rules.limit(Threshold.REDUNDANT_QUERY_TIME)).isZero();
    }

    @Test
    void profileProd_limits_areThoseOfTheDefinitions() {
        FindingRules rules = FindingRules.of(Profile.PROD);
        assertThat(rules.limit(Threshold.N_PLUS_ONE_REPEATS)).isEqualTo(5);
        assertThat(rules.limit(Threshold.N_PLUS_ONE_TIME)).isEqualTo(20_000_000);
        assertThat(rules.limit(Threshold.N_PLUS_ONE_REPEATS_WITHOUT_TIME)).isEqualTo(20);
        assertThat(rules.limit(Threshold.LONG_TRANSACTION_TIME)).isEqualTo(5_000_000_000L);
        assertThat(rules.share(Threshold.CONNECTION_HELD_IDLE_SHARE)).isEqualTo(0.5);
    }

    @Test
    void repeats_ofAllRules_areTheLeast() {
        assertThat(FindingRules.of(Profile.PROD).repeats()).isEqualTo(5);
        assertThat(FindingRules.builder(Profile.PROD)
                        .limit(Threshold.N_PLUS_ONE_REPEATS, 50)
                        .limit(Threshold.WRITE_LOOP_REPEATS, 40)
                        .limit(Threshold.REDUNDANT_QUERY_REPEATS, 10)
                        .build()
                        .repeats())
                .isEqualTo(12);
    }

    @Test
    void off_allKindsOfUnits_needsNoUnits() {
        FindingRules rules = FindingRules.builder(Profile.PROD)
                .off(List.of(Finding.Kind.values()))
                .build();
        assertThat(rules.anyIsOn()).isFalse();
        assertThat(rules.needsUnits()).isFalse();
        assertThat(FindingRules.of(Profile.PROD).needsUnits()).isTrue();
    }

    @Test
    void mayTransactLong_patterns_matchWholeNames() {
        FindingRules rules = FindingRules.builder(Profile.PROD)
                .mayTransactLong(List.of("nightly", "Import*.run", "*batch*"))
                .build();
        assertThat(List.of("nightly", "Import.run", "ImportOrders.run", "batch", "a batch job"))
                .allSatisfy(it -> assertThat(rules.mayTransactLong(it)).isTrue());
        assertThat(List.of("nightly2", "my nightly", "Import.runs", "bat", ""))
                .allSatisfy(it -> assertThat(rules.mayTransactLong(it)).isFalse());
    }
}
