package io.querytap.instrumentation.pools.agroal;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.work.LeaseUse;
import io.querytap.instrumentation.pools.WovenLibrary;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that belong to a transaction of a transaction manager, and connections that are closed after each use. */
@Timeout(60)
class AgroalTransactionTest {
    private static WovenLibrary woven(String version) {
        return new WovenLibrary("agroal-pool-" + version, "agroal-api-" + version);
    }

    /** A transaction manager with one transaction. */
    private static final class OneTransaction {
        private final boolean begun;
        private Object handler;

        OneTransaction(boolean begun) {
            this.begun = begun;
        }

        Object integration(WovenLibrary woven) throws ClassNotFoundException {
            Class<?> type = woven.loader().loadClass("io.agroal.api.transaction.TransactionIntegration");
            return Proxy.newProxyInstance(woven.loader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "getTransactionAware":
                        return handler;
                    case "associate":
                        if (begun && handler == null) {
                            handler = arguments[0];
                            WovenLibrary.call(handler, "transactionStart");
                            WovenLibrary.call(handler, "transactionCheckCallback", yes(handler));
                        }
                        return null;
                    case "disassociate":
                        handler = null;
                        return true;
                    default:
                        return null;
                }
            });
        }

        /** The answer to whether there is a transaction. */
        private static Object yes(Object handler) {
            Class<?> question = Arrays.stream(handler.getClass().getMethods())
                    .filter(it -> it.getName().equals("transactionCheckCallback"))
                    .findFirst()
                    .orElseThrow()
                    .getParameterTypes()[0];
            return Proxy.newProxyInstance(
                    question.getClassLoader(), new Class<?>[] {question}, (proxy, method, arguments) -> true);
        }

        void commit() throws Exception {
            Object of = handler;
            WovenLibrary.call(of, "transactionBeforeCompletion", true);
            WovenLibrary.call(of, "transactionCommit");
            WovenLibrary.call(of, "transactionEnd");
        }
    }

    private static DataSource open(WovenLibrary woven, OneTransaction transaction) throws Exception {
        Object configuration = AgroalPools.configuration(woven, WovenLibrary.newDatabase(), 2, 10_000);
        WovenLibrary.call(AgroalPools.poolOf(configuration), "transactionIntegration", transaction.integration(woven));
        return AgroalPools.start(woven, configuration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.16", "2.8", "3.2.1"})
    void twiceInOneTransaction_isOneLeaseThatEndsWithIt(String version) throws Exception {
        WovenLibrary woven = woven(version);
        OneTransaction transaction = new OneTransaction(true);
        DataSource pool = open(woven, transaction);
        try (Connection first = pool.getConnection();
                Connection second = pool.getConnection()) {
            assertThat(first).isNotSameAs(second);
            first.createStatement().execute("create table item (id int)");
            second.createStatement().execute("insert into item values (1)");
        }
        PoolSnapshot open = woven.snapshot();
        assertThat(open.used()).isEqualTo(1);
        assertThat(open.waitTime().count()).isEqualTo(1);
        assertThat(open.useTime().count()).isZero();
        transaction.commit();
        PoolSnapshot over = woven.snapshot();
        assertThat(over.used()).isZero();
        assertThat(over.waitTime().count()).isEqualTo(1);
        assertThat(over.useTime().count()).isEqualTo(1);
        assertThat(woven.endedLeases()).extracting(LeaseUse::uncommitted).containsExactly(false);
        WovenLibrary.call(pool, "close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.16", "2.8", "3.2.1"})
    void outsideOfTransactions_closeEndsTheLease(String version) throws Exception {
        WovenLibrary woven = woven(version);
        DataSource pool = open(woven, new OneTransaction(false));
        pool.getConnection().close();
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(1);
        assertThat(woven.snapshot().useTime().count()).isEqualTo(1);
        WovenLibrary.call(pool, "close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.16", "2.8", "3.2.1"})
    void flushOnClose_connectionIsGoneAndItsUseCounted(String version) throws Exception {
        WovenLibrary woven = woven(version);
        Object configuration =
                AgroalPools.configuration(woven, WovenLibrary.newDatabase() + ";DB_CLOSE_DELAY=-1", 2, 10_000);
        WovenLibrary.call(AgroalPools.poolOf(configuration), "flushOnClose", true);
        DataSource pool = AgroalPools.start(woven, configuration);
        for (int i = 0; i < 3; i++) {
            pool.getConnection().close();
        }
        assertThat(woven.snapshot().waitTime().count()).isEqualTo(3);
        assertThat(woven.snapshot().useTime().count()).isEqualTo(3);
        assertThat(woven.snapshot().createTime().count()).isEqualTo(3);
        assertThat(woven.snapshot().used()).isZero();
        WovenLibrary.call(pool, "close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.16", "2.8", "3.2.1"})
    void withoutPool_eachUseMakesAConnection(String version) throws Exception {
        WovenLibrary woven = woven(version);
        Object configuration =
                AgroalPools.configuration(woven, WovenLibrary.newDatabase() + ";DB_CLOSE_DELAY=-1", 2, 10_000);
        Class<?> implementations = woven.loader()
                .loadClass("io.agroal.api.configuration.AgroalDataSourceConfiguration$DataSourceImplementation");
        List<?> constants = List.of(implementations.getEnumConstants());
        WovenLibrary.call(
                configuration,
                "dataSourceImplementation",
                constants.stream()
                        .filter(it -> it.toString().equals("AGROAL_POOLLESS"))
                        .findFirst()
                        .orElseThrow());
        DataSource pool = AgroalPools.start(woven, configuration);
        for (int i = 0; i < 3; i++) {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
                assertThat(woven.snapshot().used()).isEqualTo(1);
            }
        }
        PoolSnapshot seen = woven.snapshot();
        assertThat(seen.waitTime().count()).isEqualTo(3);
        assertThat(seen.useTime().count()).isEqualTo(3);
        assertThat(seen.createTime().count()).isEqualTo(3);
        assertThat(seen.used()).isZero();
        assertThat(seen.idle()).isZero();
        assertThat(seen.max()).isEqualTo(2);
        WovenLibrary.call(pool, "close");
    }
}
