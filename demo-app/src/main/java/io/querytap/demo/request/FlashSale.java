package io.querytap.demo.request;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * One burst: some buyers take all connections of the pool and keep them until the payment provider answers; those who
 * come a moment later get none within the pool's connection timeout.
 */
public final class FlashSale {

    public static final int CONNECTIONS = 2;
    public static final int LATE_BUYERS = 6;

    /** Tries of each of the first buyers, a connection timeout each: half a minute in all. */
    private static final int MAX_ATTEMPTS = 120;

    private final DataSource pool;
    private final CountDownLatch allConnectionsTaken = new CountDownLatch(CONNECTIONS);
    private final CountDownLatch lateBuyersGone = new CountDownLatch(LATE_BUYERS);

    /** Takes a pool of {@link #CONNECTIONS} connections and a short connection timeout. */
    public FlashSale(DataSource pool) {
        this.pool = pool;
    }

    /** Returns how many buyers got no connection. */
    public int run() throws Exception {
        ExecutorService buyers = Executors.newFixedThreadPool(CONNECTIONS + LATE_BUYERS);
        try {
            List<Future<Boolean>> purchases = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int product = i;
                purchases.add(buyers.submit(() -> buyAndHold(product)));
            }
            while (!allConnectionsTaken.await(1, TimeUnit.SECONDS)) {
                for (Future<Boolean> purchase : purchases) {
                    if (purchase.isDone()) {
                        purchase.get(); // fails as the purchase did: nobody is done before the late buyers have come
                    }
                }
            }
            for (int i = 0; i < LATE_BUYERS; i++) {
                int product = i;
                purchases.add(buyers.submit(() -> buyTooLate(product)));
            }
            int refused = 0;
            for (Future<Boolean> purchase : purchases) {
                refused += purchase.get() ? 0 : 1;
            }
            return refused;
        } finally {
            buyers.shutdownNow();
        }
    }

    /** There is a connection for them, but a busy machine may take longer to open it than the pool has patience. */
    private boolean buyAndHold(int product) throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = pool.getConnection()) {
                takeOne(connection, product);
                allConnectionsTaken.countDown();
                // The payment provider is slower than the patience of everyone who waits for a connection.
                lateBuyersGone.await();
                return true;
            } catch (SQLTransientConnectionException notYet) {
                if (attempt == MAX_ATTEMPTS) {
                    throw notYet;
                }
            }
        }
    }

    private boolean buyTooLate(int product) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            takeOne(connection, product);
            return true;
        } catch (SQLTransientConnectionException noConnectionInTime) {
            return false;
        } finally {
            lateBuyersGone.countDown();
        }
    }

    private static void takeOne(Connection connection, int product) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update product set stock = stock - 1 where id = ? and stock > 0")) {
            statement.setLong(1, product);
            statement.executeUpdate();
        }
    }
}
