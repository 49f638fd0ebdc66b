package io.querytap.core.pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where the owner of an index of patterns finds what it keeps for each, so that a text whose pattern is known costs no more than
 * its id.
 *
 * @param <T> what is kept for a pattern
 */
public interface PatternIndex<T> {
    /**
     * What is kept for the pattern, or null if it has not been seen.
     *
     * @param literals number of literal values in the text at hand; of a list, each counts
     * @param rows number of rows after VALUES in the text at hand, 0 where there are none
     */
    @Nullable
    T known(long id, int literals, int rows);

    /** Keeps a pattern for which {@link #known} gave null; the same arguments as there. */
    T add(SqlPattern pattern, int literals, int rows);
}
