package io.querytap.core.stats;

import io.querytap.core.callsite.CallSite;
import org.jspecify.annotations.Nullable;

/** In which texts a pattern came, at one moment. Immutable. */
public final class TextsSnapshot {
    private final long distinct;
    private final boolean exact;
    private final int maxValuesRows;
    private final @Nullable CallSite site;

    TextsSnapshot(long distinct, boolean exact, int maxValuesRows, @Nullable CallSite site) {
        this.distinct = distinct;
        this.exact = exact;
        this.maxValuesRows = maxValuesRows;
        this.site = site;
    }

    /**
     * How many sets of literal values there were; texts that differ in anything else only, or in which page of a result they want,
     * count once. 0 for a pattern without literals, and where it was not counted.
     */
    public long distinct() {
        return distinct;
    }

    /** Whether {@link #distinct} is exact; else it is an estimate, within 10 per cent as a rule. */
    public boolean isExact() {
        return exact;
    }

    /** The most rows that a text had after VALUES; 0 where none had any. */
    public int maxValuesRows() {
        return maxValuesRows;
    }

    /** From where the text came with which {@link #distinct} reached the threshold; null before, and where that is not asked. */
    public @Nullable CallSite site() {
        return site;
    }
}
