package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatternRegistryTest {
    private static final DatabaseIdentity ORDERS = new DatabaseIdentity("h2", Dialect.H2, "orders", null, -1);
    private static final DatabaseIdentity STOCK = new DatabaseIdentity("h2", Dialect.H2, "stock", null, -1);

    private final StripeHint hint = new StripeHint();

    /** Distinct in its words, not only in literals. */
    private static String sql(int number) {
        StringBuilder table = new StringBuilder("t");
        for (int rest = number + 1; rest > 0; rest /= 26) {
            table.append((char) ('a' + rest % 26));
        }
        return "select * from " + table;
    }

    @Test
    void find_sameText_sameStats() {
        DatabasePatterns patterns = new PatternRegistry(10).of(ORDERS);
        assertThat(patterns.find(sql(1))).isSameAs(patterns.find(new String(sql(1))));
        assertThat(patterns.find(sql(1))).isNotSameAs(patterns.find(sql(2)));
    }

    @Test
    void forEachCounted_patternsPastTheBound_showsTheirEntryOnce() {
        PatternRegistry registry = new PatternRegistry(2);
        for (int i = 0; i < 5; i++) {
            registry.of(ORDERS).find(sql(i)).recordSuccess(hint, 1_000);
        }
        List<Long> executions = new ArrayList<>();
        registry.forEachCounted(stats -> executions.add(stats.snapshot().count()));
        assertThat(executions).containsExactlyInAnyOrder(1L, 1L, 3L);
    }

    @Test
    void of_equalIdentity_sameDatabase() {
        PatternRegistry registry = new PatternRegistry(10);
        assertThat(registry.of(ORDERS))
                .isSameAs(registry.of(new DatabaseIdentity("h2", Dialect.H2, "orders", null, -1)))
                .isNotSameAs(registry.of(STOCK));
    }

    @Test
    void find_twoDatabases_keepsThemApartUnderOneBound() {
        PatternRegistry registry = new PatternRegistry(3);
        registry.of(ORDERS).find(sql(1)).recordSuccess(hint, 1_000);
        registry.of(STOCK).find(sql(1)).recordSuccess(hint, 2_000);
        registry.of(STOCK).find(sql(2)).recordSuccess(hint, 3_000);
        registry.of(STOCK).find(sql(3)).recordSuccess(hint, 4_000);

        List<PatternSnapshot> snapshots = registry.patternSnapshots();
        assertThat(snapshots).hasSize(4);
        assertThat(snapshots).extracting(it -> it.duration().sum()).containsExactly(4_000L, 3_000L, 2_000L, 1_000L);
        assertThat(snapshots.get(0).database()).isEqualTo(STOCK);
        assertThat(snapshots.get(0).distinctPatterns()).isEqualTo(1);
        assertThat(snapshots.get(0).pattern().text()).contains("querytap.patterns.max");
        assertThat(snapshots.get(3).database()).isEqualTo(ORDERS);
    }

    @Test
    void find_pastTheBound_countsDistinctPatternsInOneOverflowEntry() {
        PatternRegistry registry = new PatternRegistry(10);
        DatabasePatterns patterns = registry.of(ORDERS);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50; i++) {
                patterns.find(sql(i)).recordSuccess(hint, 1_000);
            }
        }
        List<PatternSnapshot> snapshots = registry.patternSnapshots();
        assertThat(snapshots).hasSize(11);
        PatternSnapshot overflow = snapshots.get(0);
        assertThat(overflow.distinctPatterns()).isEqualTo(40);
        assertThat(overflow.count()).isEqualTo(120);
        assertThat(snapshots.subList(1, 11)).allMatch(it -> it.count() == 3 && it.distinctPatterns() == 1);
    }

    @Test
    void find_moreTextsThanCached_countsEachUnderItsPatternStill() {
        PatternRegistry registry = new PatternRegistry(20_000);
        DatabasePatterns patterns = registry.of(ORDERS);
        Map<String, PatternStats> first = new HashMap<>();
        for (int i = 0; i < 7_000; i++) { // more than two generations of the cache
            first.put(sql(i), patterns.find(sql(i)));
        }
        for (int i = 0; i < 7_000; i++) {
            assertThat(patterns.find(sql(i))).isSameAs(first.get(sql(i)));
        }
        assertThat(new HashSet<>(first.values())).hasSize(7_000);
    }

    @Test
    void find_textsLongerThanCached_haveOnePatternStill() {
        DatabasePatterns patterns = new PatternRegistry(10).of(ORDERS);
        String text = sql(1) + " where note = '" + "x".repeat(50_000) + "'";
        assertThat(patterns.find(text)).isSameAs(patterns.find(new String(text)));
    }

    @Test
    void find_aMillionValuesOfOnePattern_leavesOtherTextsWhereTheyAre() {
        PatternRegistry registry = counting(20);
        DatabasePatterns patterns = registry.of(ORDERS);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            others.add(sql(i));
            patterns.find(sql(i));
        }
        Set<PatternStats> found = new HashSet<>();
        int kept = 0;
        for (int i = 0; i < 1_000_000; i++) {
            String text = "select name from product where id = " + i;
            found.add(patterns.find(text));
            kept += patterns.keeps(text) ? 1 : 0;
        }
        assertThat(found).hasSize(1);
        assertThat(kept).isLessThan(8 + 200);
        assertThat(others).allMatch(patterns::keeps);
        TextsSnapshot texts = found.iterator().next().texts().snapshot();
        assertThat((double) texts.distinct()).isCloseTo(1_000_000, withPercentage(13));
        assertThat(texts.isExact()).isFalse();
    }

    @Test
    void find_aThousandConstantsThatRepeat_keptFromTheSecondSightOn() {
        PatternRegistry registry = counting(20);
        DatabasePatterns patterns = registry.of(ORDERS);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                patterns.find("select name from product where status = '" + i + "'");
            }
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(patterns.keeps("select name from product where status = '" + i + "'"))
                    .isTrue();
        }
        TextsSnapshot texts = patterns.find("select name from product where status = 'x'")
                .texts()
                .snapshot();
        assertThat(texts.distinct()).isEqualTo(1_001);
        assertThat(texts.isExact()).isTrue();
    }

    @Test
    void find_textsThatDifferInMoreThanValues_countEachSetOfValuesOnce() {
        DatabasePatterns patterns = counting(20).of(ORDERS);
        PatternStats stats = patterns.find("select name from product where status = 'A' and id in (?)");
        for (int i = 0; i < 50; i++) {
            String list = "?" + ", ?".repeat(i);
            assertThat(patterns.find("/* " + i + " */ select name  from product where status = 'A' and id in (" + list
                            + ") limit " + i))
                    .isNotNull();
            patterns.find("select name from product where status = 'A' and id in (" + list + ")");
        }
        assertThat(stats.distinctTexts()).isEqualTo(1);
    }

    @Test
    void find_textsOfSeveralRows_mostRowsAreKept() {
        DatabasePatterns patterns = new PatternRegistry(10).of(ORDERS);
        PatternStats stats = patterns.find("insert into audit (id, note) values (?, ?), (?, ?)");
        assertThat(patterns.find("insert into audit (id, note) values (1, 'a'), (2, 'b'), (3, 'c')"))
                .isSameAs(stats);
        patterns.find("insert into audit (id, note) values (?, ?)");
        assertThat(stats.snapshot().texts().maxValuesRows()).isEqualTo(3);
        assertThat(patterns.find("select 1").snapshot().texts().maxValuesRows()).isZero();
    }

    @Test
    void find_countingSwitchedOff_countsNoTexts() {
        DatabasePatterns patterns = new PatternRegistry(10).of(ORDERS);
        for (int i = 0; i < 50; i++) {
            patterns.find("select name from product where id = " + i);
        }
        assertThat(patterns.find("select name from product where id = 1").distinctTexts())
                .isZero();
    }

    @Test
    void find_fewerTextsThanOfNote_noCallSite() {
        DatabasePatterns patterns = counting(20).of(ORDERS);
        PatternStats stats = patterns.find("select name from product where id = 1");
        for (int i = 1; i <= 19; i++) {
            patterns.find("select name from product where id = " + i);
        }
        assertThat(stats.texts().snapshot().site()).isNull();
        patterns.find("select name from product where id = 20");
        assertThat(stats.texts().snapshot().site()).isNotNull();
    }

    @Test
    void find_rawTexts_firstTextOfEachPatternIsShown() {
        DatabasePatterns patterns = new PatternRegistry(10, /* rawTexts= */ true).of(ORDERS);
        patterns.find("select name from product where id = 7");
        assertThat(patterns.find("select name from product where id = 8")
                        .pattern()
                        .text())
                .isEqualTo("select name from product where id = 7");
    }

    @Test
    void find_manyThreadsWithNewValues_countsEachOnce() throws Exception {
        DatabasePatterns patterns = counting(20).of(ORDERS);
        try (Crowd crowd = new Crowd(4)) {
            crowd.play(member -> {
                for (int i = 0; i < 1_000; i++) {
                    patterns.find("select name from product where id = " + i);
                }
                return null;
            });
        }
        TextsSnapshot texts =
                patterns.find("select name from product where id = 0").texts().snapshot();
        assertThat(texts.distinct()).isBetween(texts.isExact() ? 1_000L : 1L, 1_000L);
    }

    private static PatternRegistry counting(int textsOfNote) {
        return new PatternRegistry(2_000, /* rawTexts= */ false, textsOfNote);
    }

    @Test
    void find_hostileTexts_neverThrows() {
        DatabasePatterns patterns = new PatternRegistry(100).of(ORDERS);
        for (String text : List.of(
                "", " ", "'", "((((", "--", "/*", "\0\uD800", "(".repeat(200_000), "select " + "-".repeat(100_000))) {
            assertThat(patterns.find(text)).isNotNull();
        }
    }

    @Test
    void of_moreDatabasesThanKept_countsTheRestAsOneUnknown() {
        PatternRegistry registry = new PatternRegistry(10);
        Set<DatabasePatterns> distinct = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            distinct.add(registry.of(new DatabaseIdentity("h2", Dialect.H2, "tenant" + i, null, -1)));
        }
        assertThat(distinct).hasSize(65);
        assertThat(registry.of(new DatabaseIdentity("h2", Dialect.H2, "one more", null, -1))
                        .identity())
                .isEqualTo(DatabaseIdentity.FURTHER);
        assertThat(registry.transactionSnapshots()).hasSize(65);
    }

    @Test
    void find_manyThreadsSeeNewPatternsTogether_neverPassesTheBoundNorLosesARecord() throws Exception {
        long until = System.nanoTime() + 1_000_000_000L;
        try (Crowd crowd = new Crowd(4)) {
            while (System.nanoTime() < until) {
                PatternRegistry registry = new PatternRegistry(30);
                DatabasePatterns patterns = registry.of(ORDERS);
                crowd.play(member -> {
                    StripeHint own = new StripeHint();
                    for (int i = 0; i < 40; i++) {
                        patterns.find(sql(i)).recordSuccess(own, 1_000);
                    }
                    return null;
                });
                List<PatternSnapshot> snapshots = registry.patternSnapshots();
                assertThat(snapshots).hasSize(31); // no place is lost, none is taken twice
                assertThat(snapshots.stream().mapToLong(PatternSnapshot::count).sum())
                        .isEqualTo(160);
                assertThat(snapshots).anyMatch(it -> it.distinctPatterns() == 10 && it.count() == 40);
            }
        }
    }
}
