package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.CallSites;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TextVariantsTest {
    private final TextVariants variants = new TextVariants();
    private final AtomicInteger room = new AtomicInteger(1);

    @Test
    void snapshot_nothingSeen_exactlyNothing() {
        TextsSnapshot nothing = variants.snapshot();

        assertThat(nothing.distinct()).isZero();
        assertThat(nothing.isExact()).isTrue();
        assertThat(nothing.maxValuesRows()).isZero();
        assertThat(nothing.site()).isNull();
    }

    @Test
    void rows_inAnyOrder_largestStays() {
        for (int rows : new int[] {0, 3, 50, 7}) {
            variants.rows(rows);
        }
        assertThat(variants.snapshot().maxValuesRows()).isEqualTo(50);
    }

    @Test
    void keepAtFirstSight_firstFewOnly() {
        for (int i = 0; i < 8; i++) {
            assertThat(variants.keepAtFirstSight()).isTrue();
        }
        assertThat(variants.keepAtFirstSight()).isFalse();
    }

    @Test
    void add_knownValues_notNewAgain() {
        assertThat(variants.add(42, room)).isTrue();
        assertThat(variants.add(42, room)).isFalse();
        assertThat(variants.distinct()).isEqualTo(1);
    }

    @Test
    void add_manyThreadsWithTheSameValues_neverCountsTooMany() throws Exception {
        long[] values = new SplittableRandom(7).longs(900).toArray();
        try (Crowd crowd = new Crowd(4)) {
            for (int round = 0; round < 50; round++) {
                TextVariants shared = new TextVariants();
                AtomicInteger own = new AtomicInteger(1);
                crowd.play(member -> {
                    for (long value : values) {
                        shared.add(value, own);
                        shared.rows(member);
                    }
                    return null;
                });
                TextsSnapshot snapshot = shared.snapshot();
                if (snapshot.isExact()) {
                    assertThat(snapshot.distinct()).isEqualTo(values.length);
                } else {
                    assertThat(snapshot.distinct()).isBetween(1L, (long) values.length);
                }
                assertThat(snapshot.maxValuesRows()).isEqualTo(3);
            }
        }
    }

    @Test
    void takeSite_manyThreads_oneSiteThatStays() throws Exception {
        CallSites sites = new CallSites();
        try (Crowd crowd = new Crowd(4)) {
            List<CallSite> seen = crowd.play(member -> {
                variants.takeSite(sites);
                return variants.snapshot().site();
            });
            CallSite taken = variants.snapshot().site();
            assertThat(taken).isNotNull();
            assertThat(seen).allSatisfy(it -> assertThat(it).isIn(null, taken));
            Thread.sleep(30); // longer than the time between two walks
            variants.takeSite(sites);
            assertThat(variants.snapshot().site()).isSameAs(taken);
        }
    }

    @Test
    void takeSite_tooSoonAfterAnother_isTakenLater() throws Exception {
        CallSites sites = new CallSites();
        assertThat(sites.take()).isNotNull();

        variants.takeSite(sites);
        CallSite early = variants.snapshot().site();
        Thread.sleep(30);
        variants.takeSite(sites);

        assertThat(variants.snapshot().site()).isNotNull();
        assertThat(early).isIn(null, variants.snapshot().site());
    }
}
