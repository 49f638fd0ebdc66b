package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import io.querytap.core.stats.PatternStats;
import org.junit.jupiter.api.Test;

class KeyUseTest {
    private final PatternStats pattern = Workshop.all().pattern("SELECT 1");

    private KeyUse use(long startNanos) {
        KeyUse use = new KeyUse();
        use.begin(pattern, startNanos);
        return use;
    }

    private static CallSite site() {
        CallSite site = new CallSites().take();
        assertThat(site).isNotNull();
        return site;
    }

    private static void add(KeyUse use, long startNanos, long hash) {
        use.add(startNanos, 10, -1, hash, false, Traits.IN_TRANSACTION, 1, 1);
    }

    @Test
    void add_moreHashesThanAreKept_countsTheFurtherOnesAsOthers() {
        KeyUse use = use(0);
        for (int round = 0; round < 3; round++) {
            for (int hash = 0; hash < KeyUse.MAX_HASHES + 2; hash++) {
                add(use, hash, hash);
            }
        }

        assertThat(use.count()).isEqualTo(3 * (KeyUse.MAX_HASHES + 2));
        assertThat(use.distinctParameters()).isEqualTo(KeyUse.MAX_HASHES);
        assertThat(use.distinctIsAtLeast()).isTrue();
        assertThat(use.repeatsOfSameParameters()).isEqualTo(2 * KeyUse.MAX_HASHES);
        assertThat(use.mostWithSameParameters()).isEqualTo(3);
        assertThat(use.countOfParameters(0)).isEqualTo(3);
    }

    @Test
    void add_traitsLeasesAndTransactions_areCountedEach() {
        KeyUse use = use(0);
        use.add(0, 5, -1, 1, true, Traits.NONE, 1, 1);
        use.add(10, 7, 20, 1, false, Traits.IN_TRANSACTION | Traits.GENERATED_KEYS, 1, 2);
        use.add(20, 9, 30, 1, false, Traits.IN_TRANSACTION | Traits.BATCH_NOT_REWRITTEN | Traits.REPEATABLE_READ, 2, 3);

        assertThat(use.errors()).isEqualTo(1);
        assertThat(use.autocommitted()).isEqualTo(1);
        assertThat(use.generatedKeys()).isEqualTo(1);
        assertThat(use.batches()).isEqualTo(2);
        assertThat(use.batchedSets()).isEqualTo(50);
        assertThat(use.batchesNotRewritten()).isEqualTo(1);
        assertThat(use.repeatableReads()).isEqualTo(1);
        assertThat(use.leases()).isEqualTo(2);
        assertThat(use.mostInOneLease()).isEqualTo(2);
        assertThat(use.transactions()).isEqualTo(3);
        assertThat(use.minNanos()).isEqualTo(5);
        assertThat(use.maxNanos()).isEqualTo(9);
        assertThat(use.durationNanos()).isEqualTo(21);
        assertThat(use.lastEndNanos()).isEqualTo(29);
    }

    @Test
    void merge_hashesOfBoth_addsUpThoseThatBothHave() {
        KeyUse one = use(100);
        KeyUse other = use(50);
        for (int hash = 0; hash < 6; hash++) {
            add(one, 100 + hash, hash);
            add(other, 50 + hash, hash + 3);
            add(other, 60 + hash, hash + 3);
        }
        one.merge(other);

        assertThat(one.count()).isEqualTo(18);
        assertThat(one.distinctParameters()).isEqualTo(KeyUse.MAX_HASHES);
        assertThat(one.countOfParameters(0)).isEqualTo(1);
        assertThat(one.countOfParameters(3)).isEqualTo(3);
        assertThat(one.countOfParameters(6)).isEqualTo(2);
        assertThat(one.distinctIsAtLeast()).as("hash 8 found no room").isTrue();
        long kept = 0;
        for (int i = 0; i < one.distinctParameters(); i++) {
            kept += one.countOfParameters(i);
        }
        assertThat(kept).isEqualTo(16);
        assertThat(one.repeatsOfSameParameters()).isEqualTo(18 - KeyUse.MAX_HASHES - 2);
        assertThat(one.firstStartNanos()).isEqualTo(50);
        assertThat(one.lastEndNanos()).isEqualTo(115);
    }

    @Test
    void begin_usedAgain_carriesNothingOver() {
        KeyUse use = use(0);
        add(use, 0, 1);
        use.resultRead(0);
        use.site(site());
        use.begin(pattern, 1_000);
        add(use, 1_000, 2);

        assertThat(use.count()).isEqualTo(1);
        assertThat(use.distinctParameters()).isEqualTo(1);
        assertThat(use.countOfParameters(0)).isEqualTo(1);
        assertThat(use.results()).isZero();
        assertThat(use.emptyResults()).isZero();
        assertThat(use.sites()).isEmpty();
    }

    @Test
    void wantsSite_fromTheRepeatBeforeTheThreshold_thenAtDoublingsUpToTheBound() {
        KeyUse use = use(0);
        int asked = 0;
        for (int i = 1; i <= 100_000; i++) {
            add(use, i, 1);
            if (use.wantsSite(5)) {
                asked++;
                assertThat(i == 4 || i == 5 || Integer.bitCount(i) == 1)
                        .as("at %d", i)
                        .isTrue();
                use.site(site());
            }
        }

        assertThat(asked).isEqualTo(KeyUse.MAX_SITES);
        assertThat(use.sites()).hasSize(KeyUse.MAX_SITES);
    }
}
