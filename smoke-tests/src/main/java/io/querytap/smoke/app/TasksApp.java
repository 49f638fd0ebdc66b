package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One method of {@link Jobs} for each way to hand work to another thread, each of which looks up {@link #REPEATS} products, each with
 * a statement of its own. Arguments: URL, user, password. Prints what was answered, which must not depend on who watches.
 */
public final class TasksApp {
    /** Queries of one job. */
    public static final int REPEATS = 40;

    /** Calls of each job. */
    public static final int ROUNDS = 3;

    /** The agent weaves executors on its own thread once it has seen the first driver. */
    private static final long WEAVING_MILLIS = 3_000;

    private static String url = "";
    private static String user = "";
    private static String password = "";
    private static long answers;

    private TasksApp() {}

    public static void main(String[] arguments) throws Exception {
        url = arguments[0];
        user = arguments[1];
        password = arguments[2];
        createProducts();
        Thread.sleep(WEAVING_MILLIS);
        Jobs jobs = new Jobs();
        for (int i = 0; i < ROUNDS; i++) {
            jobs.submit();
            jobs.invokeAll();
            jobs.callerRuns();
            jobs.rejected();
            jobs.cancelled();
            jobs.failing();
            jobs.immediate();
            jobs.forked();
            jobs.parallelStream();
            jobs.async();
            jobs.asyncOn();
            jobs.stages();
            if (Runtime.version().feature() >= 21) {
                jobs.virtual();
            }
        }
        jobs.shutDown();
        System.out.println(answers);
    }

    private static void createProducts() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, stock INTEGER)");
            for (int id = 0; id < REPEATS; id++) {
                statement.execute("INSERT INTO product VALUES (" + id + ", 1)");
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Looks up one product; {@code job} makes the statement one of that job. */
    private static int stock(String job, int id) {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT stock AS " + job + " FROM product WHERE id = ?")) {
            statement.setInt(1, id);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static synchronized void answered(long stock) {
        answers += stock;
    }

    /** What is named as entry points. */
    public static final class Jobs {
        private final ExecutorService pool = Executors.newFixedThreadPool(4);
        private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
        private final ForkJoinPool forks = new ForkJoinPool(4);

        public void submit() throws Exception {
            List<Future<?>> all = new ArrayList<>();
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                all.add(pool.submit(() -> answered(stock("submit", product))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }

        public void invokeAll() throws Exception {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                all.add(() -> stock("invoke_all", product));
            }
            for (Future<Integer> each : pool.invokeAll(all)) {
                answered(each.get());
            }
        }

        /** Some run in the pool, those for which it has no room on this thread. */
        public void callerRuns() throws InterruptedException {
            run(small(new ThreadPoolExecutor.CallerRunsPolicy()), "caller_runs");
        }

        private static void run(ThreadPoolExecutor small, String job) throws InterruptedException {
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                small.execute(() -> answered(stock(job, product)));
            }
            small.shutdown();
            small.awaitTermination(30, TimeUnit.SECONDS);
        }

        /** Those for which it has no room are dropped and run here. */
        public void rejected() throws InterruptedException {
            run(
                    small((task, executor) -> {
                        Runnable again = task;
                        again.run();
                    }),
                    "rejected");
        }

        private static ThreadPoolExecutor small(java.util.concurrent.RejectedExecutionHandler handler) {
            return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), handler);
        }

        /** As many again are cancelled while they wait. */
        public void cancelled() throws Exception {
            ExecutorService single = Executors.newSingleThreadExecutor();
            List<Future<?>> all = new ArrayList<>();
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                all.add(single.submit(() -> answered(stock("cancelled", product))));
            }
            Future<?> never = single.submit(() -> answered(stock("never", 0)));
            never.cancel(false);
            single.shutdown();
            for (Future<?> each : all) {
                each.get();
            }
        }

        public void failing() throws InterruptedException {
            List<Future<?>> all = new ArrayList<>();
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                all.add(pool.submit(() -> {
                    answered(stock("failing", product));
                    throw new IllegalStateException("as planned");
                }));
            }
            for (Future<?> each : all) {
                try {
                    each.get();
                    throw new AssertionError("the task has failed");
                } catch (ExecutionException planned) {
                    StackTraceElement[] stack = planned.getCause().getStackTrace();
                    if (Arrays.stream(stack).anyMatch(it -> it.getClassName().contains("uerytapWork"))) {
                        throw new AssertionError(Arrays.toString(stack));
                    }
                }
            }
        }

        public void immediate() throws Exception {
            List<Future<?>> all = new ArrayList<>();
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                all.add(scheduler.submit(() -> answered(stock("immediate", product))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }

        public void forked() {
            List<ForkJoinTask<?>> all = new ArrayList<>();
            forks.invoke(new RecursiveAction() {
                @Override
                protected void compute() {
                    for (int id = 0; id < REPEATS; id++) {
                        int product = id;
                        all.add(ForkJoinTask.adapt(() -> answered(stock("forked", product))));
                    }
                    ForkJoinTask.invokeAll(all);
                }
            });
        }

        public void parallelStream() {
            answered(IntStream.range(0, REPEATS)
                    .parallel()
                    .map(id -> stock("parallel_stream", id))
                    .sum());
        }

        public void async() {
            CompletableFuture.allOf(IntStream.range(0, REPEATS)
                            .mapToObj(id -> CompletableFuture.runAsync(() -> answered(stock("async", id))))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }

        public void asyncOn() {
            CompletableFuture.allOf(IntStream.range(0, REPEATS)
                            .mapToObj(id -> CompletableFuture.supplyAsync(() -> stock("async_on", id), pool)
                                    .thenAccept(TasksApp::answered))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }

        /** Each step is submitted by the one before it. */
        public void stages() {
            CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                last = last.thenRunAsync(() -> answered(stock("stages", product)));
            }
            last.join();
        }

        /** By reflection, for this is compiled for Java 11. */
        public void virtual() throws Exception {
            ExecutorService threads = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            List<Future<?>> all = new ArrayList<>();
            for (int id = 0; id < REPEATS; id++) {
                int product = id;
                all.add(threads.submit(() -> answered(stock("virtual_threads", product))));
            }
            for (Future<?> each : all) {
                each.get();
            }
            threads.shutdown();
        }

        void shutDown() {
            pool.shutdown();
            scheduler.shutdown();
            forks.shutdown();
        }
    }
}
