package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.TableSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final Journal journal = new Journal();

    @Test
    void note_sameTableOften_isOneWithTheOldestAge() {
        journal.note(Tier.ITEM, 100);
        journal.note(Tier.ITEM, 200);
        assertThat(journal.size()).isEqualTo(1);
        assertThat(journal.oldestNanos(300)).isEqualTo(200);
        assertThat(journal.overlaps(Tier.ITEM.and(Tier.STOCK))).isTrue();
        assertThat(journal.overlaps(Tier.STOCK)).isFalse();
        assertThat(journal.overlaps(TableSet.EMPTY)).isFalse();
    }

    @Test
    void sent_writtenAgainMeanwhile_stays() {
        journal.note(Tier.ITEM, 0);
        journal.note(Tier.STOCK, 0);
        Journal.Page page = journal.page();
        journal.note(Tier.ITEM, 1);
        journal.sent(page);
        assertThat(journal.overlaps(Tier.ITEM)).isTrue();
        assertThat(journal.overlaps(Tier.STOCK)).isFalse();
        journal.sent(journal.page());
        assertThat(journal.isEmpty()).isTrue();
        assertThat(journal.oldestNanos(5)).isZero();
    }

    @Test
    void note_moreTablesThanTheBound_isEverything() {
        for (int i = 0; i <= Journal.MAX_TABLES; i++) {
            journal.note(TableSet.of(List.of("t" + i)), i);
        }
        assertThat(journal.size()).isEqualTo(Journal.MAX_TABLES + 1);
        assertThat(journal.overlaps(Tier.ITEM)).isTrue();
        assertThat(journal.page().tables()).contains(TableSet.EVERYTHING);
        journal.sent(journal.page());
        assertThat(journal.isEmpty()).isTrue();
    }

    @Test
    void note_noTable_isNothing() {
        journal.note(TableSet.EMPTY, 0);
        assertThat(journal.isEmpty()).isTrue();
    }
}
