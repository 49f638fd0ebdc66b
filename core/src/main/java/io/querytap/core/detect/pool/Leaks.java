package io.querytap.core.detect.pool;

import io.querytap.core.pool.Lease;

/** Knows the connections that nobody will give back, as far as that can be told. Asked by the agent's thread. */
@FunctionalInterface
public interface Leaks {
    /** Knows of none. */
    Leaks NONE = new Leaks() { // no lambda: this is made in premain
                @Override
                public boolean isLeaking(Lease lease) {
                    return false;
                }
            };

    /** Whether the present borrower of that entry is taken to have lost it; false once the connection has come back. */
    boolean isLeaking(Lease lease);
}
