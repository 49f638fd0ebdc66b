package io.querytap.cache.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.rule.CacheRule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RuleFiguresTest {
    @Test
    void figures_areThoseOfTheirMoment() {
        RuleStats stats = new RuleStats();
        stats.localHits.increment();
        stats.refused(Refusal.FENCED);
        stats.savedNanos.add(TimeUnit.MILLISECONDS.toNanos(1_500));
        RuleFigures figures =
                new RuleFigures("a", stats, 7, CacheRule.named("a").build(), false, List.of());
        stats.localHits.increment();
        stats.refused(Refusal.FENCED);
        assertThat(figures.localHits()).isEqualTo(1);
        assertThat(figures.savedSeconds()).isEqualTo(1.5);
        assertThat(figures.heldBytes()).isEqualTo(7);
        assertThat(figures.refusals()).containsOnlyKeys(Refusal.FENCED).containsEntry(Refusal.FENCED, 1L);
    }

    @Test
    void ages_areCountedInClassesThatDouble() {
        AgeCounts ages = new AgeCounts();
        ages.record(0);
        ages.record(TimeUnit.MILLISECONDS.toNanos(1));
        ages.record(TimeUnit.MILLISECONDS.toNanos(3));
        ages.record(TimeUnit.DAYS.toNanos(400));
        AgeSnapshot snapshot = ages.snapshot();
        assertThat(snapshot.total()).isEqualTo(4);
        assertThat(snapshot.sumNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(4) + TimeUnit.DAYS.toNanos(400));
        assertThat(snapshot.count(0)).isEqualTo(1);
        assertThat(snapshot.belowMillis(0)).isEqualTo(1);
        assertThat(snapshot.count(1)).isEqualTo(1);
        assertThat(snapshot.count(2)).isEqualTo(1);
        assertThat(snapshot.belowMillis(2)).isEqualTo(4);
        assertThat(snapshot.count(snapshot.classes() - 1)).isEqualTo(1);
        assertThat(snapshot.quantileBelowMillis(0.5)).isEqualTo(2);
        assertThat(new AgeCounts().snapshot().quantileBelowMillis(0.5)).isZero();
    }

    @Test
    void rulesBeyondTheBound_areCountedTogether() {
        RuleBook book = new RuleBook();
        for (int i = 0; i < RuleBook.MAX_RULES + 5; i++) {
            book.of("rule " + i).misses.increment();
        }
        assertThat(book.all()).hasSize(RuleBook.MAX_RULES + 1);
        assertThat(book.of("another").misses.sum()).isEqualTo(5);
        assertThat(book.of("rule 3").misses.sum()).isEqualTo(1);
    }
}
