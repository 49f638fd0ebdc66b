package io.querytap.scenarios.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Threads that query a database as long as somebody else works with it. */
final class NoisyThreads {
    private static final int THREADS = 2;
    private static final int MAX_QUERIES = 300;
    private static final int PAUSE_MILLIS = 2;

    private final List<Thread> threads;
    private volatile boolean ended;

    NoisyThreads(DataSource source) {
        threads = Stream.generate(() -> new Thread(() -> work(source)))
                .limit(THREADS)
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Returns when they have ended; also those that were never started. */
    void stop() {
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void work(DataSource source) {
        try (Connection connection = source.getConnection()) {
            for (int query = 0; query < MAX_QUERIES && !ended; query++) {
                UnrelatedWork.query(connection);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
