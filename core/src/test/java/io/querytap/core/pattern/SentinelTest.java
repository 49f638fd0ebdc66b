package io.querytap.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.Sentinels.Sentinel;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The leak policy, construct by construct; see {@code docs/security.md}. */
class SentinelTest {
    static List<Sentinel> sentinels() {
        return Sentinels.all();
    }

    static List<Sentinel> divisible() {
        return Sentinels.all().stream().filter(given -> !given.whole).collect(Collectors.toList());
    }

    @ParameterizedTest
    @MethodSource("sentinels")
    void normalize_whole_showsNoValue(Sentinel given) {
        assertNoValue(given, given.sql);
    }

    @ParameterizedTest
    @MethodSource("divisible")
    void normalize_cutAtEveryCharacter_showsNoValue(Sentinel given) {
        for (int length = 0; length < given.sql.length(); length++) {
            assertNoValue(given, given.sql.substring(0, length));
        }
    }

    /** No more is hidden than must be. */
    @ParameterizedTest
    @MethodSource("sentinels")
    void normalize_whole_givesText(Sentinel given) {
        if (given.text != null) {
            assertThat(Shown.pattern(given.sql, given.dialect, given.modes).text())
                    .as(given.toString())
                    .isEqualTo(given.text);
        }
    }

    /** The file was read to its end, and nearly every case has a text. */
    @Test
    void sentinels_ofTheFile_areRead() {
        List<Sentinel> sentinels = Sentinels.all();

        assertThat(sentinels.stream().map(given -> given.line).distinct().count())
                .isGreaterThanOrEqualTo(400);
        assertThat(sentinels.stream().filter(given -> given.text != null).count())
                .isGreaterThanOrEqualTo(sentinels.size() - 2 * 13);
    }

    private static void assertNoValue(Sentinel given, String sql) {
        String shown = Shown.of(sql, given.dialect, given.modes);
        if (shown.contains("Zq") || shown.contains("77")) {
            assertThat(shown).as("%s: %s", given, sql).doesNotContain("Zq").doesNotContain("77");
        }
    }
}
