package io.querytap.smoke.app;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an application really did, counted by itself. A batch is one execution; a failed execution counts as an execution and
 * as an error; rows are the times {@code next()} returned true. Thread-safe.
 */
final class Truth {
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong rollbacks = new AtomicLong();
    private final AtomicLong virtualThreads = new AtomicLong();

    /** One call that executes a statement. */
    interface Call<T> {
        T run() throws SQLException;
    }

    /** Makes a call that is expected to work. */
    <T> T execute(String text, Call<T> call) throws SQLException {
        long start = System.nanoTime();
        T result;
        try {
            result = call.run();
        } catch (SQLException | RuntimeException e) {
            if (!isOfJdbcItself(e)) {
                count(text, System.nanoTime() - start, /* failed= */ true);
            }
            throw e;
        }
        count(text, System.nanoTime() - start, /* failed= */ false);
        return result;
    }

    private void count(String text, long elapsedNanos, boolean failed) {
        Entry entry = entry(text);
        entry.executions.incrementAndGet();
        entry.nanos.addAndGet(elapsedNanos);
        if (failed) {
            entry.errors.incrementAndGet();
        }
    }

    /**
     * Makes a call that may fail, as some drivers do where others work. Where a driver or wrapper has only the default method of
     * the interface, which throws at once, nothing is executed and nothing counts.
     *
     * @return what the call returned, or null if it failed
     */
    <T> T attempt(String text, Call<T> call) {
        try {
            return execute(text, call);
        } catch (SQLException | RuntimeException e) {
            return null;
        }
    }

    /** Makes a call that must fail. */
    void fail(String text, Call<?> call) {
        Object result;
        try {
            result = execute(text, call);
        } catch (SQLException expected) {
            return;
        }
        throw new IllegalStateException("expected an error, got " + result + ": " + text);
    }

    /** Executes a batch of the given size. */
    <T> T batch(String text, int size, Call<T> call) throws SQLException {
        countBatch(text, size);
        return execute(text, call);
    }

    /** Executes a batch that may fail, see {@link #attempt}. */
    void attemptBatch(String text, int size, Call<?> call) {
        try {
            execute(text, call);
            countBatch(text, size);
        } catch (SQLException | RuntimeException e) {
            if (!isOfJdbcItself(e)) {
                countBatch(text, size);
            }
        }
    }

    /** Executes a batch that must fail. */
    void failBatch(String text, int size, Call<?> call) {
        countBatch(text, size);
        fail(text, call);
    }

    /** Whether a default method of the interface threw it, so that no driver was asked. */
    private static boolean isOfJdbcItself(Exception failure) {
        return failure.getStackTrace()[0].getClassName().startsWith("java.sql.");
    }

    private void countBatch(String text, int size) {
        Entry entry = entry(text);
        entry.batches.incrementAndGet();
        entry.batchSizes.addAndGet(size);
    }

    /** Reads all rows. */
    int read(String text, ResultSet rows) throws SQLException {
        return read(text, rows, Integer.MAX_VALUE);
    }

    /** Reads at most so many rows; does not go on to the call of {@code next()} that would say no. */
    int read(String text, ResultSet rows, int limit) throws SQLException {
        int read = 0;
        while (read < limit && rows.next()) {
            read++;
        }
        entry(text).rows.addAndGet(read);
        return read;
    }

    void committed() {
        commits.incrementAndGet();
    }

    void rolledBack() {
        rollbacks.incrementAndGet();
    }

    void ranVirtualThreads(int count) {
        virtualThreads.addAndGet(count);
    }

    String toJson() {
        List<Object> statements = new ArrayList<>();
        entries.values().forEach(entry -> statements.add(entry.toMap()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("statements", statements);
        object.put("commits", commits);
        object.put("rollbacks", rollbacks);
        object.put("virtualThreads", virtualThreads);
        return Json.write(object);
    }

    private Entry entry(String text) {
        return entries.computeIfAbsent(text, Entry::new);
    }

    private static final class Entry {
        private final String text;
        private final AtomicLong executions = new AtomicLong();
        private final AtomicLong errors = new AtomicLong();
        private final AtomicLong rows = new AtomicLong();
        private final AtomicLong batches = new AtomicLong();
        private final AtomicLong batchSizes = new AtomicLong();
        private final AtomicLong nanos = new AtomicLong();

        Entry(String text) {
            this.text = text;
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("text", text);
            map.put("executions", executions);
            map.put("errors", errors);
            map.put("rows", rows);
            map.put("batches", batches);
            map.put("batchSizes", batchSizes);
            map.put("nanos", nanos);
            return map;
        }
    }
}
