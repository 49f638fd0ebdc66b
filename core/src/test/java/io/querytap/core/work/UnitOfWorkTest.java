package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnitOfWorkTest {
    private static final DatabaseIdentity SHOP = new DatabaseIdentity("h2", Dialect.H2, "shop", null, -1);
    private static final long SLOW = 500;
    private static final long LONG_WAIT = 50;

    private final PatternStats pattern = new PatternRegistry(10).of(SHOP).find("select 1");
    private final UnitQueue queue = new UnitQueue();

    private UnitOfWork unit(UnitPolicy.Traces traces) {
        return new UnitOfWork(SHOP, new UnitPolicy(traces, SLOW, LONG_WAIT), queue);
    }

    private List<FinishedUnit> finished() {
        List<FinishedUnit> units = new ArrayList<>();
        queue.drainTo(units, Integer.MAX_VALUE);
        return units;
    }

    @Test
    void end_allWanted_handsOverEveryRecord() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin("orders", 1_000, 20);
        int first = unit.add(pattern, 1_010, 5, -1, 77, null);
        int second = unit.add(pattern, 1_020, 6, 100, 0, "23505");
        unit.rowsRead(first, 3);
        unit.rowsRead(first, 4);
        unit.rowsRead(UnitOfWork.NOT_RECORDED, 9);
        unit.end(2_000);

        FinishedUnit done = finished().get(0);
        assertThat(done.kind()).isEqualTo("lease");
        assertThat(done.name()).isEqualTo("lease of orders");
        assertThat(done.poolName()).isEqualTo("orders");
        assertThat(done.database()).isEqualTo(SHOP);
        assertThat(done.startNanos()).isEqualTo(1_000);
        assertThat(done.endNanos()).isEqualTo(2_000);
        assertThat(done.waitNanos()).isEqualTo(20);
        assertThat(done.unrecordedExecutions()).isZero();
        assertThat(done.executions()).hasSize(2);
        Execution one = done.executions().get(first);
        assertThat(one.pattern()).isSameAs(pattern);
        assertThat(one.startNanos()).isEqualTo(1_010);
        assertThat(one.durationNanos()).isEqualTo(5);
        assertThat(one.rows()).isEqualTo(7);
        assertThat(one.batchSize()).isEqualTo(-1);
        assertThat(one.parameterHash()).isEqualTo(77);
        assertThat(one.errorType()).isNull();
        Execution other = done.executions().get(second);
        assertThat(other.rows()).isEqualTo(Execution.ROWS_UNKNOWN);
        assertThat(other.batchSize()).isEqualTo(100);
        assertThat(other.errorType()).isEqualTo("23505");
    }

    @Test
    void end_interestingOnly_handsOverErrorsSlowQueriesAndLongWaits() {
        UnitOfWork unit = unit(UnitPolicy.Traces.INTERESTING);

        unit.begin(null, 0, LONG_WAIT - 1);
        unit.add(pattern, 1, SLOW - 1, -1, 0, null);
        unit.end(10);
        assertThat(finished()).isEmpty();

        unit.begin(null, 0, 0);
        unit.add(pattern, 1, SLOW, -1, 0, null);
        unit.end(10);
        assertThat(finished()).hasSize(1);

        unit.begin(null, 0, 0);
        unit.add(pattern, 1, 1, -1, 0, "57014");
        unit.end(10);
        assertThat(finished()).hasSize(1);

        unit.begin("a", 0, LONG_WAIT);
        unit.end(10);
        assertThat(finished()).hasSize(1);

        unit.begin(null, 0, 0); // what made the last one interesting is forgotten
        unit.add(pattern, 1, 1, -1, 0, null);
        unit.end(10);
        assertThat(finished()).isEmpty();
    }

    @Test
    void begin_usedAgain_carriesNothingOver() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin("a", 0, 0);
        int record = unit.add(pattern, 1, 1, 5, 9, "E");
        unit.rowsRead(record, 5);
        unit.end(10);
        unit.begin(null, 20, 0);
        unit.add(pattern, 21, 1, -1, 0, null);
        unit.end(30);

        FinishedUnit second = finished().get(1);
        assertThat(second.name()).isEqualTo("connection to shop");
        assertThat(second.executions()).hasSize(1);
        assertThat(second.executions().get(0).rows()).isEqualTo(Execution.ROWS_UNKNOWN);
        assertThat(second.executions().get(0).errorType()).isNull();
    }

    @Test
    void begin_whileOneIsOpen_endsThatOne() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin("a", 0, 0);
        unit.begin("b", 7, 0);
        unit.end(9);
        assertThat(finished()).extracting(FinishedUnit::endNanos).containsExactly(7L, 9L);
    }

    @Test
    void end_twice_handsOverOnce() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin("a", 0, 0);
        unit.end(1);
        unit.end(2);
        unit.rowsRead(0, 1);
        assertThat(finished()).hasSize(1);
    }

    @Test
    void end_noPoolAndNothingExecuted_isNoUnit() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin(null, 0, 0);
        unit.begin("a", 1, 0);
        unit.end(2);
        unit.begin(null, 3, 0);
        unit.add(pattern, 4, 1, -1, 0, null);
        unit.end(5);
        assertThat(finished()).extracting(FinishedUnit::startNanos).containsExactly(1L, 3L);
    }

    @Test
    void add_pastTheBound_isCountedNotRecorded() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin(null, 0, 0);
        for (int i = 0; i < UnitOfWork.MAX_EXECUTIONS; i++) {
            assertThat(unit.add(pattern, i, 1, -1, i, null)).isEqualTo(i);
        }
        for (int i = 0; i < 44; i++) {
            assertThat(unit.add(pattern, i, 1, -1, i, null)).isEqualTo(UnitOfWork.NOT_RECORDED);
        }
        unit.end(1);
        FinishedUnit done = finished().get(0);
        assertThat(done.executions()).hasSize(UnitOfWork.MAX_EXECUTIONS);
        assertThat(done.executions().get(255).parameterHash()).isEqualTo(255);
        assertThat(done.unrecordedExecutions()).isEqualTo(44);
    }

    @Test
    void add_ofAnotherThread_isCountedNotRecorded() throws Exception {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        unit.begin(null, 0, 0);
        unit.add(pattern, 1, 1, -1, 0, null);
        Thread other = new Thread(() -> unit.add(pattern, 2, 1, -1, 0, null));
        other.start();
        other.join();
        unit.add(pattern, 3, 1, -1, 0, null);
        unit.end(9);
        FinishedUnit done = finished().get(0);
        assertThat(done.executions()).extracting(Execution::startNanos).containsExactly(1L, 3L);
        assertThat(done.unrecordedExecutions()).isEqualTo(1);
    }

    /** A pool's house-keeping thread tests connections between two leases; the unit must not hold on to it. */
    @Test
    void add_noUnitOpen_recordsNothingAndKeepsNoThread() throws Exception {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        Thread houseKeeper = new Thread(() -> unit.add(pattern, 1, SLOW, -1, 0, "E"));
        WeakReference<Thread> reference = new WeakReference<>(houseKeeper);
        houseKeeper.start();
        houseKeeper.join();
        houseKeeper = null;
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(reference.get()).isNull();

        unit.begin(null, 0, 0);
        assertThat(unit.add(pattern, 1, 1, -1, 0, null)).isZero();
        unit.end(1);
        assertThat(finished().get(0).unrecordedExecutions()).isZero();
    }

    @Test
    void offer_queueFull_dropsAndCounts() {
        UnitOfWork unit = unit(UnitPolicy.Traces.ALL);
        for (int i = 0; i < 1_100; i++) {
            unit.begin("a", i, 0);
            unit.end(i);
        }
        assertThat(queue.dropped()).isEqualTo(76);
        List<FinishedUnit> some = new ArrayList<>();
        assertThat(queue.drainTo(some, 100)).isEqualTo(100);
        assertThat(some.get(0).startNanos()).isZero();
        assertThat(finished()).hasSize(924);
    }

    @Test
    void recordsUnits_off_saysSo() {
        assertThat(new UnitPolicy(UnitPolicy.Traces.OFF, 1, 1).recordsUnits()).isFalse();
        assertThat(new UnitPolicy(UnitPolicy.Traces.INTERESTING, 1, 1).recordsUnits())
                .isTrue();
    }
}
