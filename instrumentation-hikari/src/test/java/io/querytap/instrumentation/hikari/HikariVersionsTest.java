package io.querytap.instrumentation.hikari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.pool.PoolStats;
import io.querytap.core.work.FinishedUnit;
import io.querytap.core.work.LeaseUse;
import io.querytap.core.work.UnitKind;
import io.querytap.hook.QuerytapState;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same behaviour on one release of each major version of HikariCP. */
@Timeout(60)
class HikariVersionsTest {
    private static final long TIMEOUT_NANOS = 250_000_000L;

    private long selfErrors;

    @BeforeEach
    void countOwnErrors() {
        selfErrors = Diagnostics.selfErrors();
    }

    @AfterEach
    void noErrorOfOurs() {
        assertThat(Diagnostics.selfErrors()).isEqualTo(selfErrors);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static int query(Connection connection) throws SQLException {
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
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void borrowAndReturn_timesCountsAndLimits_areMeasured(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setPoolName", "orders");
        DataSource pool = woven.open(config);
        for (int i = 0; i < 5; i++) {
            try (Connection connection = pool.getConnection()) {
                assertThat(query(connection)).isEqualTo(3);
            }
        }
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            PoolSnapshot busy = woven.snapshot();
            assertThat(busy.used()).isEqualTo(2);
            assertThat(busy.idle()).isZero();
            assertThat(busy.pending()).isZero();
            assertThat(busy.waitTime().count()).isEqualTo(7);
            assertThat(busy.useTime().count()).isEqualTo(5);
            assertThat(one).isNotSameAs(other);
        }
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.name()).isEqualTo("orders");
        assertThat(seen.kind()).isEqualTo("hikari");
        assertThat(seen.database()).startsWith("pool");
        assertThat(seen.max()).isEqualTo(2);
        assertThat(seen.minIdle()).isEqualTo(1);
        assertThat(seen.used()).isZero();
        assertThat(seen.idle()).isEqualTo(2);
        assertThat(seen.waitTime().count()).isEqualTo(7);
        assertThat(seen.useTime().count()).isEqualTo(7);
        assertThat(seen.useTime().min()).isPositive();
        assertThat(seen.createTime().count()).isEqualTo(2);
        assertThat(seen.timeouts()).isZero();
        assertThat(woven.observations().snapshot().patterns())
                .filteredOn(it -> it.count() > 0)
                .hasSize(1)
                .allMatch(it -> it.count() == 5 && it.rows().sum() == 15);

        WovenPool.close(pool);
        PoolSnapshot closed = woven.snapshot();
        assertThat(closed.used()).isZero();
        assertThat(closed.idle()).isZero();
        assertThat(closed.max()).isEqualTo(2);
        assertThat(closed.waitTime().count()).isEqualTo(7);
    }

    private static Object fieldOf(Object owner, Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static long lastReturnNanos(WovenPool woven) {
        AtomicLong last = new AtomicLong();
        for (PoolStats pool : woven.observations().pools().all()) {
            pool.leases().since(0, it -> last.set(it.returnedNanos()));
        }
        return last.get();
    }

    /** What the pool reads itself is not read again, from the version on in which it does; the two are the same moment. */
    @ParameterizedTest
    @ValueSource(strings = {"5.1.0", "6.3.3", "7.1.0"})
    void close_poolReadsTheClock_isWhatItSays(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        int same = 0;
        for (int i = 0; i < 40; i++) {
            Connection connection = pool.getConnection();
            if (i % 2 == 0) {
                query(connection);
            }
            Class<?> proxy = connection.getClass().getSuperclass();
            Object entry = fieldOf(connection, proxy, "poolEntry");
            long before = System.nanoTime();
            connection.close();
            long pools = (long) fieldOf(entry, entry.getClass(), "lastAccessed");
            assertThat(lastReturnNanos(woven)).isBetween(before, pools);
            same += lastReturnNanos(woven) == pools ? 1 : 0;
        }
        assertThat(same).isGreaterThan(20);
        assertThat(woven.snapshot().useTime().count()).isEqualTo(40);
        WovenPool.close(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void borrow_poolReadsTheClock_waitAndUseAgreeWithTheBorrowersOwn(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        long waited = 0;
        long used = 0;
        for (int i = 0; i < 30; i++) {
            long asked = System.nanoTime();
            Connection connection = pool.getConnection();
            waited += System.nanoTime() - asked;
            Thread.sleep(2);
            connection.close();
            used += System.nanoTime() - asked;
        }
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.waitTime().count()).isEqualTo(30);
        assertThat(seen.useTime().count()).isEqualTo(30);
        assertThat(seen.waitTime().sum()).isPositive().isLessThanOrEqualTo(waited);
        assertThat(seen.useTime().sum()).isGreaterThanOrEqualTo(30 * 2_000_000L).isLessThanOrEqualTo(used);
        WovenPool.close(pool);
    }

    /** A pool checks a connection after it has read its clock: the borrower waits for that too. */
    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "7.1.0"})
    void borrow_connectionWasChecked_waitHasTheCheckInIt(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        WovenPool.set(
                config, "setConnectionTestQuery", "select count(*) from system_range(1, 300000) where rand() >= 0");
        DataSource pool = woven.open(config);
        for (int i = 0; i < 20; i++) {
            pool.getConnection().close();
        }
        Thread.sleep(700); // not checked again within half a second
        long before = woven.snapshot().waitTime().sum();
        long asked = System.nanoTime();
        Connection connection = pool.getConnection();
        long waited = System.nanoTime() - asked;
        connection.close();
        assertThat(woven.snapshot().waitTime().sum() - before).isBetween(1_000_000L, waited);
        WovenPool.close(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void exhausted_waitsAndTimeouts_areKeptApart(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        Connection held = pool.getConnection();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
        assertThat(woven.snapshot().timeouts()).isEqualTo(1);
        assertThat(woven.snapshot().timedOutWaitTime().min()).isGreaterThanOrEqualTo(TIMEOUT_NANOS * 9 / 10);
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);

        CountDownLatch done = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try (Connection late = pool.getConnection()) {
                assertThat(late).isNotNull();
            } catch (SQLException timeout) {
                throw new AssertionError(timeout);
            } finally {
                done.countDown();
            }
        });
        waiting.start();
        eventually(() -> woven.snapshot().pending() == 1);
        Thread.sleep(5);
        held.close();
        done.await();
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(2);
        assertThat(woven.snapshot().waitTime().max()).isGreaterThan(1_000_000);
        assertThat(woven.snapshot().timeouts()).isEqualTo(1);
        WovenPool.close(pool);
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
        assertThat(woven.snapshot().timeouts()).isEqualTo(1);
    }

    /** So many borrowers that the pool's own clock is believed by then, also for when it is asked. */
    private static void makeClockBelieved(DataSource pool) throws SQLException {
        for (int i = 0; i < 40; i++) {
            pool.getConnection().close();
        }
    }

    private static boolean tellsWhenItIsAsked(DataSource pool) throws ReflectiveOperationException {
        Object inside = fieldOf(pool, pool.getClass(), "pool");
        Object state = ((QuerytapState) inside).querytap$state();
        return (boolean) fieldOf(state, state.getClass(), "tellsAsks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void borrow_poolReadsTheClockWhenAsked_isWhatItSays(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        assertThat(tellsWhenItIsAsked(pool)).isFalse();
        makeClockBelieved(pool);
        assertThat(tellsWhenItIsAsked(pool)).isTrue();
        WovenPool.close(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void exhausted_poolTellsWhenItIsAsked_timeoutsAndFailuresLastAsLongAsForTheBorrower(String version)
            throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        makeClockBelieved(pool);
        assertThat(tellsWhenItIsAsked(pool)).isTrue();
        try (Connection held = pool.getConnection()) {
            assertThat(held).isNotNull();
            long asked = System.nanoTime();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            long waited = System.nanoTime() - asked;
            assertThat(woven.snapshot().timedOutWaitTime().sum()).isBetween(TIMEOUT_NANOS * 9 / 10, waited);

            Thread.currentThread().interrupt();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            Thread.interrupted();
            assertThat(woven.snapshot().failures()).isEqualTo(1);
            assertThat(woven.snapshot().timeouts()).isEqualTo(1);
        }
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(41);
        WovenPool.close(pool);
    }

    /** While a pool is suspended borrowers wait before it reads its clock. */
    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "7.1.0"})
    void borrow_poolIsSuspended_waitHasThatInIt(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        WovenPool.set(config, "setAllowPoolSuspension", true);
        DataSource pool = woven.open(config);
        makeClockBelieved(pool);
        assertThat(tellsWhenItIsAsked(pool)).isFalse();
        Object operations = pool.getClass().getMethod("getHikariPoolMXBean").invoke(pool);
        operations.getClass().getMethod("suspendPool").invoke(operations);
        CountDownLatch asks = new CountDownLatch(1);
        Thread borrower = new Thread(() -> {
            asks.countDown();
            try {
                pool.getConnection().close();
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        });
        borrower.start();
        asks.await();
        Thread.sleep(100);
        operations.getClass().getMethod("resumePool").invoke(operations);
        borrower.join();
        assertThat(woven.snapshot().waitTime().max()).isGreaterThan(50_000_000);
        WovenPool.close(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void lease_ofTheConnection_isAUnitOfWork(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setPoolName", "orders");
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        for (int i = 0; i < 3; i++) {
            try (Connection connection = pool.getConnection()) {
                for (int j = 0; j <= i; j++) {
                    query(connection);
                }
            }
        }
        List<FinishedUnit> leases = woven.finishedUnits().stream()
                .filter(it -> it.name().equals("lease of orders"))
                .toList();
        assertThat(leases).extracting(it -> it.executions().size()).containsExactly(1, 2, 3);
        assertThat(leases).allSatisfy(lease -> {
            assertThat(lease.kind()).isEqualTo(UnitKind.LEASE);
            assertThat(lease.leases()).hasSize(1).first().satisfies(use -> {
                assertThat(use.poolName()).isEqualTo("orders");
                assertThat(use.waitNanos()).isPositive();
                assertThat(use.busyNanos()).isPositive().isLessThanOrEqualTo(use.holdNanos());
            });
            assertThat(lease.endNanos()).isGreaterThan(lease.startNanos());
            assertThat(lease.executions()).allMatch(it -> it.rows() == 3);
        });
        WovenPool.close(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void close_statementForgottenAndWorkUncommitted_isSeenBeforeThePoolTidiesUp(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setMaximumPoolSize", 1);
        DataSource pool = woven.open(config);
        Connection first = pool.getConnection();
        first.createStatement().execute("create table item (id int)");
        first.setAutoCommit(false);
        first.prepareStatement("insert into item values (1)").executeUpdate();
        first.close();
        try (Connection second = pool.getConnection()) {
            first.close(); // again, when the entry belongs to another borrower
            assertThat(query(second)).isEqualTo(3);
        }
        List<LeaseUse> leases = woven.finishedUnits().stream()
                .flatMap(it -> it.leases().stream())
                .toList();
        assertThat(leases).extracting(LeaseUse::openStatements).containsExactly(2, 0);
        assertThat(leases).extracting(LeaseUse::uncommitted).containsExactly(true, false);
        assertThat(leases.get(0).site()).isNotNull();
        assertThat(woven.observations().snapshot().transactions())
                .allMatch(it -> it.rollbacks() == 1 && it.commits() == 0);
        WovenPool.close(pool);
    }

    /** The one slot for a metrics tracker belongs to the user. */
    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void metricsTracker_ofTheUser_isLeftInPlaceAndCalled(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Set<String> called = ConcurrentHashMap.newKeySet();
        Class<?> factoryType = woven.loader().loadClass("com.zaxxer.hikari.metrics.MetricsTrackerFactory");
        Class<?> trackerType = woven.loader().loadClass("com.zaxxer.hikari.metrics.IMetricsTracker");
        Object tracker =
                Proxy.newProxyInstance(woven.loader(), new Class<?>[] {trackerType}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return null;
                });
        Object factory = Proxy.newProxyInstance(
                woven.loader(), new Class<?>[] {factoryType}, (proxy, method, arguments) -> tracker);
        Object config = woven.config();
        WovenPool.set(config, "setMetricsTrackerFactory", factory);
        DataSource pool = woven.open(config);
        pool.getConnection().close();
        assertThat(pool.getClass().getMethod("getMetricsTrackerFactory").invoke(pool))
                .isSameAs(factory);
        WovenPool.close(pool);
        assertThat(called).contains("recordConnectionAcquiredNanos", "recordConnectionUsageMillis");
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);
    }

    @Test
    void names_twoPoolsOfOneNameAndOneWithout_areTold() throws Exception {
        WovenPool woven = new WovenPool("7.1.0");
        Object first = woven.config();
        WovenPool.set(first, "setPoolName", "orders");
        Object second = woven.config();
        WovenPool.set(second, "setPoolName", "orders");
        DataSource one = woven.open(first);
        DataSource other = woven.open(second);
        DataSource unnamed = woven.open(woven.config());
        List<String> names = woven.observations().snapshot().pools().stream()
                .map(PoolSnapshot::name)
                .toList();
        assertThat(names.subList(0, 2)).containsExactly("orders", "orders#2");
        assertThat(names.get(2)).startsWith("pool");
        WovenPool.close(one);
        WovenPool.close(other);
        WovenPool.close(unnamed);
    }

    /** That it could not make a connection is what its user must be told. */
    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void unreachableDatabase_poolThatNeverStarts_isKnownByItsNameWithTheFailure(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        Object config = woven.config();
        WovenPool.set(config, "setPoolName", "orders");
        WovenPool.set(config, "setJdbcUrl", "jdbc:h2:mem:absent;IFEXISTS=TRUE");
        assertThatThrownBy(() -> woven.open(config)).isInstanceOf(RuntimeException.class);
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.name()).isEqualTo("orders");
        assertThat(seen.creationFailures()).isPositive();
        assertThat(seen.createTime().count()).isZero();
        assertThat(seen.waitTime().count()).isZero(); // nobody has asked the pool for one
        assertThat(seen.failures() + seen.timeouts()).isZero();
        assertThat(seen.used()).isNotPositive();
        assertThat(seen.idle()).isNotPositive();
    }

    @Test
    void unreachableDatabase_poolWithoutName_isNamedByItsLibrary() throws Exception {
        WovenPool woven = new WovenPool("7.1.0");
        Object config = woven.config();
        WovenPool.set(config, "setJdbcUrl", "jdbc:h2:mem:absent;IFEXISTS=TRUE");
        assertThatThrownBy(() -> woven.open(config)).isInstanceOf(RuntimeException.class);
        assertThat(woven.snapshot().name()).isEqualTo("hikari");
        assertThat(woven.snapshot().creationFailures()).isPositive();
    }

    @Test
    void returnByAnotherThread_use_isMeasuredOnce() throws Exception {
        WovenPool woven = new WovenPool("7.1.0");
        DataSource pool = woven.open(woven.config());
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
        WovenPool.close(pool);
    }

    @Test
    void manyThreads_borrowAndReturn_countsExactly() throws Exception {
        WovenPool woven = new WovenPool("7.1.0");
        Object config = woven.config();
        WovenPool.set(config, "setConnectionTimeout", 20_000L);
        DataSource pool = woven.open(config);
        List<Thread> threads = IntStream.range(0, 6)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 100; j++) {
                        try (Connection connection = pool.getConnection()) {
                            query(connection);
                        } catch (SQLException failure) {
                            throw new AssertionError(failure);
                        }
                    }
                }))
                .collect(Collectors.toList());
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.waitTime().count()).isEqualTo(600);
        assertThat(seen.useTime().count()).isEqualTo(600);
        assertThat(woven.observations().snapshot().patterns())
                .filteredOn(it -> it.count() > 0)
                .hasSize(1)
                .allMatch(it -> it.count() == 600 && it.rows().sum() == 1_800);
        WovenPool.close(pool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.3", "5.1.0", "6.3.3", "7.1.0"})
    void chosenClasses_everyVersion_areTheSame(String version) throws Exception {
        WovenPool woven = new WovenPool(version);
        DataSource pool = woven.open(woven.config());
        pool.getConnection().close();
        WovenPool.close(pool);
        assertThat(woven.loader().woven().keySet())
                .filteredOn(it -> it.startsWith("com.zaxxer"))
                .containsExactlyInAnyOrder(
                        "com.zaxxer.hikari.HikariDataSource",
                        "com.zaxxer.hikari.pool.HikariPool",
                        "com.zaxxer.hikari.pool.PoolBase",
                        "com.zaxxer.hikari.pool.PoolEntry",
                        "com.zaxxer.hikari.pool.ProxyConnection");
    }
}
