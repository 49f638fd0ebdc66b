package io.querytap.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.callsite.CallSites;
import io.querytap.core.stats.StripeHint;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long MILLI = 1_000_000L;

    private final PoolStats pool = new PoolStats("test", "pool", () -> PoolGauges.Reading.NOTHING);
    private final StubConnection connection = new StubConnection();
    private final Lease lease = pool.lease(connection);

    @BeforeEach
    void waitsAreLookedAt() {
        pool.blame().begins();
    }

    private record Ended(long asked, long granted, long returned, int holder, long before, long running) {}

    private List<Ended> log() {
        List<Ended> all = new ArrayList<>();
        pool.leases()
                .since(
                        Long.MIN_VALUE / 2,
                        it -> all.add(new Ended(
                                it.askedNanos(),
                                it.grantedNanos(),
                                it.returnedNanos(),
                                it.holder(),
                                it.nanosIn(HolderState.IDLE_BEFORE_FIRST),
                                it.nanosIn(HolderState.RUNNING))));
        return all;
    }

    private static void elsewhere(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void end_afterBegin_isRecordedOnceWithItsTimes() {
        connection.unitName = "GET /a";
        lease.begin(10, 30, new Object());
        assertThat(lease.isOut()).isTrue();
        assertThat(lease.holder()).isSameAs(Thread.currentThread());
        connection.timeline.callBegins(40);
        connection.timeline.callEnds(40, 45, /* inTransaction= */ false);
        lease.end(100);
        lease.end(200);

        assertThat(lease.isOut()).isFalse();
        assertThat(lease.holder()).isNull();
        assertThat(log()).containsExactly(new Ended(10, 30, 100, log().get(0).holder(), 10, 5));
        assertThat(pool.leases().holders().of(log().get(0).holder()).unit()).isEqualTo("GET /a");
        assertThat(pool.waits().snapshot().count()).isEqualTo(1);
        assertThat(pool.uses().snapshot().count()).isEqualTo(1);
        assertThat(pool.hasWaits()).isFalse();
    }

    @Test
    void waits_ofALeaseThatIsOut_areCountedBeforeItsUse() {
        lease.begin(10, 30, new Object());
        assertThat(pool.waits().snapshot().sum()).isEqualTo(20);
        assertThat(pool.uses().snapshot().count()).isZero();
        lease.end(100);
        assertThat(pool.waits().snapshot().count()).isEqualTo(1);
        assertThat(pool.uses().snapshot().sum()).isEqualTo(70);
    }

    @Test
    void gone_whileItIsOut_leavesItsTimesWithThePool() {
        lease.begin(10, 30, new Object());
        lease.gone(100);
        lease.begin(200, 230, new Object()); // a pool that goes on with what it closed
        lease.end(300);

        assertThat(pool.waits().snapshot().sum()).isEqualTo(50);
        assertThat(pool.uses().snapshot().sum()).isEqualTo(140);
    }

    @Test
    void end_nothingWasDone_isIdleBeforeTheFirst() {
        lease.begin(10, 30, new Object());
        lease.end(100);

        assertThat(log()).containsExactly(new Ended(10, 30, 100, log().get(0).holder(), 70, 0));
        assertThat(connection.timeline.isInPool()).isTrue();
    }

    @Test
    void begin_callsInsideEachOther_countOnce() {
        lease.begin(12, 20, new Object());
        lease.begin(10, 21, new Object());
        lease.end(100);

        assertThat(lease.isOut()).isFalse();
        assertThat(connection.timesLeased).isEqualTo(1);
        assertThat(pool.waits().snapshot().count()).isEqualTo(1);
        assertThat(log()).hasSize(1).allMatch(it -> it.asked() == 12);
    }

    @Test
    void begin_returnWasNotTold_beginsAnew() {
        lease.begin(10, 20, new Object());
        long first = lease.serial();
        lease.begin(50, 60, new Object());
        assertThat(lease.isOut()).isTrue();
        assertThat(lease.serial()).isNotEqualTo(first);
        lease.end(100);

        assertThat(lease.isOut()).isFalse();
        assertThat(log()).hasSize(1).allMatch(it -> it.granted() == 60);
        assertThat(pool.uses().snapshot().count()).isEqualTo(1);
    }

    @Test
    void untouchedSinceNanos_isTheTimeOfCloseOfThePresentLeaseOnly() {
        lease.begin(10, 20, new Object());
        connection.untouched = true;
        assertThat(lease.untouchedSinceNanos()).isZero();
        lease.closing(30);
        assertThat(lease.untouchedSinceNanos()).isEqualTo(30);
        connection.untouched = false;
        assertThat(lease.untouchedSinceNanos()).isZero();
        lease.end(40);
        lease.begin(50, 60, new Object());
        connection.untouched = true;

        assertThat(lease.untouchedSinceNanos()).isZero();
    }

    @Test
    void end_byAnotherThread_isTheEnd() throws InterruptedException {
        lease.begin(10, 20, new Object());
        elsewhere(() -> lease.end(100));

        assertThat(lease.isOut()).isFalse();
        assertThat(lease.holder()).isNull();
        assertThat(log()).hasSize(1).allMatch(it -> it.before() == 80);
    }

    @Test
    void gone_whileOut_isRecordedAndNoEntryAnyMore() {
        lease.begin(10, 20, new Object());
        lease.gone(100);
        lease.gone(110);

        assertThat(log()).hasSize(1);
        assertThat(pool.entries()).isEmpty();
    }

    @Test
    void begin_waitOfAMillisecond_isLookedAtOneByOne() {
        connection.checkNanos = 7;
        pool.asks(0);
        pool.created(new StripeHint(), 100, 300, /* failure= */ null);
        lease.begin(0, PoolStats.QUEUED_NANOS, new Object());
        pool.asksNoMore();

        assertThat(pool.takeWaits()).singleElement().satisfies(it -> {
            assertThat(it.nanos()).isEqualTo(PoolStats.QUEUED_NANOS);
            assertThat(it.outcome()).isEqualTo(Wait.Outcome.GRANTED);
            assertThat(it.ownCreationNanos()).isEqualTo(200);
            assertThat(it.checkNanos()).isEqualTo(7);
            assertThat(it.isNested()).isFalse();
        });
    }

    @Test
    void begin_otherLeaseHeldByTheThread_isNested() throws InterruptedException {
        StubConnection other = new StubConnection();
        Lease second = pool.lease(other);
        connection.acquiredAt = new CallSites().take();
        lease.begin(0, 0, new Object());
        second.begin(10, 10 + PoolStats.QUEUED_NANOS, new Object());
        elsewhere(() -> pool.recordTimeout(new StripeHint(), 20, 30 * MILLI));
        connection.ofPresentUnit = true;
        elsewhere(() -> pool.recordFailure(20, 30 * MILLI));

        List<Wait> waits = pool.takeWaits();
        assertThat(waits).extracting(Wait::isNested).containsExactly(true, false, true);
        assertThat(waits.get(0).alreadyHeld()).isSameAs(lease);
        assertThat(waits.get(0).heldSite()).isSameAs(connection.acquiredAt);
        assertThat(waits.get(0).threadName()).isEqualTo(Thread.currentThread().getName());
        assertThat(waits.get(1).outcome()).isEqualTo(Wait.Outcome.TIMED_OUT);
        assertThat(waits.get(2).outcome()).isEqualTo(Wait.Outcome.FAILED);
    }

    @Test
    void takeWaits_moreThanAreKept_areLaidToNobodyAndNotLost() {
        double waited = 0;
        for (int i = 0; i < 5_000; i++) {
            pool.recordFailure(i, i + 2 * MILLI);
            waited += 2 * MILLI;
        }
        double looked = pool.takeWaits().stream().mapToDouble(Wait::nanos).sum();

        assertThat(looked).isPositive().isLessThan(waited);
        assertThat(looked + pool.blame().totalNanos()).isEqualTo(waited);
        assertThat(pool.takeWaits()).isEmpty();
    }

    @Test
    void isForgotten_handleDropped_onlyWhileTheLeaseIsOut() throws InterruptedException {
        lease.begin(10, 20, new Object());
        assertThat(lease.isForgotten()).isFalse(); // from now on held weakly
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!lease.isForgotten() && System.nanoTime() - deadline < 0) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(lease.isForgotten()).isTrue();
        lease.end(30);
        assertThat(lease.isForgotten()).isFalse();

        Object kept = new Object();
        lease.begin(40, 50, kept);
        assertThat(lease.isForgotten()).isFalse();
        System.gc();
        assertThat(lease.isForgotten()).isFalse();
        assertThat(kept).isNotNull();
    }

    @Test
    void isForgotten_objectWithTheHandleDropped_isKnown() throws InterruptedException {
        Object[] borrowed = {lease.handle()};
        lease.begin(10, 20, borrowed[0]);
        System.gc();
        assertThat(lease.isForgotten()).isFalse();
        assertThat(lease.handle()).isSameAs(borrowed[0]);
        borrowed[0] = null;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!lease.isForgotten() && System.nanoTime() - deadline < 0) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(lease.isForgotten()).isTrue();
        lease.end(30);
        assertThat(lease.isForgotten()).isFalse();

        Lease.Handle next = lease.handle();
        lease.begin(40, 50, next);
        assertThat(lease.isForgotten()).isFalse();
        assertThat(next.lease()).isSameAs(lease);
    }

    private void untilThePoolsClockIsBelieved() {
        connection.untouched = true;
        connection.mayReturnLater = true;
        while (!lease.closesLater()) {
            long asked = System.nanoTime();
            lease.lent(System.nanoTime(), System.nanoTime());
            lease.begin(asked, lease.grantedNow(asked), lease.handle());
            if (lease.closesLater()) {
                return;
            }
            long closed = System.nanoTime();
            lease.closing(closed);
            lease.end(closed);
            lease.returned(System.nanoTime());
        }
    }

    @Test
    void returned_closedLater_endsTheLeaseThen() {
        untilThePoolsClockIsBelieved();
        int ended = log().size();
        connection.returnings.clear();
        long returned = System.nanoTime();

        assertThat(lease.endsLater()).isTrue();
        lease.returned(returned);

        assertThat(lease.isOut()).isFalse();
        assertThat(lease.endsLater()).isFalse();
        assertThat(connection.returnings).containsExactly(returned);
        assertThat(log()).hasSize(ended + 1).last().extracting(Ended::returned).isEqualTo(returned);
        lease.returned(returned + MILLI);
        assertThat(log()).hasSize(ended + 1);
    }

    @Test
    void end_closedLaterAndConnectionGone_isToldOfBoth() {
        untilThePoolsClockIsBelieved();
        connection.returnings.clear();
        long gone = System.nanoTime();

        lease.gone(gone);

        assertThat(lease.isOut()).isFalse();
        assertThat(connection.returnings).containsExactly(gone);
    }

    @Test
    void closesLater_somethingIsOpen_isToldNow() {
        untilThePoolsClockIsBelieved();
        connection.returnsLater = false;
        connection.mayReturnLater = false;
        assertThat(lease.closesLater()).isFalse();
    }

    @Test
    void forgetFormerHolder_inThePoolForLong_keepsNoThread() throws Exception {
        Field holder = Lease.class.getDeclaredField("holder");
        holder.setAccessible(true);
        long second = TimeUnit.SECONDS.toNanos(1);
        lease.begin(10, 20, new Object());
        lease.forgetFormerHolder(10 * second);
        assertThat(lease.holder()).isSameAs(Thread.currentThread());
        lease.end(30);
        lease.forgetFormerHolder(second / 2);
        assertThat(holder.get(lease)).isSameAs(Thread.currentThread());
        assertThat(lease.holder()).isNull();
        lease.forgetFormerHolder(2 * second);
        assertThat(holder.get(lease)).isNull();
    }
}
