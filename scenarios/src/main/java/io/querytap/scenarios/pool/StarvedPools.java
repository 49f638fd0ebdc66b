package io.querytap.scenarios.pool;

import io.querytap.scenarios.label.Blames;
import io.querytap.scenarios.label.Cause;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.MayFind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.label.Waiting;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Neither the pool nor the database is short of anything: the JVM is. */
public final class StarvedPools {
    /** Per processor. */
    private static final int SPINNING_THREADS = 24;

    private static final String GRADES = "SELECT sum(grade * grade) FROM event WHERE name LIKE '%7%'";

    private static volatile long spun;

    /** Far more threads compute than there are processors; what takes a millisecond takes hundreds. */
    @Scenario(gives = 1, pool = 2, events = 1_000, group = Group.POOL_STARVED, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.CPU)
    @MayFind({Kind.SLOW_QUERY, Kind.QUERY_REGRESSION, Kind.CONNECTION_HELD_IDLE
    }) // all of it is true, for the same reason
    public long noProcessor(Shop shop) throws Exception {
        boolean[] ended = new boolean[1];
        Thread[] spinning = Stream.generate(() -> new Thread(() -> spin(ended)))
                .limit((long) SPINNING_THREADS * Runtime.getRuntime().availableProcessors())
                .toArray(Thread[]::new);
        try (TestedPool pool = TestedPool.hikari(shop, config -> config.setConnectionTimeout(60_000))) {
            Crowd.run(2, 20, () -> compute(pool)); // warm
            for (Thread thread : spinning) {
                thread.setDaemon(true);
                thread.start();
            }
            try {
                return Crowd.run(8, 90, () -> compute(pool)) > 0 ? 1 : 0;
            } finally {
                synchronized (ended) {
                    ended[0] = true;
                }
            }
        }
    }

    /** The whole process is stopped while one works and others wait, as by a collector of garbage or a host that is short. */
    @Scenario(gives = 520, pool = 1, group = Group.POOL_STARVED, unit = Unit.TASK)
    @Finds(value = Kind.POOL_WAIT, cause = Cause.CPU)
    @MayFind(Kind.SLOW_QUERY) // a statement was stopped too
    @Blames(state = Waiting.JVM_STALLED, atLeast = 0.7)
    public long jvmStandsStill(Shop shop) throws Exception {
        try (TestedPool pool = TestedPool.hikari(shop, config -> {});
                Crowd holder = new Crowd(1);
                Crowd others = new Crowd(6)) {
            long given = 0;
            for (int round = 0; round < 4; round++) {
                CountDownLatch borrowed = new CountDownLatch(1);
                holder.send(1, () -> work(pool, 100, borrowed));
                borrowed.await();
                others.send(6, () -> work(pool, 5, borrowed));
                Thread.sleep(20);
                stopAndGoOn("1.5");
                given += holder.sum() + others.sum();
            }
            return given;
        }
    }

    private static void spin(boolean[] ended) {
        long number = 1;
        boolean stop = false;
        while (!stop) {
            for (int i = 0; i < 1_000_000; i++) {
                number = number * 6_364_136_223_846_793_005L + 1;
            }
            synchronized (ended) {
                stop = ended[0];
            }
        }
        spun += number;
    }

    /** Returns when the JVM goes on. */
    private static void stopAndGoOn(String seconds) throws IOException, InterruptedException {
        long self = ProcessHandle.current().pid();
        new ProcessBuilder("sh", "-c", "kill -STOP " + self + "; sleep " + seconds + "; kill -CONT " + self)
                .start()
                .waitFor();
    }

    private static long compute(TestedPool pool) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- computes
            return Jdbc.number(connection, GRADES);
        }
    }

    private static long work(TestedPool pool, int millis, CountDownLatch borrowed) throws SQLException {
        try (Connection connection = pool.borrow(from -> from.getConnection())) { // <- is stopped
            borrowed.countDown();
            return Jdbc.number(connection, "SELECT wait_ms(?)", millis);
        }
    }
}
