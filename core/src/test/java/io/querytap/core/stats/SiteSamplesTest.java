package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.CallSites;
import io.querytap.core.callsite.Sites;
import org.junit.jupiter.api.Test;

class SiteSamplesTest {
    private final SiteSamples samples = new SiteSamples();

    @Test
    void sites_severalLines_mostFrequentFirst() {
        samples.add(Sites.at("shop.Cart", "total", 12));
        samples.add(Sites.at("shop.Orders", "list", 40));
        samples.add(Sites.at("shop.Orders", "list", 40));

        assertThat(samples.sites())
                .extracting(it -> it.count() + " " + it.site())
                .containsExactly("2 shop.Orders.list(Orders.java:40)", "1 shop.Cart.total(Cart.java:12)");
        assertThat(samples.looks()).isEqualTo(3);
    }

    @Test
    void sites_moreLinesThanKept_areLookedAtAndNotTold() {
        for (int line = 1; line <= 3 * SiteSamples.MAX_SITES; line++) {
            samples.add(Sites.at("shop.Cart", "total", line));
        }
        assertThat(samples.sites()).hasSize(SiteSamples.MAX_SITES);
        assertThat(samples.looks()).isEqualTo(3 * SiteSamples.MAX_SITES);
    }

    @Test
    void sites_noFrameOfTheApplication_isOnlyALook() {
        samples.add(Sites.at("org.postgresql.Driver", "connect", 1));

        assertThat(samples.sites()).isEmpty();
        assertThat(samples.looks()).isEqualTo(1);
    }

    @Test
    void saw_moreAndMoreExecutions_isLookedAtEverMoreSeldom() {
        CallSites unlimited = new CallSites(/* meanGapNanos= */ 1, /* maxBurst= */ 1_000_000);

        see(unlimited, 16);
        assertThat(samples.looks()).isEqualTo(16);
        see(unlimited, 8); // from now on every second one
        assertThat(samples.looks()).isEqualTo(20);
        see(unlimited, 100_000 - 24);
        assertThat(samples.looks()).isBetween(50, 100);
    }

    @Test
    void saw_tooSoonForAWalk_isMadeUpForByTheNextExecution() {
        CallSites seldom = new CallSites(/* meanGapNanos= */ 1_000_000_000L, /* maxBurst= */ 1);
        long now = System.nanoTime();

        while (seldom.take(now) != null) {
            assertThat(samples.looks()).isZero();
        }
        samples.saw(seldom, now + 1);
        assertThat(samples.looks()).isZero();
        samples.saw(seldom, now + 2_000_000_000L);
        assertThat(samples.looks()).isEqualTo(1);
    }

    private void see(CallSites walker, int executions) {
        for (int i = 0; i < executions; i++) {
            samples.saw(walker, System.nanoTime());
        }
    }
}
