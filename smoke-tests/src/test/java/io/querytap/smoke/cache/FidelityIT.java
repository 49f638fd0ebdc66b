package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.driver.check.Comparison;
import io.querytap.smoke.server.TestDatabases;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One zone and the version of the build; {@code cache-advisor/fidelity} compares them all. */
class FidelityIT {
    private static final List<String> ZONES = List.of("Europe/Berlin");

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

    private static void compare(FidelitySubject subject) throws Throwable {
        Comparison comparison = FidelityMatrix.compare(subject, ZONES);
        System.out.println(FidelityMatrix.line(subject, comparison));
        comparison.excepted().forEach(System.out::println);
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.liveAnswers()).isGreaterThan(comparison.cells() / 10);
    }
}
