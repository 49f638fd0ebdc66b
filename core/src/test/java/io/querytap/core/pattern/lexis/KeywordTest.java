package io.querytap.core.pattern.lexis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeywordTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void of_anyCase_findsTheWord(Keyword keyword) {
        String lower = keyword.name().toLowerCase(Locale.ROOT);

        assertThat(Keyword.of(PatternHash.folded(lower, 0, lower.length()))).isSameAs(keyword);
        assertThat(Keyword.of(PatternHash.folded(keyword.name(), 0, lower.length())))
                .isSameAs(keyword);
        assertThat(Keyword.of(PatternHash.folded(lower + "s_", 0, lower.length() + 2)))
                .isSameAs(Keyword.NONE);
    }
}
