package io.querytap.cache.store;

import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.shared.SharedStamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One result as this JVM keeps it, with what must still be true for it to be served. Immutable but for the time of its validation. */
public final class Entry {
    /** Objects around a result: key, entry, the store's node, stamps; an estimate that is rather too high. */
    private static final int OVERHEAD_BYTES = 400;

    private final String rule;
    private final String sql;
    private final DriverPort port;
    private final CapturedResult result;
    private final Generations.Stamp stamp;
    private final @Nullable SharedStamp sharedStamp;
    private final long readNanos;
    private final long keptNanos;
    private final long liveNanos;
    private volatile long validatedNanos;

    private Entry(Builder from) {
        rule = from.rule;
        sql = from.sql;
        port = from.port;
        result = from.result;
        stamp = Objects.requireNonNull(from.stamp, "stamp");
        sharedStamp = from.sharedStamp;
        readNanos = from.readNanos;
        keptNanos = from.keptNanos;
        liveNanos = from.liveNanos;
        validatedNanos = from.validatedNanos;
    }

    public static Builder of(String rule, String sql, DriverPort port, CapturedResult result) {
        return new Builder(rule, sql, port, result);
    }

    /** Name of the rule that let it in. */
    public String rule() {
        return rule;
    }

    /** The text that it answers. */
    public String sql() {
        return sql;
    }

    /** Who took the result; nobody else can give it back. */
    public DriverPort port() {
        return port;
    }

    public CapturedResult result() {
        return result;
    }

    /** The generations of this JVM before the statement was sent, or before the shared tier was asked. */
    public Generations.Stamp stamp() {
        return stamp;
    }

    public TableSet tables() {
        return stamp.tables();
    }

    /** The generations of the shared tier at the same moment; null where there is no tier. */
    public @Nullable SharedStamp sharedStamp() {
        return sharedStamp;
    }

    /** When the statement was sent; for an entry of another JVM a later time, see {@link #keptNanos}. */
    public long readNanos() {
        return readNanos;
    }

    /** For how long from {@link #readNanos} on it may be kept. */
    public long keptNanos() {
        return keptNanos;
    }

    /** How long the database took; 0 if another JVM asked it. */
    public long liveNanos() {
        return liveNanos;
    }

    /** Until when it was known that no table had been written anywhere. */
    public long validatedNanos() {
        return validatedNanos;
    }

    /** The shared tier said at that time that no table had been written. */
    public void validated(long nanos) {
        if (nanos - validatedNanos
                > 0) { // of two threads the later look counts; a lost update only makes the next look earlier
            validatedNanos = nanos;
        }
    }

    /** Whether its time is over, also by a limit shorter than its own. */
    public boolean isExpired(long nowNanos, long limitNanos) {
        return leftNanos(nowNanos, limitNanos) <= 0;
    }

    /** How long until then. */
    public long leftNanos(long nowNanos, long limitNanos) {
        return Math.min(keptNanos, limitNanos) - (nowNanos - readNanos);
    }

    /** Bytes of heap, roughly, with the key. */
    int weightBytes(int keyBytes) {
        return (int) Math.min(Integer.MAX_VALUE, (long) OVERHEAD_BYTES + keyBytes + result.weightBytes());
    }

    /** Collects an entry. */
    public static final class Builder {
        private final String rule;
        private final String sql;
        private final DriverPort port;
        private final CapturedResult result;
        private Generations.@Nullable Stamp stamp;
        private @Nullable SharedStamp sharedStamp;
        private long readNanos;
        private long keptNanos;
        private long liveNanos;
        private long validatedNanos;

        private Builder(String rule, String sql, DriverPort port, CapturedResult result) {
            this.rule = rule;
            this.sql = sql;
            this.port = port;
            this.result = result;
        }

        /** Both stamps, and when they were taken. */
        public Builder stamps(Generations.Stamp local, @Nullable SharedStamp shared, long takenNanos) {
            stamp = local;
            sharedStamp = shared;
            validatedNanos = takenNanos;
            return this;
        }

        /** From when it counts, and for how long it may be kept. */
        public Builder kept(long fromNanos, long forNanos) {
            readNanos = fromNanos;
            keptNanos = forNanos;
            return this;
        }

        public Builder liveNanos(long nanos) {
            liveNanos = nanos;
            return this;
        }

        public Entry build() {
            return new Entry(this);
        }
    }
}
