package io.querytap.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StripesTest {
    @Test
    void acquire_allHeld_growsToABoundThenDrops() {
        Stripes stripes = new Stripes();
        StripeHint hint = new StripeHint();
        List<StatsStripe> held = new ArrayList<>();
        long droppedBefore = Diagnostics.selfErrors();
        for (int i = 0; i < 100; i++) {
            StatsStripe stripe = stripes.acquire(hint);
            if (stripe == null) {
                break;
            }
            assertThat(held).doesNotContain(stripe);
            held.add(stripe);
        }
        assertThat(held).hasSizeBetween(1, 16);
        assertThat(Diagnostics.selfErrors()).isGreaterThan(droppedBefore);

        held.forEach(StatsStripe::unlock);
        StatsStripe again = Objects.requireNonNull(stripes.acquire(hint));
        assertThat(held).contains(again);
        again.unlock();
    }

    @Test
    void acquire_oneWriter_staysWithOneStripe() {
        Stripes stripes = new Stripes();
        StatsStripe first = Objects.requireNonNull(stripes.acquire(new StripeHint()));
        first.unlock();
        for (int i = 0; i < 10_000; i++) {
            StatsStripe stripe = Objects.requireNonNull(stripes.acquire(new StripeHint()));
            assertThat(stripe).isSameAs(first);
            stripe.unlock();
        }
    }

    /**
     * A thread whose stack ends in its finally block leaves its stripe locked. The reader, which needs every stripe, used to spin
     * for ever; now it takes the stripe after two seconds, and the stripe is used again.
     */
    @Test
    void forEach_stripeNeverUnlocked_endsAndFreesIt() {
        Stripes stripes = new Stripes();
        StatsStripe lost = Objects.requireNonNull(stripes.acquire(new StripeHint()));
        lost.durations.record(1_000);

        Distribution total = stripes.total(Distribution.Kind.DURATION, stripe -> stripe.durations);

        assertThat(total.count()).isEqualTo(1);
        assertThat(lost.tryLock()).isTrue();
        lost.unlock();
    }

    @Test
    void forEach_readerThrows_leavesNoStripeLocked() {
        Stripes stripes = new Stripes();
        stripes.forEach(stripe -> {
            throw new ArrayIndexOutOfBoundsException();
        });
        StatsStripe stripe = Objects.requireNonNull(stripes.acquire(new StripeHint()));
        stripe.unlock();
    }
}
