package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Borrows connections from one pool, by one thread and by many, and prints what it saw itself: how often, and for each duration one
 * that is certainly not longer ({@code inner}) and one that is certainly not shorter ({@code outer}) than the true one. Arguments: pool
 * library, URL, user, password. Two connections are out when it ends.
 */
public final class PoolsApp {
    private static final int ALONE_ROUNDS = 50;
    private static final int THREADS = 8;
    private static final int THREAD_ROUNDS = 50;
    private static final int HANDOVERS = 5;
    private static final int TIMEOUTS = 2;
    private static final int HELD_AT_THE_END = 2;
    private static final long HOLD_NANOS = 20_000_000L;

    private final PoolSource source;
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger uses = new AtomicInteger();
    private final AtomicInteger timeouts = new AtomicInteger();
    private final AtomicLong innerWaitNanos = new AtomicLong();
    private final AtomicLong outerWaitNanos = new AtomicLong();
    private final AtomicLong innerUseNanos = new AtomicLong();
    private final AtomicLong outerUseNanos = new AtomicLong();
    private final AtomicLong outerTimedOutNanos = new AtomicLong();

    private PoolsApp(PoolSource source) {
        this.source = source;
    }

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        // Loading a driver may take longer on a busy machine than a pool is told to wait for its first connection.
        DriverManager.getConnection(arguments[1], arguments[2], arguments[3]).close();
        PoolSource source = PoolSource.of(arguments[0], arguments[1], arguments[2], arguments[3]);
        new PoolsApp(source).run();
        // Some pools have threads that would go on.
        System.exit(0);
    }

    private void run() throws SQLException, InterruptedException {
        for (int i = 0; i < ALONE_ROUNDS; i++) {
            borrowAndReturn();
        }
        byManyThreads();
        closeTwiceAndElsewhere();
        List<Lent> all = borrowAll();
        for (int i = 0; i < HANDOVERS; i++) {
            all.set(i % all.size(), handOver(all.get(i % all.size())));
        }
        timeOut();
        for (Lent lent : all.subList(HELD_AT_THE_END, all.size())) {
            lent.giveBack();
        }
        System.out.println(Json.write(truth()));
    }

    private void byManyThreads() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < THREAD_ROUNDS; j++) {
                    borrowAndReturn();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void borrowAndReturn() {
        Lent lent = borrow();
        if (lent != null) {
            lent.query();
            lent.giveBack();
        }
    }

    private void closeTwiceAndElsewhere() throws InterruptedException {
        Lent lent = borrow();
        Thread elsewhere = new Thread(lent::giveBack);
        elsewhere.start();
        elsewhere.join();
        lent.closeAgain();
    }

    /** All that the pool has. */
    private List<Lent> borrowAll() {
        List<Lent> all = new ArrayList<>();
        while (all.size() < PoolSource.MAX) {
            all.add(borrow());
        }
        return all;
    }

    /** Somebody waits for a connection as long as this thread goes on to hold it. */
    private Lent handOver(Lent held) throws InterruptedException {
        Lent[] got = new Lent[1];
        Thread waiter = new Thread(() -> got[0] = borrow());
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING && waiter.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(100_000);
        }
        long surelyWaiting = System.nanoTime();
        LockSupport.parkNanos(HOLD_NANOS);
        long stillWaiting = System.nanoTime();
        held.giveBack();
        waiter.join();
        if (got[0] == null) { // a very slow machine
            return borrow();
        }
        innerWaitNanos.addAndGet(stillWaiting - surelyWaiting);
        return got[0];
    }

    private void timeOut() {
        for (int i = 0; i < TIMEOUTS; i++) {
            if (borrow() != null) {
                throw new IllegalStateException("more connections than the pool may have");
            }
        }
    }

    /** Null if it took too long. */
    private Lent borrow() {
        long asked = System.nanoTime();
        Connection connection;
        try {
            connection = source.borrow();
        } catch (SQLException timeout) {
            outerTimedOutNanos.addAndGet(System.nanoTime() - asked);
            timeouts.incrementAndGet();
            return null;
        }
        long got = System.nanoTime();
        waits.incrementAndGet();
        outerWaitNanos.addAndGet(got - asked);
        return new Lent(connection, asked, got);
    }

    private Map<String, Object> truth() {
        Map<String, Object> truth = new LinkedHashMap<>();
        truth.put("waits", waits);
        truth.put("innerWaitNanos", innerWaitNanos);
        truth.put("outerWaitNanos", outerWaitNanos);
        truth.put("uses", uses);
        truth.put("innerUseNanos", innerUseNanos);
        truth.put("outerUseNanos", outerUseNanos);
        truth.put("timeouts", timeouts);
        truth.put("innerTimedOutNanos", timeouts.get() * PoolSource.TIMEOUT_MILLIS * 900_000L);
        truth.put("outerTimedOutNanos", outerTimedOutNanos);
        truth.put("created", PoolSource.MAX);
        truth.put("name", source.name());
        truth.put("max", PoolSource.MAX);
        truth.put("minIdle", source.minIdle());
        truth.put("maxIdle", source.maxIdle());
        truth.put("used", HELD_AT_THE_END);
        truth.put("idle", PoolSource.MAX - HELD_AT_THE_END);
        truth.put("pending", source.pending());
        return truth;
    }

    /** A connection that is out. */
    private final class Lent {
        private final Connection connection;
        private final long asked;
        private final long got;

        Lent(Connection connection, long asked, long got) {
            this.connection = connection;
            this.asked = asked;
            this.got = got;
        }

        void query() {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void giveBack() {
            long closing = System.nanoTime();
            closeAgain();
            innerUseNanos.addAndGet(closing - got);
            outerUseNanos.addAndGet(System.nanoTime() - asked);
            uses.incrementAndGet();
        }

        void closeAgain() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
