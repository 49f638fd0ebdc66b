package io.querytap.instrumentation.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.LeaseUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every pool library, whatever it looks like inside. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PoolContract {
    /** Where the time-out is waited for: long enough for the first connection on a busy machine. */
    private static final int SHORT_TIMEOUT_MILLIS = 1_000;

    /** Where it must not happen, but some pools wait for it although nothing can come. */
    private static final int MEDIUM_TIMEOUT_MILLIS = 5_000;

    /** Where none must happen. */
    private static final int LONG_TIMEOUT_MILLIS = 60_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Time that a busy machine may take between our clock and the test's. */
    private static final long SLACK_NANOS = 60 * NANOS_PER_MILLI;

    private long selfErrors;

    @BeforeEach
    void countOwnErrors() {
        selfErrors = Diagnostics.selfErrors();
    }

    @AfterEach
    void noErrorOfOurs() {
        assertThat(Diagnostics.selfErrors()).isEqualTo(selfErrors);
    }

    protected abstract Stream<String> versions();

    protected abstract String kind();

    protected abstract WovenLibrary woven(String version);

    /** A pool of at most so many connections, that makes none before it must. */
    protected abstract DataSource open(WovenLibrary woven, String url, int max, int timeoutMillis) throws Exception;

    protected final DataSource open(WovenLibrary woven, String url, int max) throws Exception {
        return open(woven, url, max, LONG_TIMEOUT_MILLIS);
    }

    protected abstract void close(DataSource pool) throws Exception;

    protected abstract List<String> wovenClasses(String version);

    /** Whether the library says how many threads wait. */
    protected boolean tellsPending() {
        return true;
    }

    /** Connections that it makes in order to start, and drops. */
    protected int madeToStart(String version) {
        return 0;
    }

    protected static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    protected static int query(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select x from system_range(1, 3)");
                ResultSet result = statement.executeQuery()) {
            int rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void borrowAndReturn_timesCountsAndLimits_areMeasured(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, WovenLibrary.newDatabase(), 2);
        for (int i = 0; i < 5; i++) {
            try (Connection connection = pool.getConnection()) {
                assertThat(query(connection)).isEqualTo(3);
            }
        }
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            PoolSnapshot busy = woven.snapshot();
            assertThat(one).isNotSameAs(other);
            assertThat(busy.used()).isEqualTo(2);
            assertThat(busy.idle()).isZero();
            assertThat(busy.pending()).isEqualTo(tellsPending() ? 0 : -1);
            assertThat(busy.waitTime().count()).isEqualTo(7);
            assertThat(busy.useTime().count()).isEqualTo(5);
        }
        eventually(() -> woven.snapshot().idle() == 2); // some pools take connections back on a thread of their own
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.kind()).isEqualTo(kind());
        assertThat(seen.database()).startsWith("pool");
        assertThat(seen.name()).isEqualTo(seen.database());
        assertThat(seen.max()).isEqualTo(2);
        assertThat(seen.maxIdle()).isEqualTo(2);
        assertThat(seen.used()).isZero();
        assertThat(seen.waitTime().count()).isEqualTo(7);
        assertThat(seen.useTime().count()).isEqualTo(7);
        assertThat(seen.useTime().min()).isPositive();
        assertThat(seen.createTime().count()).isEqualTo(2 + madeToStart(version));
        assertThat(seen.createTime().min()).isPositive();
        assertThat(seen.creationFailures()).isZero();
        assertThat(seen.timeouts()).isZero();
        assertThat(seen.failures()).isZero();
        assertThat(woven.observations().snapshot().patterns())
                .filteredOn(it -> it.pattern().text().contains("system_range"))
                .hasSize(1)
                .allMatch(it -> it.count() == 5 && it.rows().sum() == 15);
        assertThat(woven.loader().woven().keySet())
                .filteredOn(it -> !it.startsWith("org.h2.") && !it.startsWith("oracle.jdbc."))
                .containsExactlyInAnyOrderElementsOf(wovenClasses(version));

        close(pool);
        PoolSnapshot closed = woven.snapshot();
        assertThat(closed.used()).isZero();
        assertThat(closed.idle()).isZero();
        assertThat(closed.max()).isEqualTo(2);
        assertThat(closed.waitTime().count()).isEqualTo(7);
        assertThat(closed.useTime().count()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void exhausted_waitsAndTimeouts_areKeptApart(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, WovenLibrary.newDatabase(), 1, SHORT_TIMEOUT_MILLIS);
        long before = System.nanoTime();
        Connection held = pool.getConnection();
        long got = System.nanoTime();
        assertThat(woven.snapshot().waitTime().max()).isBetween(1L, got - before);

        long asked = System.nanoTime();
        Throwable thrown = catchThrowable(pool::getConnection);
        long gaveUp = System.nanoTime() - asked;
        assertThat(thrown).isInstanceOf(SQLException.class);
        assertThat(thrown.getStackTrace()).noneMatch(it -> it.getClassName().contains("Querytap"));
        PoolSnapshot timedOut = woven.snapshot();
        assertThat(timedOut.timeouts()).isEqualTo(1);
        assertThat(timedOut.failures()).isZero();
        assertThat(timedOut.timedOutWaitTime().max()).isBetween(gaveUp - SLACK_NANOS, gaveUp);
        assertThat(timedOut.timedOutWaitTime().max())
                .isGreaterThanOrEqualTo(SHORT_TIMEOUT_MILLIS * NANOS_PER_MILLI * 8 / 10);
        assertThat(timedOut.waitTime().count()).isEqualTo(1);

        AtomicLong waited = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch about = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            about.countDown();
            long start = System.nanoTime();
            try (Connection late = pool.getConnection()) {
                waited.set(System.nanoTime() - start);
                assertThat(late).isNotNull();
            } catch (SQLException | AssertionError bad) {
                failure.set(bad);
            } finally {
                done.countDown();
            }
        });
        waiting.start();
        about.await();
        if (tellsPending()) {
            eventually(() -> woven.snapshot().pending() == 1);
        }
        Thread.sleep(100);
        long closing = System.nanoTime();
        held.close();
        long closed = System.nanoTime();
        done.await();
        assertThat(failure.get()).isNull();
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.waitTime().count()).isEqualTo(2);
        long longestWait = Math.max(waited.get(), got - before); // the first one opened a connection
        assertThat(seen.waitTime().max()).isBetween(waited.get() - SLACK_NANOS, longestWait);
        // It began between before and got, and ended between closing and closed.
        assertThat(seen.useTime().max()).isBetween(closing - got - SLACK_NANOS, closed - before + SLACK_NANOS);
        assertThat(seen.timeouts()).isEqualTo(1);

        close(pool);
        assertThat(catchThrowable(pool::getConnection)).isInstanceOf(SQLException.class);
        assertThat(woven.snapshot().timeouts()).isEqualTo(1);
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void close_statementForgottenAndWorkUncommitted_isSeenBeforeThePoolTidiesUp(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, WovenLibrary.newDatabase(), 1);
        Connection first = pool.getConnection();
        first.createStatement().execute("create table item (id int)");
        first.setAutoCommit(false);
        first.prepareStatement("insert into item values (1)").executeUpdate();
        first.close();
        try (Connection second = pool.getConnection()) {
            first.close(); // again, when the entry belongs to another borrower
            assertThat(query(second)).isEqualTo(3);
            assertThat(woven.snapshot().used()).isEqualTo(1);
            assertThat(woven.snapshot().useTime().count()).isEqualTo(1);
        }
        List<LeaseUse> leases = woven.endedLeases();
        assertThat(leases).extracting(LeaseUse::openStatements).containsExactly(2, 0);
        assertThat(leases).extracting(LeaseUse::uncommitted).containsExactly(true, false);
        assertThat(woven.snapshot().useTime().count()).isEqualTo(2);
        close(pool);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void returnByAnotherThread_use_isMeasuredOnce(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, WovenLibrary.newDatabase(), 1);
        Connection connection = pool.getConnection();
        Thread other = new Thread(() -> {
            try {
                connection.close();
                connection.close();
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
        other.start();
        other.join();
        assertThat(woven.snapshot().useTime().count()).isEqualTo(1);
        close(pool);
    }

    /** H2 numbers the sessions of a database: the pools here open one for each connection that they make. */
    private static long sessionNumber(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select session_id()")) {
            result.next();
            return result.getLong(1);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void manyThreads_borrowAndReturn_countsExactly(String version) throws Exception {
        WovenLibrary woven = woven(version);
        String url = WovenLibrary.newDatabase();
        Connection beforeThePool = woven.connect(url);
        DataSource pool = open(woven, url, 4);
        pool.getConnection().close();
        AtomicLong waits = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = IntStream.range(0, 16)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 200; j++) {
                        try (Connection connection = pool.getConnection()) {
                            waits.incrementAndGet();
                            query(connection);
                        } catch (SQLException | RuntimeException | Error bad) {
                            failure.set(bad);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
        PoolSnapshot seen = woven.snapshot();
        assertThat(waits.get()).isEqualTo(3_200);
        assertThat(seen.waitTime().count()).isEqualTo(waits.get() + 1);
        assertThat(seen.useTime().count()).isEqualTo(waits.get() + 1);
        assertThat(seen.timeouts()).isZero();
        assertThat(seen.failures()).isZero();
        try (Connection afterThePool = woven.connect(url)) { // a pool may make one more than it keeps, and drop it
            long made = sessionNumber(afterThePool) - sessionNumber(beforeThePool) - 1;
            assertThat(made).isPositive();
            assertThat(woven.snapshot().createTime().count()).isEqualTo(made);
        }
        assertThat(woven.observations().snapshot().patterns())
                .filteredOn(it -> it.pattern().text().contains("system_range"))
                .hasSize(1)
                .allMatch(it -> it.count() == waits.get() && it.rows().sum() == 3 * waits.get());
        close(pool);
        beforeThePool.close();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void databaseDown_creation_failsAndIsNoTimeout(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, "jdbc:h2:mem:absent;IFEXISTS=TRUE", 1, MEDIUM_TIMEOUT_MILLIS);
        long asked = System.nanoTime();
        Throwable thrown = catchThrowable(pool::getConnection);
        long failedAfter = System.nanoTime() - asked;
        assertThat(thrown).isInstanceOf(SQLException.class);
        eventually(() -> woven.snapshot().creationFailures() > 0);
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.failures()).isEqualTo(1);
        assertThat(seen.failedNanos()).isBetween(1L, failedAfter);
        assertThat(seen.timeouts()).isZero();
        assertThat(seen.waitTime().count()).isZero();
        assertThat(seen.createTime().count()).isZero();
        close(pool);
    }
}
