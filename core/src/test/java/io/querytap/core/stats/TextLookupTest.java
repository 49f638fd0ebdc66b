package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import org.junit.jupiter.api.Test;

class TextLookupTest {
    private static final SqlModes ANSI_QUOTES = SqlModes.of(DoubleQuotes.NAMES, Backslashes.UNKNOWN);
    private static final String TEXT = "SELECT id FROM item WHERE \"name\" = 'x'";

    private final DatabasePatterns patterns =
            new PatternRegistry(10).of(new DatabaseIdentity("mysql", Dialect.MYSQL, "shop", null, -1));

    @Test
    void find_sameTextInOtherModes_isAnotherPattern() {
        PatternStats usual = patterns.find(TEXT);
        PatternStats quoted = patterns.inModes(ANSI_QUOTES).find(TEXT);

        assertThat(usual.pattern().text()).doesNotContain("name");
        assertThat(quoted.pattern().text()).contains("\"name\"");
        assertThat(patterns.find(TEXT)).isSameAs(usual);
        assertThat(patterns.inModes(ANSI_QUOTES).find(new String(TEXT))).isSameAs(quoted);
    }

    @Test
    void find_textThatModesDoNotChange_isOnePatternInAll() {
        String text = "SELECT id FROM item WHERE id = 5";
        assertThat(patterns.inModes(ANSI_QUOTES).find(text)).isSameAs(patterns.find(text));
    }

    @Test
    void inModes_sameModes_isTheSameLookup() {
        assertThat(patterns.inModes(ANSI_QUOTES)).isSameAs(patterns.inModes(ANSI_QUOTES));
        assertThat(patterns.inModes(SqlModes.UNKNOWN)).isNotSameAs(patterns.inModes(ANSI_QUOTES));
        assertThat(patterns.inModes(SqlModes.UNKNOWN).find(TEXT)).isSameAs(patterns.find(TEXT));
    }
}
