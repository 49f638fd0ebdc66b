package io.querytap.smoke.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Borrowers who come at random, whether or not those before them have been served, and hold a connection for a random time: the same
 * borrowers at the same times with whatever size of the pool. Prints what they waited, by the application's own clock, where they found no
 * connection free: who finds one and is slow to get it waits for a processor. Prints too how far the machine made them come late and stay
 * longer than they were to.
 */
public final class OpenArrivalsApp {
    private static final int PER_SECOND = 25;
    private static final double MEAN_LEASE_NANOS = 100e6;

    /** Borrowers who come one after the other before it begins, so that the code is loaded: a standstill would be a burst. */
    private static final int WARM_UPS = 20;

    private static final int ARRIVALS = 375;

    private final HikariDataSource pool;
    private final long[] waitNanos = new long[WARM_UPS + ARRIVALS];
    private final long[] lateNanos = new long[WARM_UPS + ARRIVALS];
    private final long[] overtimeNanos = new long[WARM_UPS + ARRIVALS];

    private OpenArrivalsApp(HikariDataSource pool) {
        this.pool = pool;
    }

    public static void main(String[] arguments) throws Exception {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("open");
        configuration.setJdbcUrl("jdbc:h2:mem:open");
        configuration.setMaximumPoolSize(Integer.parseInt(arguments[0]));
        try (HikariDataSource pool = new HikariDataSource(configuration)) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ALIAS REST FOR 'java.lang.Thread.sleep(long)'");
            }
            while (pool.getHikariPoolMXBean().getTotalConnections() < configuration.getMaximumPoolSize()) {
                Thread.sleep(10);
            }
            new OpenArrivalsApp(pool).run();
        }
    }

    private void run() throws InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            borrow(i, System.nanoTime(), /* leaseNanos= */ 0);
        }
        ExecutorService borrowers = Executors.newCachedThreadPool();
        Random random = new Random(20_240_229);
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        for (int i = 0; i < ARRIVALS; i++) {
            next += (long) (-Math.log(1 - random.nextDouble()) / PER_SECOND * 1e9);
            long leaseNanos = (long) (-Math.log(1 - random.nextDouble()) * MEAN_LEASE_NANOS);
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int borrower = WARM_UPS + i;
            long due = next;
            borrowers.execute(() -> borrow(borrower, due, leaseNanos));
        }
        borrowers.shutdown();
        if (!borrowers.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("borrowers still wait");
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("wait", list(waitNanos));
        all.put("late", list(lateNanos));
        all.put("overtime", list(overtimeNanos));
        System.out.println(Json.write(all));
    }

    /** Half of the time the database works, half of it the application does. */
    private void borrow(int borrower, long due, long leaseNanos) {
        long half = TimeUnit.NANOSECONDS.toMillis(leaseNanos / 2);
        boolean isOneFree = pool.getHikariPoolMXBean().getIdleConnections() > 0;
        long asked = System.nanoTime();
        lateNanos[borrower] = asked - due;
        long got;
        try (Connection connection = pool.getConnection()) {
            got = System.nanoTime();
            waitNanos[borrower] = isOneFree ? 0 : got - asked;
            try (PreparedStatement statement = connection.prepareStatement("CALL REST(?)")) {
                statement.setLong(1, half);
                statement.execute();
            }
            Thread.sleep(half);
        } catch (SQLException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
        overtimeNanos[borrower] = System.nanoTime() - got - leaseNanos;
    }

    private static List<Object> list(long[] values) {
        List<Object> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        return list;
    }
}
