package io.querytap.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnitsTest {
    private static final String ORDER = "SELECT * FROM orders WHERE id = ?";
    private static final String ITEM = "SELECT * FROM item WHERE id = ?";

    private final Workshop shop = Workshop.detecting();
    private final Units units = shop.units;
    private final ConnectionWork connection = shop.connection();

    private void repeat(String sql, int times) {
        for (int i = 0; i < times; i++) {
            shop.execute(connection, sql, i);
        }
    }

    @Test
    void entryEnds_repeatsOverSeveralLeases_isOneUnitWithItsFinalName() {
        assertThat(units.entryBegins("servlet", null)).isTrue();
        for (int i = 0; i < 7; i++) {
            connection.leased("pool", System.nanoTime(), 0);
            shop.execute(connection, ORDER, i);
            connection.returned(System.nanoTime());
        }
        units.entryEnds("GET /orders");

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.ENTRY);
            assertThat(unit.name()).isEqualTo("GET /orders");
            assertThat(unit.keys()).singleElement().satisfies(key -> {
                assertThat(key.count()).isEqualTo(7);
                assertThat(key.distinctParameters()).isEqualTo(7);
                assertThat(key.leases()).isEqualTo(7);
            });
            assertThat(unit.leaseCount()).isEqualTo(7);
            assertThat(unit.leases()).hasSize(7);
        });
    }

    @Test
    void entryBegins_insideAnother_isNotTheOutermost() {
        assertThat(units.entryBegins("outer", null)).isTrue();
        assertThat(units.entryBegins("inner", null)).isFalse();
        repeat(ORDER, 5);
        units.entryEnds(null);

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.name()).isEqualTo("outer"));
    }

    @Test
    void entryBegins_insideTaskOfAnotherEntry_isNotTheOutermost() {
        units.entryBegins("outer", null);
        Object carried = units.carry();
        Workshop.elsewhere(() -> {
            units.taskBegins(carried);
            assertThat(units.entryBegins("inner", null)).isFalse();
            repeat(ORDER, 5);
            assertThat(units.entryBegins("inner", null)).isFalse();
            units.taskEnds();
        });
        units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).isEqualTo("outer");
            assertThat(unit.keys().get(0).count()).isEqualTo(5);
        });
    }

    @Test
    void entryBegins_insideTaskThatOutlivesItsEntry_isAnEntryOfItsOwn() {
        units.entryBegins("outer", null);
        Object carried = units.carry();
        units.entryEnds(null);
        Workshop.elsewhere(() -> {
            units.taskBegins(carried);
            assertThat(units.entryBegins("listener", null)).isTrue();
            repeat(ORDER, 5);
            units.entryEnds(null);
            units.taskEnds();
        });

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.ENTRY);
            assertThat(unit.name()).isEqualTo("listener");
        });
    }

    @Test
    void entryEnds_nothingOfNote_isCountedAndNotHandedOver() {
        units.entryBegins("quiet", null);
        repeat(ORDER, 2);
        units.entryEnds(null);

        assertThat(shop.finished()).isEmpty();
        assertThat(units.traffic().byName().get("quiet").executions()).isEqualTo(2);
        assertThat(units.traffic().byName().get("quiet").units()).isEqualTo(1);
    }

    @Test
    void entryEnds_withoutBegin_isIgnored() {
        units.entryEnds("nothing");
        assertThat(units.entrySuspends("nothing")).isNull();
        units.taskEnds();
        units.virtualThreadEnds();

        assertThat(shop.finished()).isEmpty();
    }

    @Test
    void taskBegins_insideEntryWithoutBeingCarried_isAUnitOfItsOwn() {
        units.entryBegins("entry", null);
        repeat(ORDER, 3);
        units.taskBegins(null);
        repeat(ITEM, 6);
        units.taskEnds();
        repeat(ORDER, 3);
        units.entryEnds(null);

        List<FinishedUnit> finished = shop.finished();
        assertThat(finished).extracting(FinishedUnit::kind).containsExactly(UnitKind.TASK, UnitKind.ENTRY);
        assertThat(finished.get(0).keys().get(0).count()).isEqualTo(6);
        assertThat(finished.get(1).keys())
                .singleElement()
                .satisfies(key -> assertThat(key.count()).isEqualTo(6));
    }

    @Test
    void taskBegins_ofTheUnitThatRunsHere_goesOnWithIt() {
        units.entryBegins("entry", null);
        repeat(ORDER, 3);
        units.taskBegins(units.carry());
        repeat(ORDER, 3);
        units.taskEnds();
        units.entryEnds(null);

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.keys().get(0).count()).isEqualTo(6));
    }

    @Test
    void stepBegins_notCarried_belongsToWhatRunsHere() {
        units.entryBegins("entry", null);
        repeat(ORDER, 3);
        units.stepBegins(null);
        repeat(ORDER, 3);
        units.taskEnds();
        units.entryEnds(null);

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.keys().get(0).count()).isEqualTo(6));
    }

    @Test
    void stepBegins_notCarriedAndNothingRunsHere_isATask() {
        units.stepBegins(null);
        repeat(ORDER, 5);
        units.taskEnds();

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.kind()).isEqualTo(UnitKind.TASK));
    }

    @Test
    void taskEnds_entryInsideWasNotToldToEnd_endsBoth() {
        units.taskBegins(null);
        units.entryBegins("lost", null);
        repeat(ORDER, 5);
        units.taskEnds();
        repeat(ITEM, 5);
        connection.closed(System.nanoTime());

        assertThat(shop.finished()).extracting(FinishedUnit::kind).containsExactly(UnitKind.ENTRY, UnitKind.LEASE);
    }

    @Test
    void taskBegins_deeperThanIsKeptApart_everyEndMeetsItsBegin() {
        units.entryBegins("entry", null);
        for (int i = 0; i < 3 * ThreadWork.MAX_DEPTH; i++) {
            units.taskBegins(units.carry());
        }
        for (int i = 0; i < 3 * ThreadWork.MAX_DEPTH; i++) {
            units.taskEnds();
        }
        repeat(ORDER, 5);
        units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.ENTRY);
            assertThat(unit.keys().get(0).count()).isEqualTo(5);
        });
    }

    @Test
    void carry_tasksOnManyThreads_rollUpExactly() throws Exception {
        int tasks = 2_000;
        ExecutorService pool = Executors.newFixedThreadPool(8);
        ThreadLocal<ConnectionWork> connections = ThreadLocal.withInitial(shop::connection);
        units.entryBegins("parallel", null);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            int parameter = i;
            Object carried = units.carry();
            all.add(pool.submit(() -> {
                units.taskBegins(carried);
                shop.execute(connections.get(), ITEM, parameter % 3);
                units.taskEnds();
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        units.entryEnds(null);
        pool.shutdown();

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.keys()).singleElement().satisfies(key -> {
                assertThat(key.count()).isEqualTo(tasks);
                assertThat(key.distinctParameters()).isEqualTo(3);
                assertThat(key.repeatsOfSameParameters()).isEqualTo(tasks - 3);
                assertThat(key.durationNanos()).isEqualTo(tasks * 10L);
            });
            assertThat(unit.executions()).hasSize(ExecutionLog.MAX_EXECUTIONS);
            assertThat(unit.unrecordedExecutions()).isEqualTo(tasks - ExecutionLog.MAX_EXECUTIONS);
        });
        assertThat(units.traffic().byName().get("parallel").executions()).isEqualTo(tasks);
        assertThat(units.traffic().byName().get("parallel").units()).isEqualTo(1);
        assertThat(units.traffic().byName()).containsOnlyKeys("warm up", "parallel");
    }

    @Test
    void carry_tasksWithFewExecutionsThatEndInTime_areNotHandedOverAndLeaveNothing() {
        for (int round = 0; round < 3; round++) {
            units.entryBegins("few", null);
            Object carried = units.carry();
            Workshop.elsewhere(() -> {
                units.taskBegins(carried);
                repeat(ITEM, 2);
                units.taskEnds();
            });
            repeat(ITEM, 1);
            units.entryEnds(null);
        }

        assertThat(shop.finished()).isEmpty();
        assertThat(units.traffic().byName().get("few").executions()).isEqualTo(9);
        assertThat(units.traffic().byName().get("few").units()).isEqualTo(3);
    }

    @Test
    void carry_taskThatEndsAfterItsUnit_isWaitedFor() {
        units.entryBegins("entry", null);
        Object carried = units.carry();
        units.entryEnds("GET /late");

        assertThat(shop.finished()).isEmpty();

        Workshop.elsewhere(() -> {
            units.taskBegins(carried);
            repeat(ITEM, 5);
            units.taskEnds();
        });

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.ENTRY);
            assertThat(unit.name()).isEqualTo("GET /late");
            assertThat(unit.keys().get(0).count()).isEqualTo(5);
        });
        assertThat(units.traffic().byName().get("GET /late").executions()).isEqualTo(5);
    }

    @Test
    void carry_taskThatEndsTooLate_standsAlone() {
        units.entryBegins("entry", null);
        repeat(ORDER, 5);
        Object carried = units.carry();
        units.entryEnds(null);
        assertThat(shop.finished()).isEmpty();

        assertThat(shop.assembler.rest())
                .singleElement()
                .satisfies(unit -> assertThat(unit.keys().get(0).count()).isEqualTo(5));
        Workshop.elsewhere(() -> {
            units.taskBegins(carried);
            repeat(ITEM, 6);
            units.taskEnds();
        });

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.TASK);
            assertThat(unit.name()).isEqualTo("task on worker");
            assertThat(unit.keys().get(0).count()).isEqualTo(6);
        });
    }

    @Test
    void carry_taskThatNeverRuns_isNotWaitedForOnceGivenUp() {
        units.entryBegins("entry", null);
        repeat(ORDER, 5);
        Object carried = units.carry();
        units.entryEnds(null);
        assertThat(shop.finished()).isEmpty();

        units.notCarried(carried);

        assertThat(shop.finished()).hasSize(1);
    }

    @Test
    void carry_insideCarriedTaskBeforeItsFirstExecution_belongsToTheSameUnit() {
        units.entryBegins("entry", null);
        Object carried = units.carry();
        Workshop.elsewhere(() -> {
            units.taskBegins(carried);
            Object further = units.carry();
            Workshop.elsewhere(() -> {
                units.taskBegins(further);
                repeat(ITEM, 3);
                units.taskEnds();
            });
            repeat(ITEM, 3);
            units.taskEnds();
        });
        units.entryEnds(null);

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.keys().get(0).count()).isEqualTo(6));
    }

    @Test
    void carry_outsideUnitsAndInLeases_isNothing() {
        assertThat(units.carry()).isNull();
        connection.leased("pool", System.nanoTime(), 0);
        assertThat(units.carry()).isNull();
    }

    @Test
    void carry_laterUseOfTheSameObject_getsNothingOfEarlierTasks() {
        Workshop.elsewhere(() -> {
            units.entryBegins("first", null);
            Object carried = units.carry();
            Workshop.elsewhere(() -> {
                units.taskBegins(carried);
                repeat(ITEM, 2);
                units.taskEnds();
            });
            units.entryEnds(null);

            units.entryBegins("second", null);
            repeat(ORDER, 5);
            units.entryEnds(null);
        });

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).isEqualTo("second");
            assertThat(unit.keys()).hasSize(1);
            assertThat(unit.executions()).hasSize(5);
        });
    }

    @Test
    void entrySuspends_goesOnElsewhere_isOneUnit() {
        units.entryBegins("async", null);
        repeat(ORDER, 3);
        Object suspended = units.entrySuspends("GET /async");
        assertThat(units.carry()).as("nothing is left on the thread").isNull();
        Workshop.elsewhere(() -> {
            assertThat(units.entryResumes(suspended)).isTrue();
            repeat(ORDER, 3);
            units.entryEnds(null);
        });

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).isEqualTo("GET /async");
            assertThat(unit.keys().get(0).count()).isEqualTo(6);
        });
        assertThat(units.entryResumes(suspended)).isFalse();
    }

    @Test
    void entryAbandoned_afterItHasEnded_doesNotEndTheNextUnitOfThatThread() {
        units.entryBegins("async", null);
        repeat(ORDER, 1);
        Object suspended = units.entrySuspends(null);
        units.entryResumes(suspended);
        units.entryEnds(null);

        units.entryBegins("next", null);
        repeat(ORDER, 3);
        units.entryAbandoned(suspended);
        repeat(ORDER, 3);
        units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).isEqualTo("next");
            assertThat(unit.keys().get(0).count()).isEqualTo(6);
        });
    }

    @Test
    void entryAbandoned_suspendedAndNotResumed_endsIt() {
        units.entryBegins("async", null);
        repeat(ORDER, 5);
        Object suspended = units.entrySuspends(null);
        units.entryAbandoned(suspended);
        units.entryAbandoned(suspended);

        assertThat(shop.finished()).hasSize(1);
    }

    @Test
    void leased_outsideEntries_isAUnitUntilTheReturn() {
        connection.leased("orders", System.nanoTime(), 0);
        repeat(ORDER, 5);
        connection.returned(System.nanoTime());

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.LEASE);
            assertThat(unit.name()).isEqualTo("lease of orders");
        });
    }

    @Test
    void returned_byAnotherThread_endsTheUnitOnce() {
        connection.leased("orders", System.nanoTime(), 0);
        repeat(ORDER, 5);
        Workshop.elsewhere(() -> connection.returned(System.nanoTime()));
        connection.leased("orders", System.nanoTime(), 0);
        repeat(ITEM, 5);
        connection.returned(System.nanoTime());

        List<FinishedUnit> finished = shop.finished();
        assertThat(finished).hasSize(2);
        assertThat(finished).allSatisfy(unit -> assertThat(unit.keys()).hasSize(1));
    }

    @Test
    void leased_connectionWandersToAnotherThread_leavesNoUnitOpenBehind() {
        connection.leased("orders", System.nanoTime(), 0);
        Workshop.elsewhere(() -> {
            repeat(ORDER, 5);
            connection.returned(System.nanoTime());
        });
        ConnectionWork other = shop.connection();
        for (int i = 0; i < 2; i++) {
            other.leased("orders", System.nanoTime(), 0);
            shop.execute(other, ITEM, 1);
            shop.execute(other, ITEM, 2);
            other.returned(System.nanoTime());
        }

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.keys().get(0).count()).isEqualTo(5));
        assertThat(units.traffic().byName().get("lease of orders").units()).isEqualTo(3);
    }

    @Test
    void leased_nothingIsDone_isCountedWithoutAUnit() {
        connection.leased("orders", 1_000, 0);
        assertThat(units.present()).isNull();
        assertThat(connection.unitKind()).isEqualTo(UnitKind.LEASE);
        assertThat(connection.unitName()).isEqualTo("lease of orders");
        connection.returning(2_000, 0, null);
        assertThat(connection.unitName()).as("until it is back").isEqualTo("lease of orders");
        connection.returned(2_000);

        assertThat(connection.unitName()).isNull();
        assertThat(shop.finished()).isEmpty();
        assertThat(units.traffic().byName().get("lease of orders").units()).isEqualTo(1);
        assertThat(units.traffic().byName().get("lease of orders").leases()).isEqualTo(1);
    }

    @Test
    void leased_heldIdleWithoutAStatement_isAUnitFromTheHandOut() {
        connection.leased("orders", 1_000, 0);
        long returned = 1_000 + Workshop.LONG_IDLE_NANOS;
        connection.returning(returned, 0, null);
        connection.returned(returned);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.LEASE);
            assertThat(unit.endNanos() - unit.startNanos()).isEqualTo(Workshop.LONG_IDLE_NANOS);
            assertThat(unit.leases())
                    .singleElement()
                    .satisfies(lease -> assertThat(lease.holdNanos()).isEqualTo(Workshop.LONG_IDLE_NANOS));
        });
        assertThat(units.traffic().byName().get("lease of orders").heldIdle()).isEqualTo(1);
    }

    @Test
    void leased_insideAnotherLeaseThatDidNothingYet_isPartOfThatUnit() {
        connection.leased("orders", System.nanoTime(), 0);
        ConnectionWork inner = shop.connection();
        inner.leased("items", System.nanoTime(), 0);
        shop.execute(inner, ITEM, 1);
        inner.returning(System.nanoTime(), 0, null);
        inner.returned(System.nanoTime());
        repeat(ORDER, 5);
        connection.returning(System.nanoTime(), 0, null);
        connection.returned(System.nanoTime());

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).isEqualTo("lease of orders");
            assertThat(unit.executions()).hasSize(6);
            assertThat(unit.leaseCount()).isEqualTo(2);
        });
    }

    @Test
    void leased_beforeAnEntryPoint_staysApartFromIt() {
        connection.leased("orders", System.nanoTime(), 0);
        ConnectionWork inner = shop.connection();
        units.entryBegins("entry", null);
        shop.execute(inner, ITEM, 1);
        units.entryEnds(null);
        repeat(ORDER, 5);
        connection.returned(System.nanoTime());

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.executions()).hasSize(5));
        assertThat(units.traffic().byName().get("entry").executions()).isEqualTo(1);
    }

    @Test
    void stepBegins_insideALeaseThatDidNothingYet_belongsToItsUnit() {
        connection.leased("orders", System.nanoTime(), 0);
        units.stepBegins(null);
        repeat(ORDER, 5);
        units.taskEnds();
        connection.returned(System.nanoTime());

        assertThat(shop.finished())
                .singleElement()
                .satisfies(unit -> assertThat(unit.name()).isEqualTo("lease of orders"));
    }

    @Test
    void executed_unpooledAfterPause_isCutIntoBursts() {
        long now = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            shop.executeAt(connection, ORDER, i, now + i);
        }
        long later = now + 1_000 + Units.MAX_PAUSE_NANOS;
        for (int i = 0; i < 6; i++) {
            shop.executeAt(connection, ORDER, i, later + i);
        }
        connection.closed(later + 1_000);

        List<FinishedUnit> finished = shop.finished();
        assertThat(finished).extracting(FinishedUnit::kind).containsExactly(UnitKind.BURST, UnitKind.BURST);
        assertThat(finished.get(0).keys().get(0).count()).isEqualTo(5);
        assertThat(finished.get(1).keys().get(0).count()).isEqualTo(6);
    }

    @Test
    void executed_unpooledForLongWithoutPause_isCutByAge() {
        long now = System.nanoTime();
        long step = Units.MAX_PAUSE_NANOS / 2;
        long steps = Units.MAX_AGE_NANOS / step + 5;
        for (int i = 0; i < steps; i++) {
            shop.executeAt(connection, ORDER, i, now + i * step);
        }

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.kind()).isEqualTo(UnitKind.BURST);
            assertThat(unit.keys().get(0).count()).isEqualTo(Units.MAX_AGE_NANOS / step);
        });
    }

    @Test
    void executed_pauseInsideTransactionOrEntry_isNotCut() {
        long now = System.nanoTime();
        connection.transactionBegins(now);
        shop.executeAt(connection, ORDER, 1, now);
        shop.executeAt(connection, ORDER, 2, now + 2 * Units.MAX_PAUSE_NANOS);
        connection.transactionEnds(now + 2 * Units.MAX_PAUSE_NANOS);
        connection.closed(now + 2 * Units.MAX_PAUSE_NANOS);

        assertThat(units.traffic().byName().get("connection to shop").units()).isEqualTo(1);
    }

    @Test
    void statementMade_tracesFollowEachOther_areUnitsOfTheirOwnAndPiecesOfOneAreJoined() {
        TraceContext[] present = {trace('1')};
        units.tracesFrom(source(present));
        ConnectionWork pooled = shop.connection();
        for (int i = 0; i < 3; i++) {
            leaseAndRepeat(pooled, 2);
        }
        present[0] = trace('2');
        leaseAndRepeat(pooled, 2);

        List<FinishedUnit> finished = shop.assembler.rest();
        assertThat(finished).extracting(FinishedUnit::kind).containsExactly(UnitKind.TRACE, UnitKind.TRACE);
        assertThat(finished.get(0).trace()).isEqualTo(trace('1'));
        assertThat(finished.get(0).keys().get(0).count()).isEqualTo(6);
        assertThat(finished.get(1).keys().get(0).count()).isEqualTo(2);
    }

    @Test
    void returning_afterTheUnitItWasBorrowedIn_isALeaseOfAUnitOfItsOwn() {
        ConnectionWork first = shop.connection();
        ConnectionWork second = shop.connection();
        long now = System.nanoTime();
        first.leased("orders", now, 0);
        second.leased("orders", now, 7);
        first.returned(now + 1);
        second.transactionBegins(now + 2);
        second.returning(now + 3, /* openStatements= */ 1, /* openSite= */ null);
        second.returned(now + 4);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).isEqualTo("lease of orders");
            assertThat(unit.leases()).singleElement().satisfies(lease -> {
                assertThat(lease.waitNanos()).isEqualTo(7);
                assertThat(lease.openStatements()).isEqualTo(1);
            });
        });
    }

    private void leaseAndRepeat(ConnectionWork pooled, int times) {
        pooled.leased("orders", System.nanoTime(), 0);
        pooled.statementMade();
        for (int i = 0; i < times; i++) {
            shop.execute(pooled, ORDER, i);
        }
        pooled.returned(System.nanoTime());
    }

    private static TraceContext trace(char digit) {
        return new TraceContext(
                String.valueOf(digit).repeat(32), String.valueOf(digit).repeat(16), true);
    }

    private static TraceSource source(TraceContext[] present) {
        return new TraceSource() {
            @Override
            public boolean isActive() {
                return true;
            }

            @Override
            public TraceContext current() {
                return present[0];
            }
        };
    }

    @Test
    void entryBegins_withTraceOfTheCaller_keepsItUnlessTheApplicationHasItsOwn() {
        String header = "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01";
        units.entryBegins("entry", header);
        repeat(ORDER, 5);
        units.entryEnds(null);
        TraceContext[] present = {trace('3')};
        units.tracesFrom(source(present));
        units.entryBegins("entry", header);
        connection.statementMade();
        repeat(ORDER, 5);
        units.entryEnds(null);

        assertThat(shop.finished())
                .extracting(FinishedUnit::trace)
                .containsExactly(TraceContext.ofHeader(header), trace('3'));
    }

    @Test
    void samples_firstUnitsWithExecutions_areSampledAndThoseWithoutUseNothingUp() {
        Workshop fresh = new Workshop(
                Workshop.interesting().detecting(Workshop.REPEATS, Workshop.HARDLY_EVER, Workshop.LONG_IDLE_NANOS));
        ConnectionWork own = fresh.connection();
        for (int i = 0; i < 1_000; i++) {
            fresh.units.entryBegins("health check", null);
            fresh.units.entryEnds(null);
        }
        for (int i = 0; i < 3 * Units.FIRST_SAMPLED; i++) {
            fresh.units.entryBegins("entry", null);
            RecordedExecution executed = fresh.execute(own, ORDER, i);
            assertThat(executed.isSampled()).isEqualTo(i < Units.FIRST_SAMPLED);
            fresh.units.entryEnds(null);
        }
        fresh.units.sampleMore(1);
        fresh.units.entryBegins("entry", null);
        assertThat(fresh.execute(own, ORDER, 1).isSampled()).isTrue();
        fresh.units.entryEnds(null);

        assertThat(fresh.finished()).hasSize(Units.FIRST_SAMPLED + 1);
    }

    @Test
    void carry_tasksOfSampledUnit_areSampledAndKeepTheirEvidence() {
        units.sampleMore(1);
        units.entryBegins("entry", null);
        RecordedExecution source = shop.execute(connection, ORDER, 1);
        source.valueRead(0, 1, 42);
        Object carried = units.carry();
        Workshop.elsewhere(() -> {
            units.taskBegins(carried);
            RecordedExecution executed = shop.execute(shop.connection(), ITEM, 42);
            executed.parametersBound(new long[] {42}, 1);
            units.taskEnds();
        });
        units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.evidence()).hasSize(2);
            assertThat(unit.evidence().get(0).trail().value(0, 0, 1)).isEqualTo(42);
            assertThat(unit.evidence().get(1).trail().parameter(0, 0)).isEqualTo(42);
            assertThat(unit.evidence().get(1).execution(0).pattern()).isSameAs(shop.pattern(ITEM));
        });
        assertThat(units.traffic().byName().get("entry").executions()).isEqualTo(2);
    }

    @Test
    void carry_manyTasksOfSampledUnit_areAllCounted() {
        int tasks = 3 * Parts.MAX_FOLLOWED;
        units.sampleMore(1);
        units.entryBegins("entry", null);
        shop.execute(connection, ORDER, 1);
        for (int i = 0; i < tasks; i++) {
            Object carried = units.carry();
            int parameter = i;
            Workshop.elsewhere(() -> {
                units.taskBegins(carried);
                shop.execute(shop.connection(), ITEM, parameter).parametersBound(new long[] {parameter}, 1);
                units.taskEnds();
            });
        }
        units.entryEnds(null);

        assertThat(shop.finished()).singleElement().satisfies(unit -> {
            assertThat(unit.evidence()).hasSize(Parts.MAX_FOLLOWED);
            assertThat(unit.keys().get(1).count()).isEqualTo(tasks);
        });
        assertThat(units.traffic().byName().get("entry").executions()).isEqualTo(tasks + 1);
    }

    @Test
    void offer_queueIsFull_countsPartsAllTheSame() {
        for (int i = 0; i < UnitQueue.MAX_WAITING_UNITS; i++) {
            units.entryBegins("filler", null);
            repeat(ORDER, 5);
            units.entryEnds(null);
        }
        CountDownLatch ended = new CountDownLatch(1);
        units.entryBegins("dropped", null);
        Object first = units.carry();
        units.carry();
        Workshop.elsewhere(() -> {
            units.taskBegins(first);
            repeat(ITEM, 3);
            units.taskEnds();
            ended.countDown();
        });
        units.entryEnds(null);

        assertThat(shop.queue.dropped()).isEqualTo(1);
        assertThat(units.traffic().byName().get("dropped").executions()).isEqualTo(3);
    }

    @Test
    void recordsUnits_nobodyWantsAny_entriesAreNotEvenBegun() {
        Workshop off = new Workshop(new UnitPolicy(UnitPolicy.Traces.OFF, 0, 0));

        assertThat(off.units.entryBegins("entry", null)).isFalse();
        off.execute(off.connection(), ORDER, 1);
        assertThat(off.finished()).isEmpty();
    }
}
