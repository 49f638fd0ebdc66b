package io.querytap.cache.driver.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.DriverPorts;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReplayCheckTest {
    @Test
    void run_rightPort_passes() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            CheckOutcome outcome = ReplayCheck.run(port(connection), connection);

            assertThat(outcome.difference()).isNull();
            assertThat(outcome.isPassed()).isTrue();
            assertThat(outcome.cells()).isGreaterThan(10_000);
            assertThat(outcome.portId()).isEqualTo(port(connection).id());
        }
    }

    @Test
    void run_portThatGivesAnotherResult_failsWithTheFirstDifference() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            DriverPort right = port(connection);
            DriverPort wrong =
                    instead(right, "decode", arguments -> captured(right, connection, "SELECT 1 AS a_number"));

            CheckOutcome outcome = ReplayCheck.run(wrong, connection);

            assertThat(outcome.isPassed()).isFalse();
            assertThat(outcome.difference()).contains("statement, shared");
        }
    }

    @Test
    void run_portThatThrows_failsWithTheReason() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            DriverPort wrong = instead(port(connection), "replay", arguments -> {
                throw new IllegalStateException("no such field");
            });

            assertThat(ReplayCheck.run(wrong, connection).difference()).contains("no such field");
        }
    }

    private static Object captured(DriverPort port, Connection connection, String sql) throws Throwable {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(sql);
            return Objects.requireNonNull(
                    port.capture(statement, new io.querytap.cache.driver.CaptureLimits(10, 1000, true))
                            .result());
        }
    }

    private static DriverPort port(Connection connection) {
        return Objects.requireNonNull(DriverPorts.of(connection).port());
    }

    private static DriverPort instead(DriverPort port, String name, Instead instead) {
        return (DriverPort) Proxy.newProxyInstance(
                DriverPort.class.getClassLoader(), new Class<?>[] {DriverPort.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        return instead.call(arguments);
                    }
                    try {
                        return method.invoke(port, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private interface Instead {
        Object call(Object[] arguments) throws Throwable;
    }
}
