package io.querytap.instrumentation.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.LeaseUse;
import java.lang.ref.Reference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same behaviour on several releases of each library. */
@Timeout(60)
class PoolReleasesTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 200;

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

    /** The driver's own connection, which nobody but the test closes behind the pool's back. */
    private static Connection physical(WovenPool woven, Connection connection) throws Exception {
        return (Connection) connection.unwrap(woven.loader().loadClass("org.h2.jdbc.JdbcConnection"));
    }

    @ParameterizedTest
    @EnumSource
    void borrowAndReturn_timesCountsAndLimits_areMeasured(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release)) {
            woven.with("name", release.library.isDbcp() ? "test:type=DataSource,name=orders" : "orders");
            DataSource pool = woven.open();
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
            assertThat(seen.kind()).isEqualTo(release.library.kind);
            assertThat(seen.database()).startsWith("pool");
            assertThat(seen.max()).isEqualTo(2);
            assertThat(seen.minIdle()).isEqualTo(1);
            assertThat(seen.maxIdle()).isEqualTo(2);
            assertThat(seen.used()).isZero();
            assertThat(seen.idle()).isEqualTo(2);
            assertThat(seen.waitTime().count()).isEqualTo(7);
            assertThat(seen.useTime().count()).isEqualTo(7);
            assertThat(seen.useTime().min()).isPositive();
            assertThat(seen.createTime().count()).isEqualTo(2);
            assertThat(seen.timeouts()).isZero();
            assertThat(seen.failures()).isZero();
            assertThat(woven.observations().snapshot().patterns())
                    .filteredOn(it -> it.count() == 5)
                    .hasSize(1)
                    .allMatch(it -> it.rows().sum() == 15);

            woven.shutDown();
            PoolSnapshot closed = woven.snapshot();
            assertThat(closed.used()).isZero();
            assertThat(closed.idle()).isZero();
            assertThat(closed.max()).isEqualTo(2);
            assertThat(closed.waitTime().count()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void exhausted_waitsAndTimeouts_areKeptApart(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("max", 1)) {
            DataSource pool = woven.open();
            Connection held = pool.getConnection();
            long asked = System.nanoTime();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            long tookNanos = System.nanoTime() - asked;
            PoolSnapshot exhausted = woven.snapshot();
            assertThat(exhausted.timeouts()).isEqualTo(1);
            assertThat(exhausted.failures()).isZero();
            assertThat(exhausted.timedOutWaitTime().min()).isBetween(WovenPool.TIMEOUT_MILLIS * 900_000, tookNanos);
            assertThat(exhausted.waitTime().count()).isEqualTo(1);
            assertThat(exhausted.createTime().count()).isEqualTo(1);

            long firstWaitNanos = exhausted.waitTime().sum();
            ExecutorService other = Executors.newSingleThreadExecutor();
            Future<Long> waited = other.submit(() -> {
                long start = System.nanoTime();
                Connection late = pool.getConnection();
                long tookUntilGot = System.nanoTime() - start;
                late.close();
                return tookUntilGot;
            });
            eventually(() -> woven.snapshot().pending() == 1);
            long pendingAt = System.nanoTime();
            Thread.sleep(20);
            long heldNanos = System.nanoTime() - pendingAt;
            held.close();
            long outerNanos = waited.get();
            other.shutdown();
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(2);
            assertThat(woven.snapshot().waitTime().sum() - firstWaitNanos).isBetween(heldNanos, outerNanos);
            assertThat(woven.snapshot().pending()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreads_borrowAndReturn_countExactlyAndAgreeOnTime(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("timeoutMillis", 30_000)) {
            DataSource pool = woven.open();
            AtomicLong outerWaitNanos = new AtomicLong();
            AtomicLong innerUseNanos = new AtomicLong();
            AtomicLong outerUseNanos = new AtomicLong();
            Callable<Void> work = () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    long asked = System.nanoTime();
                    Connection connection = pool.getConnection();
                    long got = System.nanoTime();
                    query(connection);
                    long closing = System.nanoTime();
                    connection.close();
                    outerWaitNanos.addAndGet(got - asked);
                    innerUseNanos.addAndGet(closing - got);
                    outerUseNanos.addAndGet(System.nanoTime() - asked);
                }
                return null;
            };
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            for (Future<Void> done : threads.invokeAll(
                    IntStream.range(0, THREADS).mapToObj(it -> work).collect(Collectors.toList()))) {
                done.get();
            }
            threads.shutdown();
            PoolSnapshot seen = woven.snapshot();
            assertThat(seen.waitTime().count()).isEqualTo(THREADS * ROUNDS);
            assertThat(seen.useTime().count()).isEqualTo(THREADS * ROUNDS);
            assertThat(seen.createTime().count()).isEqualTo(2);
            assertThat(seen.waitTime().sum()).isBetween(1L, outerWaitNanos.get());
            assertThat(seen.useTime().sum()).isBetween(innerUseNanos.get(), outerUseNanos.get());
            assertThat(seen.timeouts() + seen.failures()).isZero();
            assertThat(woven.observations().snapshot().patterns())
                    .filteredOn(it -> it.count() > THREADS)
                    .hasSize(1)
                    .allMatch(it -> it.count() == THREADS * ROUNDS && it.rows().sum() == 3 * THREADS * ROUNDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void close_statementForgottenAndWorkUncommitted_isSeenBeforeThePoolTidiesUp(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("max", 1)) {
            if (release.library == Release.Library.TOMCAT) { // rolls back only if told so
                woven.with("RollbackOnReturn", true).with("DefaultAutoCommit", Boolean.FALSE);
            }
            DataSource pool = woven.open();
            Connection first = pool.getConnection();
            Statement forgotten = first.createStatement();
            forgotten.execute("create table item (id int)");
            first.setAutoCommit(false);
            PreparedStatement alsoForgotten = first.prepareStatement("insert into item values (1)");
            alsoForgotten.executeUpdate();
            first.close();
            Reference.reachabilityFence(forgotten); // collected, they would not count
            Reference.reachabilityFence(alsoForgotten);
            try (Connection second = pool.getConnection()) {
                first.close(); // again, when the entry belongs to another borrower
                assertThat(query(second)).isEqualTo(3);
            }
            List<LeaseUse> leases = woven.finishedUnits().stream()
                    .flatMap(it -> it.leases().stream())
                    .collect(Collectors.toList());
            assertThat(leases).extracting(LeaseUse::openStatements).containsExactly(2, 0);
            assertThat(leases).extracting(LeaseUse::uncommitted).containsExactly(true, false);
            assertThat(leases.get(0).site()).isNotNull();
            assertThat(woven.snapshot().useTime().count()).isEqualTo(2);
            assertThat(woven.observations().snapshot().transactions()).anyMatch(it -> it.rollbacks() >= 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void returnByAnotherThread_closedTwice_isMeasuredOnce(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release)) {
            Connection connection = woven.open().getConnection();
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
            connection.close();
            assertThat(woven.snapshot().useTime().count()).isEqualTo(1);
            assertThat(woven.snapshot().used()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void unnamed_pool_isNamedByItsDatabase(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release)) {
            woven.open().getConnection().close();
            assertThat(woven.snapshot().name()).startsWith("pool");
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenWhileOut_entryThatIsDiscarded_countsAsReturned(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("TestOnReturn", true)) {
            if (release.library == Release.Library.DRUID) {
                woven.with("ValidationQuery", "select 1");
            }
            DataSource pool = woven.open();
            Connection connection = pool.getConnection();
            physical(woven, connection).close();
            connection.close();
            PoolSnapshot seen = woven.snapshot();
            assertThat(seen.useTime().count()).isEqualTo(1);
            assertThat(seen.used()).isZero();
            try (Connection next = pool.getConnection()) {
                assertThat(query(next)).isEqualTo(3);
            }
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(2);
            assertThat(woven.snapshot().useTime().count()).isEqualTo(2);
            assertThat(woven.snapshot().createTime().count()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenWhileIdle_poolThatTriesAnother_isOneWait(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("TestOnBorrow", true)) {
            if (release.library == Release.Library.DRUID) {
                woven.with("ValidationQuery", "select 1");
            }
            DataSource pool = woven.open();
            Connection connection = pool.getConnection();
            Connection physical = physical(woven, connection);
            connection.close();
            physical.close();
            try (Connection next = pool.getConnection()) {
                assertThat(query(next)).isEqualTo(3);
            }
            PoolSnapshot seen = woven.snapshot();
            assertThat(seen.waitTime().count()).isEqualTo(2);
            assertThat(seen.useTime().count()).isEqualTo(2);
            assertThat(seen.createTime().count()).isEqualTo(2);
            assertThat(seen.failures() + seen.timeouts()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void databaseDown_borrowerWhoGetsNone_failsAsEver(Release release) throws Exception {
        try (WovenPool woven =
                new WovenPool(release).url("jdbc:h2:mem:absent;IFEXISTS=TRUE").with("InitialSize", 0)) {
            DataSource pool = woven.open();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            assertThat(woven.observations().snapshot().pools()).hasSize(1);
            PoolSnapshot seen = woven.snapshot();
            assertThat(seen.waitTime().count()).isZero();
            assertThat(seen.failures() + seen.timeouts()).isEqualTo(2);
            assertThat(seen.createTime().count()).isZero();
            assertThat(seen.creationFailures()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void firstCall_poolThatIsMadeMeanwhile_isWaitedForToo(Release release) throws Exception {
        String connectsInMillis =
                ";INIT=CREATE ALIAS IF NOT EXISTS NAP FOR \"java.lang.Thread.sleep(long)\"\\;CALL NAP(300)";
        try (WovenPool woven = new WovenPool(release).with("timeoutMillis", 30_000)) {
            DataSource pool =
                    woven.url("jdbc:h2:mem:slow" + release + connectsInMillis).open();
            long asked = System.nanoTime();
            Connection connection = pool.getConnection();
            long tookNanos = System.nanoTime() - asked;
            connection.close();
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);
            assertThat(woven.snapshot().waitTime().sum()).isBetween(300_000_000L, tookNanos);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DBCP_2_14", "DRUID_1_1", "DRUID_1_2_28"})
    void connectionBehindAWrapperOfThePool_isKnownByItsDatabase(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release)) {
            if (release.library.isDbcp()) {
                woven.with("PoolPreparedStatements", true);
            } else {
                woven.with("Filters", "stat");
            }
            DataSource pool = woven.open();
            try (Connection connection = pool.getConnection()) {
                assertThat(query(connection)).isEqualTo(3);
            }
            assertThat(woven.snapshot().database()).startsWith("pool");
            assertThat(woven.finishedUnits()).anyMatch(it -> it.name().startsWith("lease of pool"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DBCP_2_14", "DRUID_1_1", "DRUID_1_2_28"})
    void pooledStatement_closedByItsBorrower_isNotForgotten(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("PoolPreparedStatements", true)) {
            DataSource pool = woven.open();
            for (int i = 0; i < 3; i++) {
                try (Connection connection = pool.getConnection()) {
                    assertThat(query(connection)).isEqualTo(3);
                }
            }
            assertThat(woven.finishedUnits().stream().flatMap(it -> it.leases().stream()))
                    .hasSize(3)
                    .allMatch(it -> it.openStatements() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DBCP_2_14", "DRUID_1_2_28"})
    void restarted_pool_hasCountsAgain(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release)) {
            DataSource pool = woven.open();
            pool.getConnection().close();
            pool.getClass().getMethod("restart").invoke(pool);
            try (Connection connection = pool.getConnection()) {
                List<PoolSnapshot> pools = woven.observations().snapshot().pools();
                assertThat(pools.get(pools.size() - 1).used()).isEqualTo(1);
                assertThat(pools.stream().mapToLong(it -> it.waitTime().count()).sum())
                        .isEqualTo(2);
                assertThat(connection).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_8_5", "TOMCAT_11"})
    void async_connectionByAFuture_isOneWaitAndOneUse(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("max", 1)) {
            DataSource pool = woven.open();
            Future<?> there = async(pool);
            Connection first = (Connection) there.get();
            assertThat(there.get()).isSameAs(first);
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);

            Future<?> later = async(pool);
            assertThat(woven.snapshot().timeouts() + woven.snapshot().failures())
                    .isZero();
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);
            first.close();
            Connection second = (Connection) later.get();
            assertThat(later.get()).isSameAs(second);
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(2);
            second.close();
            assertThat(woven.snapshot().useTime().count()).isEqualTo(2);
            assertThat(woven.snapshot().used()).isZero();
        }
    }

    private static Future<?> async(DataSource pool) throws Exception {
        return (Future<?>) pool.getClass().getMethod("getConnectionAsync").invoke(pool);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_11", "DBCP_2_14", "DRUID_1_2_28"})
    void abandoned_entryThatThePoolTakesBack_countsOnce(Release release) throws Exception {
        try (WovenPool woven = new WovenPool(release).with("RemoveAbandonedTimeout", 1)) {
            woven.with(release.library.isDbcp() ? "RemoveAbandonedOnMaintenance" : "RemoveAbandoned", true)
                    .with("TimeBetweenEvictionRunsMillis", 100);
            DataSource pool = woven.open();
            Connection forgotten = pool.getConnection();
            eventually(() -> woven.snapshot().useTime().count() == 1);
            assertThat(woven.snapshot().useTime().max()).isGreaterThan(900_000_000L);
            forgotten.close();
            assertThat(woven.snapshot().useTime().count()).isEqualTo(1);
            pool.getConnection().close();
            assertThat(woven.snapshot().useTime().count()).isEqualTo(2);
            assertThat(woven.snapshot().waitTime().count()).isEqualTo(2);
        }
    }
}
