package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatternTableTest {
    private final PatternTable table = new PatternTable();

    private static PatternStats pattern(long id) {
        return new PatternStats(new SqlPattern(id, "select ?", SqlFacts.UNKNOWN), DatabaseIdentity.UNKNOWN);
    }

    @Test
    void getOrAdd_manyIds_eachFoundAgain() {
        Map<Long, PatternStats> added = new HashMap<>();
        new SplittableRandom(1).longs(10_000).forEach(id -> added.put(id, table.getOrAdd(id, () -> pattern(id))));
        for (long id = 0; id < 1_000; id++) { // neighbours, as no hash makes them
            long close = id;
            added.put(id, table.getOrAdd(id, () -> pattern(close)));
        }
        added.forEach((id, stats) -> assertThat(table.get(id)).isSameAs(stats));
        List<PatternStats> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).hasSameSizeAs(added.keySet()).containsAll(added.values());
        assertThat(table.get(123_456_789)).isNull();
    }

    @Test
    void getOrAdd_knownId_makesNothing() {
        PatternStats first = table.getOrAdd(5, () -> pattern(5));
        assertThat(table.getOrAdd(5, () -> {
                    throw new AssertionError("made again");
                }))
                .isSameAs(first);
    }

    @Test
    void getOrAdd_makerRefuses_nothingAdded() {
        assertThat(table.getOrAdd(5, () -> null)).isNull();
        assertThat(table.get(5)).isNull();
    }

    @Test
    void getOrAdd_manyThreads_onePatternAnIdAndNoneLost() throws Exception {
        try (Crowd crowd = new Crowd(4)) {
            for (int round = 0; round < 20; round++) {
                PatternTable shared = new PatternTable();
                List<List<PatternStats>> found = crowd.play(member -> {
                    List<PatternStats> own = new ArrayList<>();
                    for (long id = 0; id < 2_000; id++) {
                        long wanted = id * 0x9e3779b97f4a7c15L;
                        PatternStats known = shared.get(wanted);
                        own.add(known != null ? known : shared.getOrAdd(wanted, () -> pattern(wanted)));
                    }
                    return own;
                });
                assertThat(found).allMatch(it -> it.equals(found.get(0)));
            }
        }
    }
}
