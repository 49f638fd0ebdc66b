package io.querytap.agent.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.pattern.lexis.SqlModes.Backslashes;
import io.querytap.core.pattern.lexis.SqlModes.DoubleQuotes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeNamesTest {
    @ParameterizedTest
    @CsvSource({
        "ansi_quotes,NAMES,UNKNOWN",
        "ANSI_QUOTES=off,STRINGS,UNKNOWN",
        "ANSI,NAMES,UNKNOWN",
        "QUOTED_IDENTIFIER = OFF,STRINGS,UNKNOWN",
        "no_backslash_escapes,UNKNOWN,LITERAL",
        "no_backslash_escapes=false,UNKNOWN,ESCAPES",
        "standard_conforming_strings=off,UNKNOWN,ESCAPES",
        "standard_conforming_strings=1,UNKNOWN,LITERAL"
    })
    void with_nameOfAServer_isItsMode(String mode, DoubleQuotes doubleQuotes, Backslashes backslashes) {
        assertThat(ModeNames.with(SqlModes.UNKNOWN, mode)).isSameAs(SqlModes.of(doubleQuotes, backslashes));
    }

    @Test
    void with_twoModes_haveBoth() {
        SqlModes first = ModeNames.with(SqlModes.UNKNOWN, "ansi_quotes");
        assertThat(ModeNames.with(first, "no_backslash_escapes"))
                .isSameAs(SqlModes.of(DoubleQuotes.NAMES, Backslashes.LITERAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "strict_trans_tables", "ansi_quotes=perhaps", "=on"})
    void with_anythingElse_isNull(String mode) {
        assertThat(ModeNames.with(SqlModes.UNKNOWN, mode)).isNull();
    }
}
