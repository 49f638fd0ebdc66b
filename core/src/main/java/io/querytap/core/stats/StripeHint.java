package io.querytap.core.stats;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a writer last found a free stripe. Kept by whatever is used by one thread at a time (a connection, a pool entry), so
 * that the recorder needs no look-up by thread. Writers that share a hint only lose speed, never a count.
 */
public final class StripeHint {
    private static final AtomicInteger NEXT_PROBE = new AtomicInteger();

    /** Index of a stripe modulo their number; written without synchronisation, any value is valid. */
    int probe = NEXT_PROBE.getAndIncrement();
}
