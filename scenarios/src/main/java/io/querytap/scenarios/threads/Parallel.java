package io.querytap.scenarios.threads;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.label.Unit;
import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Loops whose turns run side by side, and tasks that have nothing to do with each other. */
public final class Parallel {
    private static final int THREADS = 4;

    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long loopOverExecutor(Shop shop) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            return sum(executor, shop);
        } finally {
            executor.shutdown();
        }
    }

    @Scenario(gives = 30, on = Database.POSTGRESQL)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long loopOverExecutorOnPostgresql(Shop shop) throws Exception {
        return loopOverExecutor(shop);
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long completableFutures(Shop shop) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Long>> totals = customers(shop).stream()
                    .map(customer -> CompletableFuture.supplyAsync(() -> total(shop, customer), executor)
                            .thenApply(total -> total >= 0 ? 1L : 0L))
                    .toList();
            return totals.stream().mapToLong(CompletableFuture::join).sum();
        } finally {
            executor.shutdown();
        }
    }

    /** On the pool that all share. */
    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long completableFuturesOnCommonPool(Shop shop) throws Exception {
        List<CompletableFuture<Long>> totals = customers(shop).stream()
                .map(customer -> CompletableFuture.supplyAsync(() -> total(shop, customer)))
                .toList();
        return totals.stream().filter(total -> total.join() >= 0).count();
    }

    @Scenario(gives = 30)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long parallelStream(Shop shop) throws SQLException {
        return customers(shop).parallelStream()
                .mapToLong(customer -> total(shop, customer))
                .filter(total -> total >= 0)
                .count();
    }

    @Scenario(gives = 30, group = Group.VIRTUAL)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long loopOverVirtualThreads(Shop shop) throws Exception {
        ExecutorService executor = VirtualThreads.executor();
        try {
            return sum(executor, shop);
        } finally {
            executor.shutdown();
        }
    }

    @Scenario(gives = 30, group = Group.VIRTUAL)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long startedVirtualThreads(Shop shop) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (long customer : customers(shop)) {
            threads.add(VirtualThreads.start(() -> total(shop, customer)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return threads.size();
    }

    /** A virtual thread is a unit by itself; this one has its own loop. */
    @Scenario(gives = 1, group = Group.VIRTUAL, unit = Unit.TASK)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long loopInVirtualThread(Shop shop) throws Exception {
        Thread thread = VirtualThreads.start(() -> loop(shop));
        thread.join();
        return 1;
    }

    /** As many virtual threads as queries. */
    @Scenario(gives = 30, group = Group.VIRTUAL, unit = Unit.TASK)
    public long oneQueryPerVirtualThread(Shop shop) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (long customer = 1; customer <= 30; customer++) {
            long one = customer;
            threads.add(VirtualThreads.start(() -> total(shop, one)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return threads.size();
    }

    /** The task is the unit: nobody who was named has sent it. */
    @Scenario(gives = 30, unit = Unit.TASK)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long loopInTask(Shop shop) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            return executor.submit(() -> loop(shop)).get();
        } finally {
            executor.shutdown();
        }
    }

    @Scenario(gives = 5, unit = Unit.TASK)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "total of one", method = "total")
    public long loopInScheduledTask(Shop shop) throws Exception {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
        try {
            long runs = 0;
            for (int run = 0; run < 5; run++) {
                runs += executor.schedule(() -> loop(shop), 5, TimeUnit.MILLISECONDS)
                                .get()
                        / 30;
            }
            return runs;
        } finally {
            executor.shutdown();
        }
    }

    /** Fifty tasks on few threads, one query each. */
    @Scenario(gives = 30, unit = Unit.TASK)
    public long oneQueryPerTask(Shop shop) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> tasks = new ArrayList<>();
            for (long customer = 1; customer <= 30; customer++) {
                long one = customer;
                tasks.add(executor.submit(() -> total(shop, one)));
            }
            return done(tasks);
        } finally {
            executor.shutdown();
        }
    }

    @Scenario(gives = 40, unit = Unit.TASK)
    public long scheduledTasks(Shop shop) throws Exception {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
        try {
            List<Future<Long>> tasks = new ArrayList<>();
            for (long run = 0; run < 40; run++) {
                long one = 1 + run % 30;
                tasks.add(executor.schedule(() -> total(shop, one), run, TimeUnit.MILLISECONDS));
            }
            return done(tasks);
        } finally {
            executor.shutdown();
        }
    }

    /** Three different questions at once, as a page asks them. */
    @Scenario(gives = 3, times = 10)
    public long differentQueriesAtOnce(Shop shop) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            List<Callable<Long>> questions = List.of(
                    () -> rows(shop, "SELECT count(*) FROM customer"),
                    () -> rows(shop, "SELECT count(*) FROM product"),
                    () -> rows(shop, "SELECT count(*) FROM setting"));
            return done(executor.invokeAll(questions));
        } finally {
            executor.shutdown();
        }
    }

    private static long sum(ExecutorService executor, Shop shop) throws Exception {
        List<Future<Long>> totals = new ArrayList<>();
        for (long customer : customers(shop)) {
            totals.add(executor.submit(() -> total(shop, customer)));
        }
        return done(totals);
    }

    private static long done(List<Future<Long>> tasks) throws ExecutionException, InterruptedException {
        long done = 0;
        for (Future<Long> task : tasks) {
            done += task.get() >= 0 ? 1 : 0;
        }
        return done;
    }

    private static long loop(Shop shop) {
        try {
            List<Long> customers = customers(shop);
            customers.forEach(customer -> total(shop, customer));
            return customers.size();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> customers(Shop shop) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.numbers(connection, "SELECT id FROM customer ORDER BY id");
        }
    }

    private static long total(Shop shop, long customer) {
        try (Connection connection = shop.connection();
                PreparedStatement total =
                        connection.prepareStatement("SELECT sum(total) FROM purchase WHERE customer_id = ?")) {
            total.setLong(1, customer);
            ResultSet row = total.executeQuery(); // <- total of one
            return row.next() ? row.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long rows(Shop shop, String sql) throws SQLException {
        try (Connection connection = shop.connection()) {
            return Jdbc.numbers(connection, sql).size();
        }
    }
}
