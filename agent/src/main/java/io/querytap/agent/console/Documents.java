package io.querytap.agent.console;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The report's document of now, made when somebody asks and then shared. Making one copies every pattern and looks for findings, so however
 * many ask, it takes a tenth of a processor at most. Thread-safe.
 */
final class Documents {
    /** The least age at which one is made anew. */
    static final long SHARED_NANOS = 1_000_000_000L;

    /** Times as long as it took to make, one is shared. */
    static final int TIMES_ITS_COST = 10;

    private final Supplier<byte[]> source;
    private final LongSupplier clock;
    private @Nullable Document latest; // guarded by this
    private long until; // guarded by this

    /** @param source makes the report's JSON */
    Documents(Supplier<byte[]> source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The one of now; who asks while it is made waits for it. */
    synchronized Document current() {
        long begin = clock.getAsLong();
        Document shared = latest;
        if (shared != null && begin - until < 0) {
            return shared;
        }
        Document made = new Document(source.get());
        long end = clock.getAsLong();
        latest = made;
        until = end + Math.max(SHARED_NANOS, TIMES_ITS_COST * (end - begin));
        return made;
    }

    /** Forgets it. */
    synchronized void clear() {
        latest = null;
    }
}
