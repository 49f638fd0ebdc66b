package io.querytap.core.work;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How much was done under each name of a unit: all units are counted here, also those that nobody wants. Bounded, thread-safe. */
public final class Traffic {
    /** Names kept apart; an application that makes names of ids would have ever new ones. */
    static final int MAX_NAMES = 2_000;

    /** Stands for the names past the bound. */
    public static final String OTHER = "(other)";

    private final Map<String, Counts> byName = new ConcurrentHashMap<>();

    void count(UnitOfWork unit) {
        if (unit.executions() == 0 && unit.leasesOfAll() == 0) {
            return;
        }
        Counts counts = of(unit.name());
        counts.units.increment();
        add(unit, counts);
    }

    /** A part that ended after the unit was counted. */
    void countPart(String unitName, UnitOfWork part) {
        add(part, of(unitName));
    }

    /** What is counted under that name, for whoever counts {@link Counts#bareLease} there. */
    Counts of(String unitName) {
        Counts counts = byName.get(unitName);
        if (counts == null) {
            String name = byName.size() < MAX_NAMES ? unitName : OTHER;
            counts = byName.computeIfAbsent(name, it -> new Counts());
        }
        return counts;
    }

    private static void add(UnitOfWork unit, Counts counts) {
        if (unit.executions() > 0) {
            counts.executions.add(unit.executions());
        }
        if (unit.leasesOfAll() > 0) {
            counts.leases.add(unit.leasesOfAll());
        }
        if (unit.heldIdle() > 0) {
            counts.heldIdle.add(unit.heldIdle());
        }
        if (unit.protocolTrips() > 0) {
            counts.protocolTrips.add(unit.protocolTrips());
        }
        if (unit.emptyTransactions() > 0) {
            counts.emptyTransactions.add(unit.emptyTransactions());
        }
    }

    /** What was counted under each name, live. */
    public Map<String, Counts> byName() {
        return byName;
    }

    /** Sums since start. Thread-safe. */
    public static final class Counts {
        private final LongAdder units = new LongAdder();
        /** Units that are one lease in which nothing was done. */
        private final LongAdder bareLeases = new LongAdder();

        private final LongAdder executions = new LongAdder();
        private final LongAdder leases = new LongAdder();
        private final LongAdder heldIdle = new LongAdder();
        private final LongAdder protocolTrips = new LongAdder();
        private final LongAdder emptyTransactions = new LongAdder();

        /** A lease ended that is a unit of its own, for which none had to be begun. */
        void bareLease() {
            bareLeases.increment();
        }

        public long units() {
            return units.sum() + bareLeases.sum();
        }

        public long executions() {
            return executions.sum();
        }

        /** Checkouts of connections that ended in these units. */
        public long leases() {
            return leases.sum() + bareLeases.sum();
        }

        /** Those held for long, and for most of that time without work. */
        public long heldIdle() {
            return heldIdle.sum();
        }

        /** Trips to the server without a statement. */
        public long protocolTrips() {
            return protocolTrips.sum();
        }

        /** Transactions that ended without a statement. */
        public long emptyTransactions() {
            return emptyTransactions.sum();
        }
    }
}
