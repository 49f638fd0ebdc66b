package io.querytap.cache.driver;

import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One driver, as loaded by one class loader: what its connections say of themselves, and how results are taken from it and given back.
 * Thread-safe. No method sends anything to the server. Objects given are the driver's own, never those of a pool.
 *
 * <p>Methods that reach into the driver may throw whatever that throws ({@link Throwable}): callers then go live, count {@link
 * Refusal#INTERNAL} and give the port up after the first such failure.
 */
public interface DriverPort {
    /** Product and version of the driver, and format of its captured results; part of every key that leaves the JVM. */
    String id();

    /** Whether autocommit is on and the driver, which heard it from the server, knows of no open transaction. */
    boolean isOutsideTransaction(Connection connection) throws Throwable;

    /**
     * Whether the driver says so: null if the session was not changed in ways that matter since it was made, apart from what is written.
     *
     * @param key is given all that the driver knows of the session and that may change an answer: user, schema, zone, encodings, formats
     */
    @Nullable
    Refusal writeSession(Connection connection, KeyWriter key) throws Throwable;

    /**
     * Whether the statement's options allow an answer from the cache; null if so.
     *
     * @param key is given the options that change the answer, such as {@code maxRows}, and whether results come as text or binary if the
     *     driver's getters differ in that
     */
    @Nullable
    Refusal writeOptions(Statement statement, KeyWriter key) throws Throwable;

    /**
     * Takes the result that the driver has just read, without moving its cursor or changing anything that the application can see.
     *
     * @param statement the statement that has executed; its current result is meant
     */
    Capture capture(Statement statement, CaptureLimits limits) throws Throwable;

    /**
     * Gives a result back: does to the statement what an execution would do (closes earlier results, clears warnings), then makes the rows
     * its current result.
     *
     * @return the statement's result set; null if the statement was not touched, for instance because it is closed
     */
    @Nullable
    ResultSet replay(Statement statement, CapturedResult result, CacheCall.Method method) throws Throwable;

    /** A query of constants, without tables, of all the types that the driver's getters treat in ways of their own. */
    default String checkQuery() {
        return "SELECT 1 AS a_number, 'x' AS a_text";
    }

    /** The same result has the same bytes. No class names, no Java serialization. */
    byte[] encode(CapturedResult result) throws Throwable;

    /**
     * Reads what {@link #encode} wrote, perhaps in another JVM, perhaps broken by somebody.
     *
     * @throws IOException if it is not well-formed; nothing larger than the input times a small constant was allocated then
     */
    CapturedResult decode(ByteBuffer encoded) throws Throwable;

    /**
     * Whether the bytes of two results of one statement are the same if and only if the results are: not if one was transferred as text and
     * the other one in binary.
     */
    default boolean isComparable(CapturedResult one, CapturedResult other) {
        return true;
    }

    /** Row and column, both counted from 1, at which two results differ first; null if that cannot be told. Never values. */
    default int @Nullable [] firstDifference(CapturedResult one, CapturedResult other) {
        return null;
    }
}
