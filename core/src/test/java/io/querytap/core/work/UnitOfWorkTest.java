package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnitOfWorkTest {
    private static final String ORDER = "SELECT * FROM orders WHERE id = ?";

    /** What a unit may keep, whatever it did: 256 executions, 256 patterns. Values that are followed come on top. */
    private static final long MAX_BYTES = 192 * 1024;

    private final Workshop shop = Workshop.detecting();
    private final ConnectionWork connection = shop.connection();

    private void fail(String errorType, long durationNanos) {
        connection.executed(
                shop.pattern(ORDER),
                System.nanoTime(),
                durationNanos,
                -1,
                0,
                errorType,
                Traits.NONE,
                new RecordedExecution());
    }

    private int handedOver(UnitPolicy policy, Runnable work) {
        Workshop own = new Workshop(policy);
        ConnectionWork its = own.connection();
        own.units.entryBegins("entry", null);
        own.execute(its, ORDER, 1);
        own.units.present().waited(Workshop.LONG_WAIT_NANOS - 1);
        work.run();
        own.units.entryEnds(null);
        return own.finished().size();
    }

    @Test
    void end_errorSlowQueryOrLongWait_isHandedOverForSpans() {
        List<Runnable> nothing = List.of(() -> {}, () -> fail(null, Workshop.SLOW_NANOS - 1));
        List<Runnable> notable = List.of(
                () -> fail("57014", 1),
                () -> fail(null, Workshop.SLOW_NANOS),
                () -> shop.units.present().waited(Workshop.LONG_WAIT_NANOS));
        for (Runnable work : nothing) {
            shop.units.entryBegins("entry", null);
            work.run();
            shop.units.entryEnds(null);
            assertThat(shop.finished()).isEmpty();
        }
        for (Runnable work : notable) {
            shop.units.entryBegins("entry", null);
            shop.execute(connection, ORDER, 1);
            work.run();
            shop.units.entryEnds(null);
            assertThat(shop.finished())
                    .singleElement()
                    .satisfies(unit -> assertThat(unit.isForSpans()).isTrue());
        }
    }

    @Test
    void end_tracesAllOrOff_isHandedOverAlwaysOrNever() {
        UnitPolicy all = new UnitPolicy(UnitPolicy.Traces.ALL, Long.MAX_VALUE, Long.MAX_VALUE);
        UnitPolicy off = new UnitPolicy(UnitPolicy.Traces.OFF, 0, 0).detecting(5, Workshop.HARDLY_EVER, Long.MAX_VALUE);

        assertThat(handedOver(all, () -> {})).isEqualTo(1);
        Workshop quiet = new Workshop(off);
        ConnectionWork its = quiet.connection();
        for (int i = 0; i <= Units.FIRST_SAMPLED; i++) {
            quiet.finished();
            quiet.units.entryBegins("entry", null);
            quiet.execute(its, ORDER, 1);
            quiet.units.entryEnds(null);
        }
        assertThat(quiet.finished()).as("slow or not, nobody wants traces").isEmpty();
    }

    @Test
    void end_repeatsBelowAndAtTheThreshold_isHandedOverFromThere() {
        for (int repeats = 1; repeats <= Workshop.REPEATS; repeats++) {
            shop.units.entryBegins("entry", null);
            for (int i = 0; i < repeats; i++) {
                shop.execute(connection, ORDER, i);
            }
            shop.units.entryEnds(null);
            assertThat(shop.finished()).hasSize(repeats < Workshop.REPEATS ? 0 : 1);
        }
    }

    @Test
    void end_sameParametersThreeTimes_isHandedOver() {
        shop.units.entryBegins("entry", null);
        for (int i = 0; i < 3; i++) {
            shop.execute(connection, ORDER, 7);
        }
        shop.units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.isForSpans()).isFalse();
            assertThat(unit.keys().get(0).repeatsOfSameParameters()).isEqualTo(2);
        });
    }

    @Test
    void resultRead_whileOpenAndAfterwards_isAddedWhileOpenOnly() {
        shop.units.entryBegins("entry", null);
        RecordedExecution reference = shop.execute(connection, ORDER, 1);
        reference.resultRead(3);
        reference.resultRead(4);
        Workshop.elsewhere(() -> reference.resultRead(100));
        for (int i = 0; i < 5; i++) {
            shop.execute(connection, ORDER, i);
        }
        shop.units.entryEnds(null);
        reference.resultRead(100);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.executions().get(0).rows()).isEqualTo(7);
            assertThat(unit.executions().get(1).rows()).isEqualTo(Execution.ROWS_UNKNOWN);
            assertThat(unit.keys().get(0).rows()).isEqualTo(7);
            assertThat(unit.keys().get(0).results()).isEqualTo(2);
        });
    }

    @Test
    void resultRead_unitUsedAgain_doesNotReachTheNextUnit() {
        shop.units.entryBegins("first", null);
        RecordedExecution reference = shop.execute(connection, ORDER, 1);
        shop.units.entryEnds(null);
        shop.units.entryBegins("second", null);
        for (int i = 0; i < 5; i++) {
            shop.execute(connection, ORDER, i);
        }
        reference.resultRead(100);
        shop.units.entryEnds(null);

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.keys().get(0).rows()).isZero());
    }

    @Test
    void isOf_statementThatLivesOn_doesNotKeepTheUnitAlive() throws InterruptedException {
        WeakReference<?>[] unit = new WeakReference<?>[1];
        RecordedExecution[] statement = new RecordedExecution[1];
        Workshop.elsewhere(() -> {
            shop.units.entryBegins("entry", null);
            for (int i = 0; i < 5; i++) {
                statement[0] = shop.execute(connection, ORDER, i);
            }
            unit[0] = new WeakReference<>(shop.units.present());
            connection.returned(System.nanoTime());
            shop.units.entryEnds(null);
        });
        assertThat(shop.finished()).hasSize(1);
        for (int i = 0; i < 50 && unit[0].get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }

        assertThat(unit[0].get()).isNull();
        statement[0].resultRead(1); // points to nothing, and says nothing
    }

    @Test
    void add_millionExecutionsOfTenThousandPatterns_staysSmallAndLosesNoCount() throws IllegalAccessException {
        int patterns = 10_000;
        int rounds = 100;
        String[] texts = new String[patterns];
        for (int i = 0; i < patterns; i++) {
            texts[i] = "SELECT a" + i + " FROM t WHERE id = ?";
        }
        shop.units.entryBegins("import", null);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < patterns; i++) {
                shop.execute(connection, texts[i], round);
            }
        }
        UnitOfWork unit = shop.units.present();

        assertThat(unit).isNotNull();
        assertThat(Footprint.bytesOf(unit)).isBetween(MAX_BYTES / 4, MAX_BYTES);
        shop.units.entryEnds(null);
        assertThat(shop.finished()).singleElement().satisfies(finished -> {
            long counted = finished.keys().stream().mapToLong(KeyUse::count).sum();
            assertThat(finished.keys()).hasSize(KeyTable.MAX_KEYS).allMatch(key -> key.count() == rounds);
            assertThat(counted + finished.executionsOfOtherPatterns()).isEqualTo((long) rounds * patterns);
            assertThat(finished.executions().size() + finished.unrecordedExecutions())
                    .isEqualTo((long) rounds * patterns);
        });
        assertThat(shop.units.traffic().byName().get("import").executions()).isEqualTo((long) rounds * patterns);
    }

    @Test
    void leaseEnded_moreLeasesThanAreKept_keepsTheNotableOnes() {
        shop.units.entryBegins("entry", null);
        for (int i = 0; i < UnitOfWork.MAX_LEASES + 10; i++) {
            connection.leased("pool", System.nanoTime(), i);
            boolean last = i == UnitOfWork.MAX_LEASES + 5;
            connection.returning(System.nanoTime(), last ? 3 : 0, null);
            connection.returned(System.nanoTime());
        }
        shop.units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.leaseCount()).isEqualTo(UnitOfWork.MAX_LEASES + 10);
            assertThat(unit.leases()).hasSize(UnitOfWork.MAX_LEASES);
            assertThat(unit.leases())
                    .filteredOn(lease -> lease.openStatements() == 3)
                    .hasSize(1);
        });
    }
}
