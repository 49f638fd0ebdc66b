package io.querytap.instrumentation.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternStats;
import io.querytap.core.stats.ReadingStats.FetchObstacle;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

class FetchingTest {
    private static final long ROWS = 1_000;

    private static DriverProfile driver(String connectionClass, String url) {
        Class<?> named = new ByteBuddy()
                .subclass(Object.class)
                .name(connectionClass)
                .make()
                .load(FetchingTest.class.getClassLoader())
                .getLoaded();
        return DriverProfile.of(named, url, new Properties());
    }

    private static DriverProfile postgresql() {
        return driver("org.postgresql.jdbc.PgConnection", "jdbc:postgresql:db");
    }

    private static DriverProfile mysql(String settings) {
        return driver("com.mysql.cj.jdbc.ConnectionImpl", "jdbc:mysql://host/db" + settings);
    }

    private static ResultSet result(int fetchSize, int type) {
        Statement statement = (Statement) Proxy.newProxyInstance(
                FetchingTest.class.getClassLoader(),
                new Class<?>[] {Statement.class},
                (proxy, method, arguments) -> fetchSize);
        return (ResultSet) Proxy.newProxyInstance(
                FetchingTest.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                (proxy, method, arguments) -> method.getName().equals("getStatement") ? statement : (Object) type);
    }

    private static Set<FetchObstacle> obstacles(DriverProfile driver, ResultSet result, boolean autoCommit) {
        PatternRegistry registry = new PatternRegistry(10);
        PatternStats stats =
                registry.of(DatabaseIdentity.UNKNOWN).inModes(SqlModes.UNKNOWN).find("select 1");
        Fetching.judge(driver, stats.reading(), result, ROWS, autoCommit);
        EnumSet<FetchObstacle> found = EnumSet.noneOf(FetchObstacle.class);
        for (FetchObstacle obstacle : FetchObstacle.values()) {
            if (stats.snapshot().reading().obstacle(obstacle) > 0) {
                found.add(obstacle);
            }
        }
        return found;
    }

    private static Set<FetchObstacle> obstacles(DriverProfile driver, int fetchSize) {
        return obstacles(driver, result(fetchSize, ResultSet.TYPE_FORWARD_ONLY), /* autoCommit= */ false);
    }

    @Test
    void postgresql_eachPreconditionUnmet_isNamed() {
        ResultSet good = result(100, ResultSet.TYPE_FORWARD_ONLY);
        assertThat(obstacles(postgresql(), good, false)).isEmpty();
        assertThat(obstacles(postgresql(), good, true)).containsExactly(FetchObstacle.AUTOCOMMIT);
        assertThat(obstacles(postgresql(), result(100, ResultSet.TYPE_SCROLL_INSENSITIVE), false))
                .containsExactly(FetchObstacle.NOT_FORWARD_ONLY);
        assertThat(obstacles(postgresql(), 0)).containsExactly(FetchObstacle.NO_FETCH_SIZE);
    }

    @Test
    void mysql_streamingOrCursor_isFine() {
        assertThat(obstacles(mysql(""), 0)).containsExactly(FetchObstacle.NO_FETCH_SIZE);
        assertThat(obstacles(mysql(""), 100)).containsExactly(FetchObstacle.NO_FETCH_SIZE);
        assertThat(obstacles(mysql(""), Integer.MIN_VALUE)).isEmpty();
        assertThat(obstacles(mysql("?useCursorFetch=true"), 100)).isEmpty();
        assertThat(obstacles(mysql("?useCursorFetch=true"), 0)).containsExactly(FetchObstacle.NO_FETCH_SIZE);
    }

    @Test
    void otherDrivers_asTheyFetch() {
        DriverProfile mariadb = driver("org.mariadb.jdbc.Connection", "jdbc:mariadb://host/db");
        assertThat(obstacles(mariadb, 0)).containsExactly(FetchObstacle.NO_FETCH_SIZE);
        assertThat(obstacles(mariadb, 10)).isEmpty();
        DriverProfile oracle = driver("oracle.jdbc.driver.T4CConnection", "jdbc:oracle:thin:@host:1521:db");
        assertThat(obstacles(oracle, 10)).containsExactly(FetchObstacle.SMALL_FETCH_SIZE);
        assertThat(obstacles(oracle, 100)).isEmpty();
        DriverProfile sqlServer = driver("com.microsoft.sqlserver.jdbc.SQLServerConnection", "jdbc:sqlserver://host");
        assertThat(obstacles(sqlServer, 0)).isEmpty();
        assertThat(obstacles(DriverProfile.UNKNOWN, 0)).isEmpty();
    }

    @Test
    void failingGetter_saysNothing() {
        ResultSet closed = (ResultSet) Proxy.newProxyInstance(
                FetchingTest.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (proxy, method, arguments) -> {
                    throw new SQLException("closed");
                });
        assertThat(obstacles(postgresql(), closed, true)).isEmpty();
        assertThat(obstacles(mysql(""), closed, true)).isEmpty();
        assertThat(ResultColumns.of(DriverKind.MYSQL, closed)).isEmpty();
    }

    @Test
    void dataSourceOfConnectorJ_tellsNoSettings_saysNothing() {
        Class<?> named = new ByteBuddy()
                .subclass(Object.class)
                .name("com.mysql.cj.jdbc.ConnectionImpl")
                .make()
                .load(FetchingTest.class.getClassLoader())
                .getLoaded();
        DriverProfile unknown = DriverProfile.ofDataSource(named, "jdbc:mysql://host/db");
        assertThat(obstacles(unknown, 0)).isEmpty();
        assertThat(unknown.sendsBatchesAsTheyAre()).isFalse();
        assertThat(unknown.roundTrips(ProtocolCall.SET_AUTO_COMMIT, /* changed= */ false, false))
                .isZero();
    }

    @Test
    void batches_rewritingOffInUrlOrProperties_areSentAsTheyAre() {
        assertThat(postgresql().sendsBatchesAsTheyAre()).isTrue();
        assertThat(driver("org.postgresql.jdbc.PgConnection", "jdbc:postgresql:db?reWriteBatchedInserts=true")
                        .sendsBatchesAsTheyAre())
                .isFalse();
        assertThat(mysql("?x=y&rewriteBatchedStatements=true").sendsBatchesAsTheyAre())
                .isFalse();
        assertThat(mysql("?rewriteBatchedStatements=false").sendsBatchesAsTheyAre())
                .isTrue();
        Properties on = new Properties();
        on.setProperty("reWriteBatchedInserts", "true");
        assertThat(DriverProfile.of(postgresqlClass(), "jdbc:postgresql:db", on).sendsBatchesAsTheyAre())
                .isFalse();
    }

    private static Class<?> postgresqlClass() {
        return new ByteBuddy()
                .subclass(Object.class)
                .name("org.postgresql.jdbc.PgConnection")
                .make()
                .load(FetchingTest.class.getClassLoader())
                .getLoaded();
    }
}
