package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import org.junit.jupiter.api.Test;

class TextCacheTest {
    private final TextCache cache = new TextCache();
    private final PatternStats stats =
            new PatternStats(new SqlPattern(1, "select ?", SqlFacts.UNKNOWN), DatabaseIdentity.UNKNOWN);

    @Test
    void get_usedInEachGeneration_staysWhileOthersGo() {
        cache.put("kept", stats);
        cache.put("forgotten", stats);
        for (int i = 0; i < 20_000; i++) {
            cache.put("text " + i, stats);
            if (i % 500 == 0) {
                assertThat(cache.get("kept")).isSameAs(stats);
            }
        }
        assertThat(cache.get("forgotten")).isNull();
        assertThat(cache.get("text 0")).isNull();
        assertThat(cache.get("text 19999")).isSameAs(stats);
    }

    @Test
    void put_longTexts_keepsNoMoreThanTheBoundedCharacters() {
        String filling = "x".repeat(10_000);
        for (int i = 0; i < 1_000; i++) {
            cache.put(filling + i, stats);
        }
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += cache.get(filling + i) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(100, 212); // two generations of 2^20 characters
    }

    @Test
    void put_textOfMoreThanTenKibi_isNotKept() {
        String longest = "x".repeat(10_240);
        cache.put(longest, stats);
        cache.put(longest + "y", stats);
        assertThat(cache.get(longest)).isSameAs(stats);
        assertThat(cache.get(longest + "y")).isNull();
    }

    @Test
    void putAndGet_manyThreads_neverFailsNorAnswersForAnotherText() throws Exception {
        PatternStats other = new PatternStats(stats.pattern(), DatabaseIdentity.UNKNOWN);
        try (Crowd crowd = new Crowd(4)) {
            crowd.play(member -> {
                PatternStats own = member % 2 == 0 ? stats : other;
                for (int i = 0; i < 30_000; i++) {
                    String text = (member % 2) + " text " + i % 5_000;
                    PatternStats known = cache.get(text);
                    if (known == null) {
                        cache.put(text, own);
                    } else {
                        assertThat(known).isSameAs(own);
                    }
                }
                return null;
            });
        }
    }
}
