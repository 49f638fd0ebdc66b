package io.querytap.agent.compare;

import org.jspecify.annotations.Nullable;

/** The times of one statement in one run: their histogram, and how they went over the run where that was recorded. Immutable. */
final class Sample {
    private final Cells cells;
    private final @Nullable SlotSeries series;

    Sample(Cells cells, @Nullable SlotSeries series) {
        this.cells = cells;
        this.series = series != null && series.tells() ? series : null;
    }

    Cells cells() {
        return cells;
    }

    /** Whether it is known how much the executions depend on each other. */
    boolean hasSeries() {
        return series != null;
    }

    /**
     * How much less the executions tell than independent ones; an assumption where nothing is known.
     *
     * @param variance of the score of one execution
     */
    Widening widened(SlotSeries.Score score, double variance) {
        return series == null ? Widening.ASSUMED : series.widened(score, variance);
    }
}
