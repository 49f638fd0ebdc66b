package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnitAssemblerTest {
    private static final String ORDER = "SELECT * FROM orders WHERE id = ?";

    private final Workshop shop = Workshop.detecting();
    private final ConnectionWork connection = shop.connection();

    private void entry(String name, int repeats) {
        shop.units.entryBegins(name, null);
        for (int i = 0; i < repeats; i++) {
            shop.execute(connection, ORDER, i);
        }
        shop.units.entryEnds(null);
    }

    @Test
    void next_executionsOfSeveralThreads_areInOrderOfTheirStart() {
        long now = System.nanoTime();
        shop.units.entryBegins("entry", null);
        Object carried = shop.units.carry();
        shop.executeAt(connection, ORDER, 1, now + 300);
        Workshop.elsewhere(() -> {
            shop.units.taskBegins(carried);
            ConnectionWork own = shop.connection();
            for (int i = 0; i < 5; i++) {
                shop.executeAt(own, ORDER, i, now + 100 * i);
            }
            shop.units.taskEnds();
        });
        shop.units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.executions())
                    .extracting(execution -> execution.startNanos() - now)
                    .containsExactly(0L, 100L, 200L, 300L, 300L, 400L);
            assertThat(unit.startNanos()).isLessThanOrEqualTo(now + 300);
        });
    }

    @Test
    void next_unitThatWaitedForATaskWithoutNote_isNotTold() {
        shop.units.entryBegins("entry", null);
        shop.execute(connection, ORDER, 1);
        Object carried = shop.units.carry();
        shop.units.entryEnds(null);
        shop.units.notCarried(carried);

        assertThat(shop.finished()).isEmpty();
        assertThat(shop.units.traffic().byName().get("entry").executions()).isEqualTo(1);
    }

    @Test
    void next_taskThatDoesNotEnd_isWaitedForOnlySoLong() throws InterruptedException {
        shop.units.entryBegins("entry", null);
        for (int i = 0; i < 5; i++) {
            shop.execute(connection, ORDER, i);
        }
        shop.units.carry();
        long ended = System.nanoTime();
        shop.units.entryEnds(null);
        List<FinishedUnit> finished = shop.assembler.next(0);
        while (finished.isEmpty()) {
            Thread.sleep(50);
            finished = shop.assembler.next(0);
        }

        assertThat(finished).hasSize(1);
        assertThat(System.nanoTime() - ended).isGreaterThanOrEqualTo(UnitAssembler.LINGER_NANOS);
    }

    @Test
    void next_moreTracesThanAreWaitedFor_tellsTheOldest() throws InterruptedException {
        Workshop traced = Workshop.detecting();
        ConnectionWork pooled = traced.connection();
        TraceContext[] present = new TraceContext[1];
        traced.units.tracesFrom(new TraceSource() {
            @Override
            public boolean isActive() {
                return true;
            }

            @Override
            public TraceContext current() {
                return present[0];
            }
        });
        for (int i = 0; i <= UnitAssembler.MAX_WAITING; i++) {
            present[0] = new TraceContext(String.format("%032x", i + 1), String.format("%016x", i + 1), true);
            pooled.leased("pool", System.nanoTime(), 0);
            pooled.statementMade();
            traced.execute(pooled, ORDER, i);
            pooled.returned(System.nanoTime());
        }

        List<FinishedUnit> early = traced.assembler.next(0);
        assertThat(early)
                .singleElement()
                .satisfies(unit -> assertThat(unit.trace().traceId()).isEqualTo(String.format("%032x", 1)));
        assertThat(traced.assembler.rest()).hasSize(UnitAssembler.MAX_WAITING);
    }

    @Test
    void offer_moreUnitsThanMayWait_dropsAndCountsThem() {
        int more = 10;
        for (int i = 0; i < UnitQueue.MAX_WAITING_UNITS + more; i++) {
            entry("entry", 5);
        }

        assertThat(shop.queue.dropped()).isEqualTo(more);
        assertThat(shop.finished()).hasSize(UnitQueue.MAX_WAITING_UNITS);
        assertThat(shop.units.traffic().byName().get("entry").units()).isEqualTo(UnitQueue.MAX_WAITING_UNITS + more);
    }
}
