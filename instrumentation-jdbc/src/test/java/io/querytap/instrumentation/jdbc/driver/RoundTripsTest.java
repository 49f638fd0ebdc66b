package io.querytap.instrumentation.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripsTest {
    private static int trips(DriverKind driver, ProtocolCall call, boolean changed, boolean open) {
        return RoundTrips.of(driver, call, changed, open, /* localSessionState= */ false);
    }

    @ParameterizedTest
    @CsvSource({
        // driver, call, with a transaction, without one, without a change
        "POSTGRESQL, COMMIT, 1, 0, 1",
        "POSTGRESQL, SET_AUTO_COMMIT, 1, 0, 0",
        "POSTGRESQL, SET_READ_ONLY, 0, 0, 0",
        "POSTGRESQL, SET_ISOLATION, 1, 1, 1",
        "POSTGRESQL, IS_VALID, 1, 1, 1",
        "MYSQL, COMMIT, 1, 1, 1",
        "MYSQL, SET_AUTO_COMMIT, 1, 1, 1",
        "MYSQL, SET_READ_ONLY, 1, 1, 1",
        "MYSQL, RELEASE_SAVEPOINT, 0, 0, 0",
        "MARIADB, ROLLBACK, 1, 0, 1",
        "MARIADB, SET_AUTO_COMMIT, 1, 1, 0",
        "MARIADB, SET_READ_ONLY, 0, 0, 0",
        "ORACLE, SET_AUTO_COMMIT, 0, 0, 0",
        "ORACLE, COMMIT, 1, 0, 1",
        "SQL_SERVER, SET_AUTO_COMMIT, 1, 1, 0",
        "SQL_SERVER, COMMIT, 1, 1, 1",
        "H2_SERVER, COMMIT, 1, 1, 1",
        "H2_SERVER, SET_READ_ONLY, 0, 0, 0",
    })
    void of_call_asTheDriverDoes(DriverKind driver, ProtocolCall call, int open, int none, int unchanged) {
        assertThat(trips(driver, call, /* changed= */ true, /* open= */ true)).isEqualTo(open);
        assertThat(trips(driver, call, /* changed= */ true, /* open= */ false)).isEqualTo(none);
        assertThat(trips(driver, call, /* changed= */ false, /* open= */ true)).isEqualTo(unchanged);
    }

    @ParameterizedTest
    @EnumSource(
            value = DriverKind.class,
            names = {"H2_IN_PROCESS", "HSQLDB", "DERBY", "SQLITE", "OTHER"})
    void of_anyCall_inProcessOrUnknown_none(DriverKind driver) {
        for (ProtocolCall call : ProtocolCall.values()) {
            assertThat(trips(driver, call, /* changed= */ true, /* open= */ true))
                    .isZero();
        }
    }

    @Test
    void of_mysqlThatBelievesItself_onlyWhatChanges() {
        assertThat(RoundTrips.of(DriverKind.MYSQL, ProtocolCall.SET_AUTO_COMMIT, false, false, true))
                .isZero();
        assertThat(RoundTrips.of(DriverKind.MYSQL, ProtocolCall.SET_AUTO_COMMIT, true, false, true))
                .isEqualTo(1);
    }
}
