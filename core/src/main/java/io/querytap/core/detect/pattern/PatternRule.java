package io.querytap.core.detect.pattern;

/** Judges one pattern after the other for one kind of finding, or for kinds that exclude each other. */
interface PatternRule {
    /** Raises, brings up to date or retracts what there is to say about the pattern. */
    void examine(Sight sight);
}
