package io.querytap.core.pool.sizing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is found out about the size of a pool from one stretch of its leases. Immutable. */
public final class SizingStudy {
    private final Stretch stretch;
    private final Demand demand;
    private final int currentMax;
    private final Nesting nesting;
    private final @Nullable DatabaseBottleneck bottleneck;
    private final PoolSize recommended;
    private final List<Row> rows;

    private SizingStudy(Stretch stretch, int currentMax, Nesting nesting, SizeLimits limits) {
        this.stretch = stretch;
        this.demand = Demand.of(stretch);
        this.currentMax = currentMax;
        this.nesting = nesting;
        this.bottleneck = DatabaseBottleneck.in(stretch);
        this.recommended = PoolSize.of(stretch, demand, currentMax, nesting, limits, bottleneck);
        this.rows = played();
    }

    /** @param currentMax the present size of the pool; negative if not known */
    public static SizingStudy of(Stretch stretch, int currentMax, Nesting nesting, SizeLimits limits) {
        return new SizingStudy(stretch, currentMax, nesting, limits);
    }

    private List<Row> played() {
        Replay asHeld = new Replay(stretch, /* withIdle= */ true);
        Replay withoutIdle = new Replay(stretch, /* withIdle= */ false);
        List<Row> made = new ArrayList<>();
        for (int size : WhatIfSizes.around(currentMax, recommended.size())) {
            made.add(new Row(size, asHeld.with(size), stretch.knowsBusy() ? withoutIdle.with(size) : null));
        }
        return Collections.unmodifiableList(made);
    }

    public Stretch stretch() {
        return stretch;
    }

    public Demand demand() {
        return demand;
    }

    /** Negative if not known. */
    public int currentMax() {
        return currentMax;
    }

    public Nesting nesting() {
        return nesting;
    }

    /** Null if there is no sign of it. */
    public @Nullable DatabaseBottleneck bottleneck() {
        return bottleneck;
    }

    public PoolSize recommended() {
        return recommended;
    }

    /** What other sizes would have meant, the smallest first. */
    public List<Row> rows() {
        return rows;
    }

    /** The row of a size that is among them. */
    @Nullable
    Row row(int size) {
        for (Row row : rows) {
            if (row.size == size) {
                return row;
            }
        }
        return null;
    }

    /** A pool of another size. Immutable. */
    public static final class Row {
        private final int size;
        private final Replay.Waits asHeld;
        private final Replay.@Nullable Waits withoutIdle;

        private Row(int size, Replay.Waits asHeld, Replay.@Nullable Waits withoutIdle) {
            this.size = size;
            this.asHeld = asHeld;
            this.withoutIdle = withoutIdle;
        }

        public int size() {
            return size;
        }

        /** With leases that last as long as they did. */
        public Replay.Waits asHeld() {
            return asHeld;
        }

        /** With leases that last as long as the database works for them; null if that is not known. */
        public Replay.@Nullable Waits withoutIdle() {
            return withoutIdle;
        }
    }
}
