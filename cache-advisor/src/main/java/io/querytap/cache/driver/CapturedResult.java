package io.querytap.cache.driver;

/**
 * A complete result as its driver holds it: columns and rows in the driver's own form. Immutable, shared by all threads; belongs to one
 * driver in one class loader.
 */
public interface CapturedResult {
    int rows();

    /** Bytes of heap that it holds, roughly, never much less. */
    int weightBytes();
}
