package io.querytap.smoke.app;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** The same statement from two platform threads, and from a thousand virtual ones where the JDK has them. */
final class ThreadCalls extends Calls {
    private static final int PLATFORM_THREADS = 2;
    private static final int CALLS_PER_PLATFORM_THREAD = 400;
    private static final int VIRTUAL_THREADS = 1000;
    private static final int CONNECTIONS_OF_VIRTUAL_THREADS = 6;

    private final AtomicReference<Exception> failure = new AtomicReference<>();

    ThreadCalls(Truth truth, Product product, ConnectionSource source) {
        super(truth, product, source);
    }

    @Override
    void make(Connection connection) throws SQLException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < PLATFORM_THREADS; i++) {
            Thread thread = new Thread(guarded(this::manyQueries), "worker-" + i);
            thread.start();
            threads.add(thread);
        }
        joinAll(threads);
        Method startVirtualThread = startVirtualThread();
        if (startVirtualThread != null) {
            virtualThreads(startVirtualThread);
        }
    }

    private void manyQueries() throws SQLException {
        String text = "SELECT id AS from_two_threads FROM item WHERE id <= ?";
        try (Connection connection = source.open();
                PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < CALLS_PER_PLATFORM_THREAD; i++) {
                statement.setInt(1, 2);
                try (ResultSet rows = truth.execute(text, statement::executeQuery)) {
                    truth.read(text, rows);
                }
            }
        }
    }

    private void virtualThreads(Method startVirtualThread) throws SQLException {
        BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS_OF_VIRTUAL_THREADS);
        for (int i = 0; i < CONNECTIONS_OF_VIRTUAL_THREADS; i++) {
            connections.add(source.open());
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < VIRTUAL_THREADS; i++) {
            threads.add(start(startVirtualThread, guarded(() -> oneQuery(connections))));
        }
        joinAll(threads);
        truth.ranVirtualThreads(VIRTUAL_THREADS);
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void oneQuery(BlockingQueue<Connection> connections) throws Exception {
        String text = "SELECT id AS from_virtual_threads FROM item WHERE id <= ?";
        Connection connection = connections.take();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setInt(1, 2);
            try (ResultSet rows = truth.execute(text, statement::executeQuery)) {
                truth.read(text, rows);
            }
        } finally {
            connections.put(connection);
        }
    }

    private Runnable guarded(Work work) {
        return () -> {
            try {
                work.run();
            } catch (Exception e) {
                failure.set(e);
            }
        };
    }

    private void joinAll(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    /** Null before JDK 21; found by reflection because this is compiled for 11. */
    private static Method startVirtualThread() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread start(Method startVirtualThread, Runnable work) {
        try {
            return (Thread) startVirtualThread.invoke(null, work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        void run() throws Exception;
    }
}
