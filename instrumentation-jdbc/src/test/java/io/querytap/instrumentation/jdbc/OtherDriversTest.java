package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same story on every driver that runs inside the JVM: the counts do not depend on how a driver is built. */
class OtherDriversTest {
    static Stream<WovenDriver> drivers() throws Exception {
        return Stream.of(WovenDriver.h2(), WovenDriver.hsqldb(), WovenDriver.sqlite());
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void story_everyDriver_sameCounts(WovenDriver driver) throws Exception {
        driver.observeAnew(io.querytap.core.work.UnitPolicy.Traces.ALL);
        try (Connection connection = driver.connect()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table item (id int primary key, name varchar(20))");
            }
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into item values (?, ?)")) {
                for (int i = 0; i < 5; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name");
                    insert.addBatch();
                }
                insert.executeBatch();
                insert.setInt(1, 9);
                insert.setString(2, "single");
                assertThat(insert.executeUpdate()).isEqualTo(1);
            }
            connection.commit();
            try (PreparedStatement select = connection.prepareStatement("select * from item where id < ?")) {
                for (int i = 0; i < 3; i++) {
                    select.setInt(1, 100);
                    try (ResultSet result = select.executeQuery()) {
                        while (result.next()) {
                            assertThat(result.getString(2)).isNotEmpty();
                        }
                    }
                }
            }
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.execute("select name from item")).isTrue();
                try (ResultSet result = statement.getResultSet()) {
                    assertThat(result.next()).isTrue();
                }
            }
            connection.rollback();
        }
        assertThat(driver.pattern("create table").count()).isEqualTo(1);
        assertThat(driver.pattern("insert").count()).isEqualTo(2);
        assertThat(driver.pattern("insert").batchSize().sum()).isEqualTo(5);
        assertThat(driver.pattern("where id").count()).isEqualTo(3);
        assertThat(driver.pattern("where id").rows().count()).isEqualTo(3);
        assertThat(driver.pattern("where id").rows().sum()).isEqualTo(18);
        assertThat(driver.pattern("select name").rows().sum()).isEqualTo(1);
        assertThat(driver.patterns()).hasSize(4).allMatch(it -> it.errors() == 0);
        assertThat(driver.transactions().commits()).isEqualTo(1);
        assertThat(driver.transactions().rollbacks()).isEqualTo(1);
        assertThat(driver.finishedUnits()).hasSize(1);
    }
}
