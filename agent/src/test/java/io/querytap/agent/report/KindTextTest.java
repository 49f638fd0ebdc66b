package io.querytap.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.Finding;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindTextTest {
    @ParameterizedTest
    @EnumSource(Finding.Kind.class)
    void of_everyKind_hasTextsOfItsOwn(Finding.Kind kind) {
        KindText text = KindText.of(kind);

        assertThat(text.title()).isNotEqualTo(kind.id().replace('_', ' ')).hasSizeLessThan(40);
        assertThat(text.meaning()).endsWith(".");
        assertThat(text.remedy()).endsWith(".");
    }

    @Test
    void titles_ofAllKinds_differ() {
        Set<String> titles = new HashSet<>();
        for (Finding.Kind kind : Finding.Kind.values()) {
            assertThat(titles.add(KindText.of(kind).title())).as(kind.id()).isTrue();
        }
    }
}
