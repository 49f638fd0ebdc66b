package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.LeaseScript;
import io.querytap.core.stats.PatternStats;
import org.junit.jupiter.api.Test;

class ConnectionWorkTest {
    private final Workshop shop = Workshop.all();
    private final ConnectionWork connection = new ConnectionWork(Workshop.SHOP, shop.units, shop.open, 1_000);

    private void call(long startNanos, long endNanos) {
        connection.callBegins(startNanos);
        connection.callEnds(startNanos, endNanos);
    }

    private void write(String sql, long startNanos) {
        PatternStats pattern = shop.pattern(sql);
        call(startNanos, startNanos + 10);
        connection.executed(pattern, startNanos, 10, -1, 0, null, Traits.NONE, new RecordedExecution());
    }

    @Test
    void returned_leaseWithWork_isSplitIntoBusyAndIdle() {
        shop.units.entryBegins("entry", null);
        connection.leased("pool", 10_000, 77);
        call(11_000, 11_500);
        connection.transactionBegins(12_000);
        call(12_000, 12_200);
        connection.transactionEnds(13_000);
        call(13_500, 13_600);
        connection.rowsRead(13_900);
        connection.returned(20_000);
        shop.units.entryEnds(null);

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.leases()).singleElement().satisfies(lease -> {
                    assertThat(lease.poolName()).isEqualTo("pool");
                    assertThat(lease.waitNanos()).isEqualTo(77);
                    assertThat(lease.holdNanos()).isEqualTo(10_000);
                    assertThat(lease.busyNanos()).isEqualTo(500 + 200 + 100 + 300);
                    assertThat(lease.idleNanos()).isEqualTo(10_000 - 1_100);
                    assertThat(lease.idleBeforeNanos()).isEqualTo(1_000);
                    assertThat(lease.idleAfterNanos()).isEqualTo(20_000 - 13_900);
                    assertThat(lease.uncommitted()).isFalse();
                }));
    }

    @Test
    void returned_leaseWithoutAnyCall_isIdleBefore() {
        shop.units.entryBegins("entry", null);
        connection.leased("pool", 10_000, 0);
        connection.returned(12_000);
        shop.units.entryEnds(null);

        assertThat(shop.finished().get(0).leases()).singleElement().satisfies(lease -> {
            assertThat(lease.idleBeforeNanos()).isEqualTo(2_000);
            assertThat(lease.idleAfterNanos()).isZero();
        });
    }

    @Test
    void returning_writtenAndNotCommitted_isToldOnceAndOnlyThen() {
        shop.units.entryBegins("entry", null);
        for (boolean committed : new boolean[] {true, false}) {
            connection.leased("pool", 10_000, 0);
            connection.autoCommit(false);
            connection.transactionBegins(10_100);
            write("UPDATE t SET a = 1", 10_100);
            assertThat(connection.hasWritten()).isTrue();
            if (committed) {
                connection.transactionEnds(10_300);
            }
            connection.returning(10_400, 0, null);
            connection.returned(10_500);
            assertThat(connection.hasWritten()).isFalse();
            assertThat(connection.inTransaction()).isFalse();
        }
        shop.units.entryEnds(null);

        assertThat(shop.finished().get(0).leases())
                .extracting(LeaseUse::uncommitted)
                .containsExactly(false, true);
    }

    @Test
    void transactionBegins_secondTransaction_startsWithNothingWritten() {
        connection.transactionBegins(1_000);
        write("UPDATE t SET a = 1", 1_000);
        connection.transactionEnds(2_000);
        long first = connection.transactionSerial();
        connection.transactionBegins(3_000);

        assertThat(connection.hasWritten()).isFalse();
        assertThat(connection.lastWrite()).isNull();
        assertThat(connection.transactionStartNanos()).isEqualTo(3_000);
        assertThat(connection.transactionSerial()).isNotEqualTo(first);
    }

    @Test
    void checkNanos_callsInThePool_areThoseSinceTheBorrowerAsked() {
        connection.leased("pool", 10_000, 0);
        call(11_000, 11_500);
        connection.timeline().leaseEnds(12_000);
        connection.returned(12_000);
        call(20_000, 20_700); // by the pool, before anybody asked
        connection.protocolCallBegins(31_000);
        connection.protocolCallEnds(31_000, 31_400, 1);
        call(32_000, 32_050);

        assertThat(connection.isInPool()).isTrue();
        assertThat(connection.checkNanos(30_000)).isEqualTo(450);
        connection.leased("pool", 33_000, 3_000);
        call(34_000, 34_500);
        assertThat(connection.isInPool()).isFalse();
        assertThat(connection.checkNanos(30_000)).isEqualTo(450);
    }

    @Test
    void protocolCallEnds_withAndWithoutTrip_isNoStatement() {
        connection.leased("pool", 10_000, 0);
        connection.protocolCallBegins(11_000);
        assertThat(connection.callStartNanos()).isEqualTo(11_000);
        connection.protocolCallEnds(11_000, 11_100, 0);
        assertThat(connection.callStartNanos()).isZero();
        assertThat(connection.lastEndNanos()).isEqualTo(10_000);
        connection.protocolCallBegins(12_000);
        connection.protocolCallEnds(12_000, 12_300, 1);

        assertThat(connection.lastEndNanos()).isEqualTo(12_300);
        assertThat(connection.busyNanos()).isEqualTo(400);
        assertThat(connection.idleBeforeNanos(15_000)).isEqualTo(5_000);
    }

    @Test
    void busyNanos_callsInsideALoopOverRows_countNothingTwice() {
        connection.leased("pool", 10_000, 0);
        call(10_100, 10_200);
        for (int row = 0; row < 10; row++) {
            connection.rowRead();
            call(10_300 + row * 100, 10_350 + row * 100);
        }
        connection.rowsRead(11_300);
        connection.returned(12_000);

        // All until the end of the rows is work: 100 before the first call and 700 after the last row are not.
        assertThat(connection.busyNanos()).isEqualTo(1_200);
    }

    @Test
    void leaseSerial_ofDifferentConnectionsAndLeases_isNeverTheSame() {
        ConnectionWork other = shop.connection();
        connection.leased("pool", 1, 0);
        other.leased("pool", 1, 0);
        long first = connection.leaseSerial();
        connection.returned(2);
        connection.leased("pool", 3, 0);

        assertThat(connection.leaseSerial()).isNotEqualTo(first).isNotEqualTo(other.leaseSerial());
    }

    @Test
    void callBegins_anotherThreadThanTheBorrower_isTheHolderFromThenOn() {
        connection.leased("pool", 10_000, 0);
        assertThat(connection.holder()).isNull();
        Thread[] user = new Thread[1];
        Workshop.elsewhere(() -> {
            user[0] = Thread.currentThread();
            call(11_000, 12_000);
        });

        assertThat(connection.holder()).isSameAs(user[0]);
        connection.returned(13_000);
        assertThat(connection.holder()).isNull();
    }

    @Test
    void callStartNanos_outsideCalls_isZero() {
        connection.callBegins(5_000);
        assertThat(connection.callStartNanos()).isEqualTo(5_000);
        connection.callEnds(5_000, 6_000);

        assertThat(connection.callStartNanos()).isZero();
        assertThat(connection.lastEndNanos()).isEqualTo(6_000);
    }

    @Test
    void closed_withoutPool_isGoneAndItsUnitEnded() {
        assertThat(shop.open.all()).contains(connection);
        write("SELECT 1", 2_000);
        assertThat(connection.unitKind()).isEqualTo(UnitKind.LEASE);
        assertThat(connection.unitName()).isEqualTo("connection to shop");
        connection.closed(3_000);

        assertThat(shop.open.all()).doesNotContain(connection);
        assertThat(connection.unitKind()).isNull();
        assertThat(shop.finished()).hasSize(1);
    }

    @Test
    void leased_otherPoolUsesUpItsLooks_siteIsKnownAllTheSame() {
        LeaseScript busy = new LeaseScript();
        for (int i = 0; i < 1_000; i++) { // more than are looked at
            busy.lease("busy", /* waitedMillis= */ 5).giveBack();
        }
        busy.lease("busy", /* waitedMillis= */ 5);
        LeaseScript other = new LeaseScript(busy.units).lease("other", /* waitedMillis= */ 0);

        assertThat(busy.connection.acquiredAt()).isNull();
        assertThat(other.connection.acquiredAt()).isNotNull();
    }
}
