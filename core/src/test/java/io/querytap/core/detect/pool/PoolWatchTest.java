package io.querytap.core.detect.pool;

import static io.querytap.core.pool.ScriptedPool.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.querytap.core.callsite.CallSite;
import io.querytap.core.callsite.Sites;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.Finding.Confidence;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.Finding.Severity;
import io.querytap.core.detect.FindingListener;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Findings;
import io.querytap.core.pool.Lease;
import io.querytap.core.pool.PoolBlame;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.pool.ScriptedPool;
import io.querytap.core.pool.ScriptedPool.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoolWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final CallSite LIST = Sites.at("shop.OrderService", "list", 12);

    private ScriptedPool pool = new ScriptedPool("shop", 2);
    private final Findings findings = new Findings();
    private final Set<Lease> leaking = new HashSet<>();
    private final List<long[]> stalls = new ArrayList<>();
    private double starved;
    private PoolWatch watch = watch(FindingRules.of(Profile.PROD));

    private PoolWatch watch(FindingRules rules) {
        Leaks leaks = leaking::contains;
        return new PoolWatch(
                pool.registry,
                rules,
                leaks,
                new NestedAcquisitions(pool.registry, rules, leaks),
                (from, to, visitor) -> stalls.forEach(it -> visitor.stall(it[0], it[1])),
                new Starvation());
    }

    /** Of holders and of waiters alike. */
    private final class Starvation implements CpuStarvation {
        @Override
        public double ofThreads(long fromNanos, long toNanos) {
            return starved;
        }

        @Override
        public double ofHolders(PoolStats of, long fromNanos, long toNanos) {
            return starved;
        }
    }

    private void look(double millis) {
        watch.look(at(millis), START.plusNanos((long) (millis * 1e6)), findings);
    }

    private List<Finding> found(Kind kind) {
        return findings.all().stream().filter(it -> it.kind() == kind).collect(Collectors.toList());
    }

    private String cause() {
        return findings.all().stream()
                .map(it -> (String) it.evidence().get("cause"))
                .distinct()
                .collect(Collectors.joining(","));
    }

    /** Leases of 100 ms one after the other on one connection; each borrower waits for 90 ms. */
    private double queue(int leases, String unit, double from, double busyMillis, boolean inTransaction) {
        Connection one = pool.connection();
        double now = from;
        for (int i = 0; i < leases; i++) {
            one.lend(unit, LIST, now - 90, now);
            if (inTransaction) {
                one.transaction();
            }
            one.runs(now, now + busyMillis).giveBack(now + 100);
            now += 100;
        }
        return now;
    }

    /** Borrows on another thread than the one that waits. */
    private static void elsewhere(Runnable borrows) throws InterruptedException {
        Thread thread = new Thread(borrows);
        thread.start();
        thread.join();
    }

    private double queues(String unit, double busyMillis, boolean inTransaction) {
        queue(15, unit, 100, busyMillis, inTransaction);
        return queue(15, unit, 100, busyMillis, inTransaction);
    }

    // Whether it is told

    @Test
    void look_manyWaitForLong_tellsOnceWithFigures() {
        look(queues("GET /orders", 95, false));

        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.POOL_WAIT);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.occurrences()).isEqualTo(30);
            assertThat(finding.impactNanos()).hasValue(2_700_000_000L);
            assertThat(finding.evidence())
                    .containsEntry("pool", "shop")
                    .containsEntry("waits", 30L)
                    .containsEntry("timeouts", 0L)
                    .containsEntry("waitedSeconds", 2.7)
                    .containsEntry("waitP50Seconds", 0.09)
                    .containsEntry("waitP99Seconds", 0.09)
                    .containsEntry("waitMaxSeconds", 0.09)
                    .containsEntry("poolMax", 2L);
        });
    }

    @Test
    void look_fewAcquisitions_isSilent() {
        look(queue(19, "GET /orders", 100, 95, false));

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_oneWaitInAThousand_isSilent() {
        pool.quick(1_000, 10);
        pool.connection().lend("GET /orders", LIST, 10, 400);
        look(500);

        assertThat(findings.all()).isEmpty();
    }

    @Test
    void look_attemptsOfTheMinuteBefore_doNotHideALongWait() {
        look(0);
        pool.quick(10_000, 10);
        for (int second = 1; second <= 70; second++) {
            look(1_000 * second);
        }
        double end = 72_000;
        queue(15, "GET /orders", end, 95, false);
        queue(15, "GET /orders", end, 95, false);
        look(end + 1_600);

        assertThat(found(Kind.POOL_WAIT)).hasSize(1);
    }

    @Test
    void look_waitsAreShort_isSilent() {
        Connection one = pool.connection();
        for (int i = 0; i < 100; i++) {
            one.lend("GET /orders", LIST, 50 * i, 50 * i + 40).giveBack(50 * i + 45);
        }
        look(6_000);

        assertThat(findings.all()).isEmpty();
        assertThat(pool.stats.blame().totalNanos()).isCloseTo(100 * 40e6, within(1.0));
    }

    @Test
    void look_kindsAreOff_isSilentButLaysTheBlame() {
        watch = watch(FindingRules.builder(Profile.PROD)
                .off(List.of(Kind.POOL_WAIT, Kind.POOL_TIMEOUT))
                .build());
        look(queues("GET /orders", 95, false));

        assertThat(findings.all()).isEmpty();
        assertThat(pool.stats.blame().totalNanos()).isCloseTo(2.7e9, within(1.0));
    }

    @Test
    void look_oneTimesOut_isHighAtOnce() {
        pool.connection().lend("GET /orders", LIST, 0, 0).begins(0);
        pool.connection().lend("GET /orders", LIST, 0, 0).begins(0);
        pool.timesOut(10, 2_010);
        look(2_100);

        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.POOL_TIMEOUT);
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.occurrences()).isEqualTo(1);
            assertThat(finding.impactNanos()).hasValue(2_000_000_000L);
            assertThat((String) finding.evidence().get("holdersNow"))
                    .contains(Thread.currentThread().getName())
                    .contains("GET /orders, borrowed at shop.OrderService.list")
                    .contains("is in a call of the driver");
            assertThat(finding.evidence()).containsEntry("poolUsed", 2L).containsEntry("poolPending", 1L);
            assertThat(finding.what()).startsWith("1 attempt to get a connection of shop timed out after 2.0 s. ");
        });
    }

    @Test
    void look_someTimeOut_saysWhatWasLostWithOthers() {
        pool.connection().lend("GET /orders", LIST, 0, 0).begins(0);
        Connection one = pool.connection();
        one.lend("GET /orders", LIST, 0, 0.5).runs(0.5, 1_000).giveBack(1_000);
        pool.timesOut(10, 510);
        pool.timesOut(10, 310);
        one.lend("GET /orders", LIST, 10, 1_000);
        look(1_100);

        assertThat(found(Kind.POOL_TIMEOUT)).singleElement().satisfies(finding -> {
            assertThat(finding.what())
                    .startsWith("2 attempts to get a connection of shop timed out after 400 ms on the average;"
                            + " with 1 other that waited, 1.8 s were lost. ");
            assertThat(finding.evidence()).containsEntry("poolUsed", 2L).containsEntry("poolPending", 3L);
        });
        assertThat(found(Kind.POOL_WAIT)).as("of three attempts").isEmpty();
    }

    @Test
    void look_longOnlyByOneStandstill_isSilent() {
        pool.quick(30, 10);
        stalls.add(new long[] {at(20), at(220)});
        Connection one = pool.connection();
        one.lend("GET /orders", LIST, 20, 222).giveBack(223);
        one.lend("GET /orders", LIST, 21, 224).giveBack(225);
        look(300);

        assertThat(findings.all()).isEmpty();
        assertThat(pool.stats.blame().totalNanos()).isCloseTo(405e6, within(1.0));
    }

    @Test
    void look_longByStandstillsThatComeAgain_isStarvation() {
        pool.quick(30, 10);
        Connection one = pool.connection();
        for (int i = 0; i < 3; i++) {
            double from = 1_000 * i + 20;
            stalls.add(new long[] {at(from), at(from + 200)});
            one.lend("GET /orders", LIST, from, from + 201).giveBack(from + 202);
        }
        look(3_000);

        assertThat(cause()).isEqualTo("cpu_starvation");
    }

    // Who is to blame

    @Test
    void look_twoHolders_namesTheOneWithMostOfIt() {
        queue(15, "GET /report", 100, 95, false);
        queue(15, "GET /orders", 100, 95, false);
        pool.connection().lend("GET /late", null, 100, 1_500);
        look(1_700);

        assertThat(found(Kind.POOL_WAIT)).singleElement().satisfies(finding -> {
            assertThat(finding.callSite()).isEqualTo("shop.OrderService.list(OrderService.java:12)");
            assertThat(finding.stack()).hasSize(1);
            assertThat(finding.evidence())
                    .containsEntry("holder1Site", "shop.OrderService.list(OrderService.java:12)")
                    .containsEntry("holder1State", "running")
                    .containsKeys("holder1Unit", "holder1Share", "holder1IdleShare", "holder2Unit");
            assertThat((double) finding.evidence().get("blamedShare"))
                    .isCloseTo(
                            (double) finding.evidence().get("holder1Share")
                                    + (double) finding.evidence().get("holder2Share"),
                            within(0.0002));
            assertThat(finding.what())
                    .contains("of the waiting happened while GET /")
                    .contains("of that idle.");
        });
    }

    @Test
    void look_anyWaits_blameAddsUpToTheCountedTime() {
        double end = queues("GET /orders", 50, true);
        pool.timesOut(200, 700);
        pool.fails(300, 350);
        look(end);

        double counted = 30 * 90e6 + 500e6 + 50e6;
        assertThat(pool.stats.blame().shares(counted).stream()
                        .mapToDouble(PoolBlame.Share::nanos)
                        .sum())
                .isCloseTo(counted, within(1.0));
        assertThat(pool.stats.blame().totalNanos()).isCloseTo(counted, within(1.0));
    }

    // Causes

    @Test
    void cause_holdersAreBusyAndSoonDone_isTooSmall() {
        look(queues("GET /orders", 95, false));

        assertThat(cause()).isEqualTo("too_small");
        assertThat(found(Kind.POOL_WAIT).get(0).confidence()).isEqualTo(Confidence.CONFIRMED);
    }

    @Test
    void cause_holdersAreIdleInTransaction_isHeldIdleWithThatAdvice() {
        look(queues("GET /orders", 10, true));

        assertThat(cause()).isEqualTo("held_idle");
        assertThat(found(Kind.POOL_WAIT).get(0).advice()).contains("out of the transaction");
    }

    @Test
    void cause_holdersAreIdleAfterTheirWork_isHeldIdleWithThatAdvice() {
        look(queues("GET /orders", 10, false));

        assertThat(cause()).isEqualTo("held_idle");
        assertThat(found(Kind.POOL_WAIT).get(0).advice()).contains("open-in-view");
    }

    @Test
    void cause_holdersAreBusyForLong_isHeldBusy() throws InterruptedException {
        elsewhere(() -> pool.connection().lend("GET /report", LIST, 0, 0).begins(1));
        elsewhere(() -> pool.connection().lend("GET /report", LIST, 0, 0).begins(1));
        pool.timesOut(10, 3_010);
        look(3_100);

        assertThat(cause()).isEqualTo("held_busy");
    }

    @Test
    void cause_noConnectionCanBeMade_isThatWhateverElse() {
        pool.creates(0, 500, new IllegalStateException("refused"));
        pool.creates(1_000, 1_500, new IllegalStateException("refused"));
        pool.timesOut(100, 2_100);
        starved = 1;
        look(2_200);

        assertThat(cause()).isEqualTo("cannot_create");
        assertThat(found(Kind.POOL_TIMEOUT)).singleElement().satisfies(finding -> {
            assertThat(finding.callSite()).isNull();
            assertThat(finding.evidence()).containsEntry("lastFailure", "java.lang.IllegalStateException");
            assertThat(finding.advice()).contains("java.lang.IllegalStateException");
        });
    }

    @Test
    void cause_waitsUntilConnectionsCanBeMadeAgain_isThat() {
        pool.creates(100, 500, new IllegalStateException("refused"));
        pool.creates(600, 900, null);
        for (int i = 0; i < 30; i++) {
            pool.connection().lend("GET /orders", LIST, 100, 900).giveBack(900);
        }
        look(1_000);

        assertThat(cause()).isEqualTo("cannot_create");
        assertThat(found(Kind.POOL_WAIT)).hasSize(1);
    }

    /** Who waited for the first connections got them; that none could be made later is no reason for that. */
    @Test
    void cause_noConnectionCanBeMadeOnceThePoolWasFilled_isTimeOutsAlone() {
        for (int i = 0; i < 30; i++) {
            pool.creates(100, 200, null);
            pool.connection().lend("GET /orders", LIST, 100, 200).giveBack(200);
        }
        pool.creates(199, 500, new IllegalStateException("refused"));
        look(1_000);
        assertThat(findings.all()).isEmpty();

        pool.timesOut(400, 2_100);
        look(2_200);

        assertThat(found(Kind.POOL_WAIT)).isEmpty();
        assertThat(found(Kind.POOL_TIMEOUT)).hasSize(1);
        assertThat(cause()).isEqualTo("cannot_create");
    }

    @Test
    void cause_poolFillsWhenTheApplicationStarts_isNotTold() {
        for (int i = 0; i < 30; i++) {
            pool.creates(100, 200, null);
            pool.connection().lend("GET /orders", LIST, 100, 200).giveBack(200);
        }
        look(300);

        assertThat(findings.all()).isEmpty();
        assertThat(pool.stats.blame().totalNanos()).isCloseTo(30 * 100e6, within(1.0));
    }

    @Test
    void cause_holdersWaitForAnotherConnection_isNested() {
        pool.connection().lend("GET /audit", LIST, 0, 0);
        pool.connection().lend("GET /audit", LIST, 0, 0);
        pool.timesOut(10, 2_010);
        look(2_100);

        assertThat(cause()).isEqualTo("nested_acquisition");
    }

    @Test
    void cause_waitersHaveAnotherConnection_isNestedEvenIfOthersHoldMost() throws InterruptedException {
        pool = new ScriptedPool("shop", 6);
        watch = watch(FindingRules.of(Profile.PROD));
        for (int i = 0; i < 4; i++) {
            elsewhere(() -> pool.connection().lend("GET /report", LIST, 0, 0).begins(0));
        }
        pool.connection().lend("GET /outer", LIST, 0, 0).begins(0);
        look(queue(30, "GET /inner", 100, 95, false));

        assertThat(cause()).isEqualTo("nested_acquisition");
        assertThat(found(Kind.POOL_WAIT)).singleElement().satisfies(finding -> {
            assertThat((double) finding.evidence().get("nestedShare")).isLessThan(0.2);
            assertThat((double) finding.evidence().get("nestedWaiterShare")).isGreaterThan(0.9);
            assertThat(finding.what()).contains("threads that waited which held a connection of this pool already");
        });
    }

    @Test
    void cause_databaseGetsSlowerTheMoreAsk_isSaturated() {
        pool = new ScriptedPool("shop", 8);
        watch = watch(FindingRules.of(Profile.PROD));
        List<Connection> all = Stream.generate(pool::connection).limit(8).collect(Collectors.toList());
        double now = 0;
        for (int used = 1; used <= 16; used *= 2) {
            String unit = "task on pool-" + used + "-thread"; // each crowd in an executor of its own
            int out = Math.min(8, used);
            for (int round = 0; round < 64 / out; round++) {
                double waited = used > 8 ? 8 * out : 0;
                double busy = 8 * out;
                for (Connection one : all.subList(0, out)) {
                    one.lend(unit, LIST, now - waited, now)
                            .runs(now, now + busy)
                            .giveBack(now + busy);
                }
                now += busy + 0.1;
            }
        }
        look(now);

        assertThat(cause()).isEqualTo("database_saturated");
    }

    @Test
    void cause_processorsAreBusyButThePoolIsSmall_isTooSmall() {
        starved = 0.4;
        look(queues("GET /orders", 95, false));

        assertThat(cause()).isEqualTo("too_small");
        assertThat(found(Kind.POOL_WAIT).get(0).evidence()).containsEntry("starvedShare", 0.3733);
    }

    @Test
    void cause_jvmHadNoProcessor_isStarvation() {
        starved = 0.7;
        look(queues("GET /orders", 95, false));

        assertThat(cause()).isEqualTo("cpu_starvation");
    }

    /** Without a processor the agent looks late, too. */
    @Test
    void cause_lackOfProcessorsIsSeenLater_isStarvation() {
        double end = queues("GET /orders", 95, false);
        look(end);
        assertThat(cause()).isEqualTo("too_small");

        starved = 0.7;
        look(end + 1_000);

        assertThat(cause()).isEqualTo("cpu_starvation");
    }

    @Test
    void cause_jvmStoodStill_isStarvation() {
        stalls.add(new long[] {at(50), at(1_400)});
        look(queues("GET /orders", 95, false));

        assertThat(cause()).isEqualTo("cpu_starvation");
        assertThat((double) found(Kind.POOL_WAIT).get(0).evidence().get("stalledShare"))
                .isGreaterThan(0.8);
    }

    @Test
    void cause_nothingIsKnownOfTheHolders_isSaidSo() {
        pool.unmeasured().lend("?", null, 0, 0).giveBack(2_005);
        pool.unmeasured().lend("?", null, 0, 0).giveBack(2_005);
        pool.timesOut(10, 2_010);
        look(2_100);

        assertThat(cause()).isEqualTo("unexplained");
        assertThat(findings.all().get(0).confidence()).isEqualTo(Confidence.SUSPECT);
    }

    @Test
    void cause_turnsOutToBeALeak_takesTheFirstOneBack() throws InterruptedException {
        List<Finding> retracted = new ArrayList<>();
        findings.listen(new FindingListener() {
            @Override
            public void raised(Finding finding) {
                // counted below
            }

            @Override
            public void changed(Finding before, Finding after) {
                // counted below
            }

            @Override
            public void retracted(Finding finding) {
                retracted.add(finding);
            }
        });
        Connection lost = pool.connection();
        elsewhere(() -> lost.lend("Job.run", LIST, 0, 0).runs(0, 5));
        elsewhere(() -> pool.connection().lend("Job.run", LIST, 0, 0).runs(0, 5));
        pool.timesOut(10, 2_010);
        look(2_100);
        assertThat(cause()).isEqualTo("held_idle");

        leaking.add(lost.lease);
        look(12_000);

        assertThat(cause()).isEqualTo("connection_leak");
        assertThat(retracted).hasSize(1);
        assertThat(findings.all().get(0).what()).contains("50 % of the waiting is due to connections that nobody");
    }

    @Test
    void cause_anotherOneAMinuteLater_isAFindingOfItsOwn() {
        look(queues("GET /orders", 95, false));
        look(70_000);
        pool.creates(80_000, 80_100, new IllegalStateException("refused"));
        pool.timesOut(80_000, 82_000);
        look(82_100);

        assertThat(cause().split(",")).containsExactlyInAnyOrder("too_small", "cannot_create");
    }

    @Test
    void look_sameCauseAMinuteLater_addsUp() {
        queues("GET /orders", 95, false);
        look(2_000);
        look(63_000);
        queue(15, "GET /orders", 64_000, 95, false);
        queue(15, "GET /orders", 64_000, 95, false);
        look(66_000);

        assertThat(found(Kind.POOL_WAIT))
                .singleElement()
                .satisfies(finding -> assertThat(finding.occurrences()).isEqualTo(60));
    }

    // While it goes on

    @Test
    void look_threadsWaitAndNobodyGetsAnything_looksAtTheHolders() {
        pool.connection().lend("GET /orders", LIST, 0, 0).transaction().runs(0, 10);
        pool.connection().lend("GET /orders", LIST, 0, 0).transaction().runs(0, 10);
        pool.pending = 3;
        look(1_000);
        look(2_000);
        pool.pending = 0;
        pool.timesOut(500, 2_500);
        look(12_500);

        assertThat((String) findings.all().get(0).evidence().get("holdersNow")).contains("idle in a transaction");
    }
}
