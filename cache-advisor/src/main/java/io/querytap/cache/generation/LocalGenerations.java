package io.querytap.cache.generation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The generations of this JVM. Each table has one number: its generation in the upper bits, the count of raised fences in the lower ones. A
 * stamp holds the numbers as they were while no fence was raised; as every raise and every lower moves the generation on, a stamp is
 * current if and only if the numbers are the same, which is one volatile read for each table.
 *
 * <p>A fence that nobody lowers, because the thread that should have done so is gone, would keep its tables out of the cache for ever: past
 * its deadline whoever meets it lowers it. Its owner, if it comes after all, still changes the generations.
 */
public final class LocalGenerations implements Generations {
    /** Longer than any commit, and than nearly any single statement: until then a leaked fence costs hits, after it a slow commit could show. */
    public static final Duration FENCE_DEADLINE = Duration.ofMinutes(10);

    /** Tables with generations of their own; the names beyond share one. */
    static final int MAX_TABLES = 4096;

    private static final int FENCE_BITS = 20; // a million writers at one moment
    private static final long ONE_FENCE = 1;
    private static final long ONE_GENERATION = 1L << FENCE_BITS;
    private static final long FENCES = ONE_GENERATION - 1;

    private final LongSupplier nanoClock;
    private final long deadlineNanos;
    private final ConcurrentHashMap<String, AtomicLong> byTable = new ConcurrentHashMap<>();
    private final AtomicLong otherTables = new AtomicLong();
    private final AtomicLong allTables = new AtomicLong();
    private final Set<RaisedFence> raised = ConcurrentHashMap.newKeySet();

    public LocalGenerations() {
        this(System::nanoTime, FENCE_DEADLINE);
    }

    LocalGenerations(LongSupplier nanoClock, Duration deadline) {
        this.nanoClock = nanoClock;
        this.deadlineNanos = deadline.toNanos();
    }

    /** {@inheritDoc} Null as well for {@link TableSet#EVERYTHING}: of what is read from unknown tables nobody can say that it is current. */
    @Override
    public @Nullable Stamp stamp(TableSet tables) {
        if (tables.isEverything()) {
            return null;
        }
        AtomicLong[] numbers = numbersOf(tables, 1);
        numbers[numbers.length - 1] = allTables;
        long[] values = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            values[i] = numbers[i].get();
            if ((values[i] & FENCES) != 0) {
                endExpired();
                return null;
            }
        }
        return new TakenStamp(tables, numbers, values);
    }

    @Override
    public boolean isCurrent(Stamp stamp) {
        TakenStamp taken = (TakenStamp) stamp;
        for (int i = 0; i < taken.numbers.length; i++) {
            if (taken.numbers[i].get() != taken.values[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Fence raise(TableSet tables) {
        RaisedFence fence = new RaisedFence(tables, numbersOfWritten(tables), nanoClock.getAsLong() + deadlineNanos);
        add(fence.numbers, ONE_GENERATION + ONE_FENCE);
        raised.add(fence);
        return fence;
    }

    @Override
    public void bump(TableSet tables) {
        add(numbersOfWritten(tables), ONE_GENERATION);
    }

    /** Fences that are raised at this moment. */
    public int fences() {
        return raised.size();
    }

    private AtomicLong[] numbersOfWritten(TableSet tables) {
        return tables.isEverything() ? new AtomicLong[] {allTables} : numbersOf(tables, 0);
    }

    private AtomicLong[] numbersOf(TableSet tables, int spare) {
        List<String> names = tables.names();
        AtomicLong[] numbers = new AtomicLong[names.size() + spare];
        for (int i = 0; i < names.size(); i++) {
            AtomicLong number = byTable.get(names.get(i));
            numbers[i] = number != null ? number : numberOfNew(names.get(i));
        }
        // Two names that share a number would count one write as two fences of it: harmless, as they are lowered as
        // often.
        return numbers;
    }

    /** Under a lock, so that a name that once was among the others stays there: the map never shrinks. */
    private synchronized AtomicLong numberOfNew(String table) {
        AtomicLong number = byTable.get(table);
        if (number == null) {
            if (byTable.size() >= MAX_TABLES) {
                return otherTables;
            }
            number = new AtomicLong();
            byTable.put(table, number);
        }
        return number;
    }

    private void endExpired() {
        long now = nanoClock.getAsLong();
        for (RaisedFence fence : raised) {
            if (now - fence.deadlineNanos >= 0) {
                fence.expire();
            }
        }
    }

    private static void add(AtomicLong[] numbers, long delta) {
        for (AtomicLong number : numbers) {
            number.addAndGet(delta);
        }
    }

    private static final class TakenStamp implements Stamp {
        private final TableSet tables;
        private final AtomicLong[] numbers;
        private final long[] values;

        private TakenStamp(TableSet tables, AtomicLong[] numbers, long[] values) {
            this.tables = tables;
            this.numbers = numbers;
            this.values = values;
        }

        @Override
        public TableSet tables() {
            return tables;
        }
    }

    private final class RaisedFence implements Fence {
        private static final int UP = 0;
        private static final int EXPIRED = 1;
        private static final int LOWERED = 2;

        private final TableSet tables;
        private final AtomicLong[] numbers;
        private final long deadlineNanos;
        private final AtomicInteger state = new AtomicInteger(UP);

        private RaisedFence(TableSet tables, AtomicLong[] numbers, long deadlineNanos) {
            this.tables = tables;
            this.numbers = numbers;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public TableSet tables() {
            return tables;
        }

        @Override
        public void lower() {
            int before = state.getAndSet(LOWERED);
            if (before == UP) {
                add(numbers, ONE_GENERATION - ONE_FENCE);
                raised.remove(this);
            } else if (before == EXPIRED) {
                add(numbers, ONE_GENERATION); // it became visible only now
            }
        }

        private void expire() {
            if (state.compareAndSet(UP, EXPIRED)) {
                add(numbers, ONE_GENERATION - ONE_FENCE);
                raised.remove(this);
            }
        }
    }
}
