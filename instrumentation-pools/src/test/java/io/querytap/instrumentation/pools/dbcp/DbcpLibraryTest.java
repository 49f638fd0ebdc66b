package io.querytap.instrumentation.pools.dbcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class DbcpLibraryTest {
    @Test
    void nameIn_objectName_isItsPropertyName() {
        assertThat(DbcpLibrary.nameIn("com.acme:type=DataSource,name=orders")).isEqualTo("orders");
        assertThat(DbcpLibrary.nameIn("com.acme:name=\"orders\",type=DataSource"))
                .isEqualTo("orders");
        assertThat(DbcpLibrary.nameIn("com.acme:type=DataSource,name=")).isNull();
        assertThat(DbcpLibrary.nameIn("com.acme:type=DataSource")).isNull();
    }

    @Test
    void isTimeout_exceptionOfThePool_isToldByItsText() {
        assertThat(new DbcpLibrary().isTimeout(causedBy("Timeout waiting for idle object")))
                .isTrue();
        assertThat(new DbcpLibrary().isTimeout(causedBy("Pool exhausted"))).isTrue();
        assertThat(new DbcpLibrary().isTimeout(causedBy("Unable to validate object")))
                .isFalse();
        assertThat(new DbcpLibrary().isTimeout(new SQLException("connection refused")))
                .isFalse();
    }

    private static SQLException causedBy(String message) {
        return new SQLException("Cannot get a connection", new NoSuchElementException(message));
    }
}
