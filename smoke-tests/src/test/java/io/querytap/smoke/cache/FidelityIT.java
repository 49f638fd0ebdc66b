package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.driver.DriverPorts;
import io.querytap.cache.driver.check.CheckOutcome;
import io.querytap.cache.driver.check.Comparison;
import io.querytap.cache.driver.check.ReplayCheck;
import io.querytap.smoke.server.TestDatabases;
import java.sql.Connection;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** One zone, two ways of transfer, the versions of the build; {@code cache-advisor/fidelity} compares them all. */
class FidelityIT {
    private static final List<String> ZONES = List.of("Europe/Berlin");
    private static final int TRANSFERS = 2;

    @Test
    void everyTypeByEveryGetter_pgjdbc_sameAsLive() throws Throwable {
        compare(new PostgresqlSubject("pgjdbc", new org.postgresql.Driver(), TestDatabases.newPostgresql()));
    }

    @Test
    void everyTypeByEveryGetter_mariadbConnector_sameAsLive() throws Throwable {
        compare(MariadbSubject.of("MariaDB Connector/J", new org.mariadb.jdbc.Driver(), TestDatabases.newMariadb()));
    }

    @Test
    void everyTypeByEveryGetter_mysqlConnector_sameAsLive() throws Throwable {
        compare(MariadbSubject.of(
                "MySQL Connector/J", new com.mysql.cj.jdbc.Driver(), TestDatabases.newMariadbForMysqlDriver()));
    }

    @Test
    void everyTypeByEveryGetter_h2_sameAsLive() throws Throwable {
        compare(new H2Subject("H2", new org.h2.Driver()));
    }

    private static void compare(FidelitySubject subject) throws Throwable {
        try (Connection connection = subject.connect(new Properties())) {
            DriverPort port = DriverPorts.of(connection).port();
            assertThat(port).isNotNull();
            CheckOutcome check = ReplayCheck.run(port, connection);
            assertThat(check.difference()).isNull();
            assertThat(check.cells()).isPositive();
        }

        Comparison comparison = FidelityMatrix.compare(
                subject, ZONES, subject.transfers().stream().limit(TRANSFERS).toList());

        System.out.println(FidelityMatrix.line(subject, comparison));
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.liveAnswers()).isGreaterThan(comparison.cells() / 10);
        assertThat(comparison.exceptedCells()).isLessThan(comparison.cells() / 20);
    }
}
