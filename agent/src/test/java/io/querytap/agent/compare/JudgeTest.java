package io.querytap.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the judgement says of runs whose truth is known. Seeds are fixed: the same figures each time. */
class JudgeTest {
    private static final int STATEMENTS = 1_000;
    private static final double MICRO = 1_000;

    private final Simulated simulated = new Simulated(20_261_122);
    private final List<Sample> before = new ArrayList<>();
    private final List<Sample> after = new ArrayList<>();

    @Test
    void of_nothingChanged_nextToNothingShown() {
        for (int i = 0; i < STATEMENTS; i++) {
            addAny(/* factor= */ 1);
        }

        assertThat(shown(judge())).isLessThanOrEqualTo(STATEMENTS / 500);
    }

    /** Without the correction for many tests one in twenty is what a test promises. */
    @Test
    void tests_nothingChangedAndIndependent_oneInTwentyImprobable() {
        int improbable = 0;
        int improbableByRanks = 0;
        for (int i = 0; i < STATEMENTS; i++) {
            addAny(/* factor= */ 1);
            Cells one = before.get(i).cells();
            Cells other = after.get(i).cells();
            Estimate ratio = Estimate.difference(new TypicalTime(other).estimate(), new TypicalTime(one).estimate());
            Estimate ranks = new RankTest(one, other).moreThanHalf(Widening.NONE, Widening.NONE);
            improbable += ratio.probability() <= 0.05 ? 1 : 0;
            improbableByRanks += ranks.probability() <= 0.05 ? 1 : 0;
        }

        assertThat(improbable).isBetween(STATEMENTS * 35 / 1_000, STATEMENTS * 65 / 1_000);
        assertThat(improbableByRanks).isBetween(STATEMENTS * 35 / 1_000, STATEMENTS * 65 / 1_000);
    }

    @Test
    void of_slowerMachineAndStatementsThatScatterFromRunToRun_nextToNothingShown() {
        for (int i = 0; i < STATEMENTS; i++) {
            addAny(1.3 * Math.exp(simulated.normal(0.1)));
        }

        Judge judge = judge();

        assertThat(Math.exp(judge.typical().shift())).isCloseTo(1.3, within(0.02));
        assertThat(judge.typical().spread()).isCloseTo(0.1, within(0.025));
        assertThat(shown(judge)).isLessThanOrEqualTo(STATEMENTS / 100);
    }

    @Test
    void of_executionsThatDependOnEachOther_nextToNothingShownWithTheirCourseOrWithout() {
        for (int i = 0; i < STATEMENTS / 4; i++) {
            double median = simulated.between(20, 50_000) * MICRO;
            before.add(simulated.waving(1_200, median, 0.5, 0.3));
            after.add(simulated.waving(1_200, median, 0.5, 0.3));
        }

        Judge bySlots = judge();
        Judge byCounts =
                Judge.of(withoutCourse(before), withoutCourse(after), /* frequencyRatio= */ 1, /* withShift= */ true);

        assertThat(bySlots.judgements()).allMatch(Judgement::bySlots);
        assertThat(byCounts.judgements()).noneMatch(Judgement::bySlots);
        assertThat(shown(bySlots)).isLessThanOrEqualTo(STATEMENTS / 400);
        assertThat(shown(byCounts)).isLessThanOrEqualTo(STATEMENTS / 400);
        // Without their course they are thought to be surer than they are, and what is lacking is found as spread.
        assertThat(byCounts.typical().spread()).isGreaterThan(bySlots.typical().spread());
    }

    /** Nothing but the course of the runs can tell, where there are too few statements to see what is usual. */
    @Test
    void of_oneStatementThatWavesALot_notShownBecauseOfItsCourse() {
        int shownBySlots = 0;
        int shownByCounts = 0;
        for (int i = 0; i < 100; i++) {
            List<Sample> one = List.of(simulated.waving(6_000, 5_000 * MICRO, 0.3, 0.8));
            List<Sample> other = List.of(simulated.waving(6_000, 5_000 * MICRO, 0.3, 0.8));
            shownBySlots += shown(Judge.of(one, other, /* frequencyRatio= */ 1, /* withShift= */ true));
            shownByCounts += shown(
                    Judge.of(withoutCourse(one), withoutCourse(other), /* frequencyRatio= */ 1, /* withShift= */ true));
        }

        assertThat(shownBySlots).isLessThanOrEqualTo(10);
        assertThat(shownByCounts).isGreaterThan(3 * shownBySlots);
    }

    @Test
    void of_aFifthSlowerInAThousandExecutions_found() {
        for (int i = 0; i < STATEMENTS; i++) {
            add(1_000, simulated.between(20, 50_000) * MICRO, 0.5, i < 50 ? 1.2 : 1);
        }

        List<Judgement> judgements = judge().judgements();

        assertThat(judgements.subList(0, 50).stream().filter(it -> it.change() == Change.SLOWER))
                .hasSizeGreaterThanOrEqualTo(48);
        assertThat(judgements.subList(50, STATEMENTS).stream().filter(it -> it.change() != Change.NOT_SHOWN))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(judgements.subList(0, 50))
                .filteredOn(it -> it.lowestRatio() <= 1.2 && 1.2 <= it.highestRatio())
                .hasSizeGreaterThanOrEqualTo(44);
    }

    @Test
    void of_aFifthFaster_foundAsFaster() {
        for (int i = 0; i < 40; i++) {
            add(1_000, simulated.between(20, 50_000) * MICRO, 0.5, i == 0 ? 1 / 1.3 : 1);
        }

        assertThat(judge().judgements().get(0).change()).isEqualTo(Change.FASTER);
    }

    @Test
    void of_oneInTenStuckOnALock_tailSlowerAndTypicalNot() {
        for (int i = 0; i < 40; i++) {
            add(2_000, 900 * MICRO, 0.3, 1);
        }
        before.add(simulated.mixed(2_000, 900 * MICRO, 0.3, /* share= */ 0.01, /* factor= */ 8));
        after.add(simulated.mixed(2_000, 900 * MICRO, 0.3, /* share= */ 0.1, /* factor= */ 8));

        Judgement judgement = judge().judgements().get(40);

        assertThat(judgement.typical()).isEqualTo(Change.NOT_SHOWN);
        assertThat(judgement.tail()).isEqualTo(Change.SLOWER);
        assertThat(judgement.change()).isEqualTo(Change.SLOWER);
        assertThat(judgement.tailAfter()).isGreaterThan(2 * judgement.tailBefore());
    }

    @Test
    void of_typicalFasterAndTailSlower_mixed() {
        for (int i = 0; i < 40; i++) {
            add(2_000, 900 * MICRO, 0.3, 1);
        }
        before.add(simulated.mixed(2_000, 900 * MICRO, 0.3, /* share= */ 0.01, /* factor= */ 8));
        after.add(simulated.mixed(2_000, 600 * MICRO, 0.3, /* share= */ 0.1, /* factor= */ 12));

        assertThat(judge().judgements().get(40).change()).isEqualTo(Change.MIXED);
    }

    /** Half a microsecond is a cell of the histogram: whether two were 1.9 or 2.1 µs cannot be told from it. */
    @Test
    void of_differenceWithinACell_notShown() {
        for (int i = 0; i < 40; i++) {
            add(5_000, i == 0 ? 1_900 : 40 * MICRO, 0.01, i == 0 ? 1.15 : 1);
        }

        assertThat(judge().judgements().get(0).change()).isEqualTo(Change.NOT_SHOWN);
    }

    @Test
    void of_allSlowerAlike_laidToTheRunUnlessToldOtherwise() {
        for (int i = 0; i < 40; i++) {
            add(3_000, simulated.between(20, 50_000) * MICRO, 0.4, 1.5);
        }

        assertThat(shown(judge())).isZero();
        assertThat(shown(Judge.of(before, after, /* frequencyRatio= */ 1, /* withShift= */ false)))
                .isGreaterThan(30);
    }

    /** Where all ran half as often, half as long again is no news of a single statement. */
    @Test
    void of_otherConditions_onlyLargeDifferencesShown() {
        for (int i = 0; i < 15; i++) {
            add(1_000, 900 * MICRO, 0.4, i == 0 ? 1.5 : i == 1 ? 8 : 1);
        }

        List<Judgement> alike = judge().judgements();
        List<Judgement> unlike = Judge.of(before, after, /* frequencyRatio= */ 0.4, /* withShift= */ true)
                .judgements();

        assertThat(alike.subList(0, 2)).allMatch(it -> it.change() == Change.SLOWER);
        assertThat(unlike.get(0).change()).isEqualTo(Change.NOT_SHOWN);
        assertThat(unlike.get(1).change()).isEqualTo(Change.SLOWER);
    }

    private Judge judge() {
        return Judge.of(before, after, /* frequencyRatio= */ 1, /* withShift= */ true);
    }

    private void addAny(double factor) {
        add(
                (int) simulated.between(30, 3_000),
                simulated.between(20, 50_000) * MICRO,
                simulated.between(0.2, 1.2),
                factor);
    }

    private void add(int executions, double medianNanos, double spread, double factor) {
        before.add(simulated.independent(executions, medianNanos, spread));
        after.add(simulated.independent(executions, medianNanos * factor, spread));
    }

    private static List<Sample> withoutCourse(List<Sample> samples) {
        return samples.stream().map(Simulated::withoutSeries).collect(Collectors.toList());
    }

    private static int shown(Judge judge) {
        return (int)
                judge.judgements().stream().filter(it -> it.change().isShown()).count();
    }
}
