package io.querytap.cache.generation;

/** Protocols that others use, or that seem to do at first sight. Deleting an entry is the same as moving on the number it was kept under. */
enum BrokenGenerations {
    /** Time to live, and nothing else. */
    TTL_ONLY(false, false, false),
    DELETE_BEFORE_COMMIT(true, false, true),
    /** Also: generation changed after the commit, and read after the SELECT. */
    DELETE_AFTER_COMMIT(false, true, true),
    DELETE_BEFORE_AND_AFTER(true, true, true),
    GENERATION_BEFORE_COMMIT(true, false, false),
    /** Also: a lease that a delete takes away. */
    GENERATION_AFTER_COMMIT(false, true, false),
    GENERATION_BEFORE_AND_AFTER(true, true, false);

    private final boolean changesBefore;
    private final boolean changesAfter;
    private final boolean stampsLate;

    BrokenGenerations(boolean changesBefore, boolean changesAfter, boolean stampsLate) {
        this.changesBefore = changesBefore;
        this.changesAfter = changesAfter;
        this.stampsLate = stampsLate;
    }

    /** For one table. */
    Generations make() {
        return new Double();
    }

    private final class Double implements Generations {
        private long generation;

        @Override
        public Stamp stamp(TableSet tables) {
            return new Taken(tables, generation, stampsLate);
        }

        /** A late stamp takes its number when it is asked for the first time: that is when the entry is kept. */
        @Override
        public boolean isCurrent(Stamp stamp) {
            Taken taken = (Taken) stamp;
            if (taken.isOpen) {
                taken.isOpen = false;
                taken.generation = generation;
            }
            return taken.generation == generation;
        }

        @Override
        public Fence raise(TableSet tables) {
            generation += changesBefore ? 1 : 0;
            return new Fence() {
                private boolean isLowered;

                @Override
                public TableSet tables() {
                    return tables;
                }

                @Override
                public void lower() {
                    generation += changesAfter && !isLowered ? 1 : 0;
                    isLowered = true;
                }
            };
        }

        @Override
        public void bump(TableSet tables) {
            generation++;
        }
    }

    private static final class Taken implements Generations.Stamp {
        private final TableSet tables;
        private long generation;
        private boolean isOpen;

        private Taken(TableSet tables, long generation, boolean isOpen) {
            this.tables = tables;
            this.generation = generation;
            this.isOpen = isOpen;
        }

        @Override
        public TableSet tables() {
            return tables;
        }
    }
}
