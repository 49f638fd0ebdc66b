package io.querytap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import org.junit.jupiter.api.Test;

class FindingsVerdictTest {
    @Test
    void fails_severeAndSureEnough_true() {
        assertThat(FindingsVerdict.fails(finding(Severity.HIGH, Confidence.PROBABLE), Severity.HIGH))
                .isTrue();
        assertThat(FindingsVerdict.fails(finding(Severity.HIGH, Confidence.CONFIRMED), Severity.WARNING))
                .isTrue();
        assertThat(FindingsVerdict.fails(finding(Severity.WARNING, Confidence.PROBABLE), Severity.WARNING))
                .isTrue();
    }

    @Test
    void fails_lessSevereOrAMereSuspicion_false() {
        assertThat(FindingsVerdict.fails(finding(Severity.WARNING, Confidence.CONFIRMED), Severity.HIGH))
                .isFalse();
        assertThat(FindingsVerdict.fails(finding(Severity.INFO, Confidence.CONFIRMED), Severity.WARNING))
                .isFalse();
        assertThat(FindingsVerdict.fails(finding(Severity.HIGH, Confidence.SUSPECT), Severity.WARNING))
                .isFalse();
    }

    private static Finding finding(Severity severity, Confidence confidence) {
        DatabaseIdentity shop = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);
        return Finding.of(Finding.Kind.N_PLUS_ONE, shop, "00000000000000ab", "SELECT pet")
                .severity(severity)
                .confidence(confidence)
                .build();
    }
}
