package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralOffsetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select a from t offset 2000 | 2000",
                "select a from t OFFSET 2000 ROWS fetch next 10 rows only | 2000",
                "select a from t limit 10 offset 7; | 7",
                "select a from t limit 2000, 10 | 2000",
                "select a from t limit 2000 , ? | 2000",
                "select a from (select a from u offset 5) x offset 9 for update | 9",
                "select a from t offset 0 | 0",
            })
    void in_offsetAtTheEnd_isRead(String sql, long offset) {
        assertThat(LiteralOffset.in(sql)).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select a from t limit 10",
                "select a from t limit 10 offset ?",
                "select a from t offset 5 + 6",
                "select a from t offset 5 -- offset 6000",
                "select a from t offset 5 /* offset 6000 */",
                "select a from t offset 5 # offset 6000",
                "select a from t where b = 'offset 6000'",
                "select a from t offset '6000'",
                "select a from t offset 10.5",
                "select a from t offset 99999999999999999999",
                "select myoffset 5",
                "offset",
                "",
            })
    void in_nothingCertain_saysNothing(String sql) {
        assertThat(LiteralOffset.in(sql)).isEqualTo(LiteralOffset.UNKNOWN);
    }

    @Test
    void in_hugeText_looksAtTheEndOnly() {
        String huge = "select a from t where b in (" + "1, ".repeat(300_000) + "1) offset 12";
        assertThat(LiteralOffset.in(huge)).isEqualTo(12);
    }
}
