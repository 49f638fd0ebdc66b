package io.querytap.smoke.cache;

import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.TableSet;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The ways in which caches are told of writes, of which one is right: {@link AgentVariant} puts this in the place of the agent's own
 * generations, a property says which it is. Deleting an entry is the same as moving on the number it was kept under. All of them pause at the
 * steps where the broken ones are open, so that what is rare shows within seconds.
 */
public final class TestProtocol implements Generations {
    static final String PROPERTY = "example.protocol";

    /** Which steps a protocol takes. */
    enum Kind {
        /** Nothing: an entry is wrong until its time is over. */
        TTL_ONLY,
        DELETE_BEFORE_COMMIT,
        DELETE_AFTER_COMMIT,
        DELETE_BEFORE_AND_AFTER,
        GENERATION_BEFORE_COMMIT,
        /** Read after the SELECT. */
        GENERATION_STAMPED_LATE,
        /** Also: a lease, which a delete after the commit takes away. Right but for the time until the commit has returned. */
        GENERATION_AFTER_COMMIT,
        GENERATION_BEFORE_AND_AFTER,
        /** As the agent does it. */
        FENCE;

        boolean changesBefore() {
            return this == DELETE_BEFORE_COMMIT
                    || this == DELETE_BEFORE_AND_AFTER
                    || this == GENERATION_BEFORE_COMMIT
                    || this == GENERATION_BEFORE_AND_AFTER
                    || this == FENCE;
        }

        boolean changesAfter() {
            return this != TTL_ONLY && this != DELETE_BEFORE_COMMIT && this != GENERATION_BEFORE_COMMIT;
        }

        /** Whether an answer is kept under what holds when it is kept, not when it was asked for. */
        boolean stampsLate() {
            return this == DELETE_BEFORE_COMMIT
                    || this == DELETE_AFTER_COMMIT
                    || this == DELETE_BEFORE_AND_AFTER
                    || this == GENERATION_STAMPED_LATE;
        }
    }

    private static final long PAUSE_NANOS = 3_000_000;

    private final Kind kind = Kind.valueOf(System.getProperty(PROPERTY).toUpperCase(Locale.ROOT));
    private final ConcurrentHashMap<String, AtomicLong> generations = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, AtomicLong> fences = new ConcurrentHashMap<>();

    @Override
    public Stamp stamp(TableSet tables) {
        long generation = sum(generations, tables);
        return kind == Kind.FENCE && sum(fences, tables) != 0
                ? null
                : new Taken(tables, generation, kind.stampsLate());
    }

    /** A late stamp takes its number when it is asked for the first time: that is when the entry is kept. */
    @Override
    public boolean isCurrent(Stamp stamp) {
        Taken taken = (Taken) stamp;
        synchronized (taken) {
            if (taken.isOpen) {
                LockSupport.parkNanos(PAUSE_NANOS);
                taken.isOpen = false;
                taken.generation = sum(generations, taken.tables);
            }
            return taken.generation == sum(generations, taken.tables)
                    && (kind != Kind.FENCE || sum(fences, taken.tables) == 0);
        }
    }

    @Override
    public Fence raise(TableSet tables) {
        if (kind == Kind.FENCE) {
            add(fences, tables, 1);
        }
        if (kind.changesBefore()) {
            add(generations, tables, 1);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return new Raised(tables);
    }

    @Override
    public void bump(TableSet tables) {
        if (kind != Kind.TTL_ONLY) {
            add(generations, tables, 1);
        }
    }

    private static void add(ConcurrentHashMap<String, AtomicLong> numbers, TableSet tables, long delta) {
        if (tables.isEverything()) {
            numbers.computeIfAbsent("", name -> new AtomicLong()).addAndGet(delta);
        }
        for (String table : tables.names()) {
            numbers.computeIfAbsent(table, name -> new AtomicLong()).addAndGet(delta);
        }
    }

    private static long sum(ConcurrentHashMap<String, AtomicLong> numbers, TableSet tables) {
        long sum = numbers.containsKey("") ? numbers.get("").get() : 0;
        for (String table : tables.names()) {
            AtomicLong number = numbers.get(table);
            sum += number == null ? 0 : number.get();
        }
        return sum;
    }

    private final class Raised implements Fence {
        private final TableSet tables;
        private boolean isLowered;

        private Raised(TableSet tables) {
            this.tables = tables;
        }

        @Override
        public TableSet tables() {
            return tables;
        }

        @Override
        public void lower() {
            if (isLowered) {
                return;
            }
            isLowered = true;
            LockSupport.parkNanos(PAUSE_NANOS);
            if (kind.changesAfter()) {
                add(generations, tables, 1);
            }
            if (kind == Kind.FENCE) {
                add(fences, tables, -1);
            }
        }
    }

    private static final class Taken implements Stamp {
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
