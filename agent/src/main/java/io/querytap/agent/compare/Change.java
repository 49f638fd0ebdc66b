package io.querytap.agent.compare;

import java.util.Locale;

/** What was shown of a statement's times. */
enum Change {
    /** Typical executions, slow ones, or both take longer. */
    SLOWER,
    FASTER,
    /** Typical executions went one way and slow ones the other. */
    MIXED,
    /** No difference that is both sure and large enough. Not the same as no difference: the interval says what there may be. */
    NOT_SHOWN,
    /** Too few executions in one of the runs. */
    TOO_FEW,
    /** One of the documents has no histograms. */
    PERCENTILES_ONLY;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isShown() {
        return this == SLOWER || this == FASTER || this == MIXED;
    }
}
