package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.hook.QuerytapState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.Test;

/** Whichever way a physical connection is made, it is measured, once. */
class ConnectionOriginTest {
    private final WovenDriver h2;

    ConnectionOriginTest() throws Exception {
        h2 = WovenDriver.h2();
    }

    private Object source() throws Exception {
        Object source = h2.loader()
                .loadClass("org.h2.jdbcx.JdbcDataSource")
                .getDeclaredConstructor()
                .newInstance();
        source.getClass().getMethod("setURL", String.class).invoke(source, h2.url());
        return source;
    }

    private static void query(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("select 1").close();
        }
    }

    @Test
    void connect_driver_isMeasuredWithItsDatabase() throws Exception {
        try (Connection connection = h2.connect()) {
            query(connection);
        }
        assertThat(h2.pattern().count()).isEqualTo(1);
        assertThat(h2.pattern().database().system()).contains("h2");
    }

    @Test
    void connect_urlOfAnotherDriverOrFailure_leavesNothingBehind() throws Exception {
        assertThat(h2.driver().connect("jdbc:other:x", new Properties())).isNull();
        assertThatThrownBy(() -> h2.driver().connect("jdbc:h2:mem:absent;IFEXISTS=TRUE", new Properties()))
                .isInstanceOf(SQLException.class);
        try (Connection connection = h2.connect()) {
            query(connection);
        }
        assertThat(h2.pattern().count()).isEqualTo(1);
    }

    @Test
    void getConnection_dataSourceOfTheDriver_isMeasured() throws Exception {
        DataSource source = (DataSource) source();
        try (Connection connection = source.getConnection()) {
            query(connection);
        }
        try (Connection connection = source.getConnection("", "")) {
            query(connection);
        }
        assertThat(h2.pattern().count()).isEqualTo(2);
        assertThat(h2.pattern().database().system()).contains("h2");
    }

    @Test
    void getPooledConnection_handlesOfIt_areMeasuredOnce() throws Exception {
        PooledConnection pooled = ((ConnectionPoolDataSource) source()).getPooledConnection();
        for (int i = 0; i < 3; i++) {
            try (Connection handle = pooled.getConnection()) {
                handle.setAutoCommit(false);
                query(handle);
                handle.commit();
            }
        }
        pooled.close();
        assertThat(h2.pattern().count()).isEqualTo(3);
        assertThat(h2.transactions().commits()).isEqualTo(3);
        assertThat(h2.observations().snapshot().transactions()).hasSize(1);
    }

    @Test
    void getConnection_poolOfTheDriver_isMeasuredOnce() throws Exception {
        Class<?> type = h2.loader().loadClass("org.h2.jdbcx.JdbcConnectionPool");
        DataSource pool = (DataSource) type.getMethod("create", String.class, String.class, String.class)
                .invoke(null, h2.url(), "", "");
        for (int i = 0; i < 4; i++) {
            try (Connection connection = pool.getConnection()) {
                query(connection);
            }
        }
        assertThat(h2.pattern().count()).isEqualTo(4);
        type.getMethod("dispose").invoke(pool);
    }

    /** The wrapping driver's connection, should it be woven by mistake, gets no state: the inner one has it. */
    @Test
    void connected_aroundAnInnerConnection_leavesTheOuterAlone() throws Exception {
        ConnectionOrigin origin = new ConnectionOrigin(h2.observations(), h2.live());
        Holder inner = new Holder();
        Holder outer = new Holder();
        origin.connecting();
        origin.connecting();
        origin.connected(inner, "jdbc:h2:mem:x", new Properties());
        origin.connected(outer, "jdbc:wrapper:h2:mem:x", new Properties());
        assertThat(inner.state).isInstanceOf(ConnectionState.class);
        assertThat(outer.state).isNull();

        Holder next = new Holder();
        origin.connecting();
        origin.connected(next, "jdbc:h2:mem:x", new Properties());
        assertThat(next.state).isInstanceOf(ConnectionState.class);
        origin.connected(null, null, null); // without its beginning, as after a failure of ours
    }

    private static final class Holder implements QuerytapState {
        private Object state;

        @Override
        public Object querytap$state() {
            return state;
        }

        @Override
        public void querytap$state(Object value) {
            state = value;
        }
    }
}
