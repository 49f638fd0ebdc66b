package io.querytap.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.instrumentation.jdbc.driver.DriverProfile;
import io.querytap.instrumentation.jdbc.modes.SessionModes;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch is one operation with a size. */
class BatchTest {
    private static final String INSERT = "insert into item values (?, ?)";

    private final WovenDriver h2;

    BatchTest() throws Exception {
        h2 = WovenDriver.h2().prepare("create table item (id int primary key, name varchar(20))");
    }

    private static void add(PreparedStatement insert, int id) throws Exception {
        insert.setInt(1, id);
        insert.setString(2, "name");
        insert.addBatch();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void prepared_batch_isOneOperationOfItsSize(boolean large) throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < 50; i++) {
                add(insert, i);
            }
            assertThat(large ? insert.executeLargeBatch().length : insert.executeBatch().length)
                    .isEqualTo(50);
            for (int i = 50; i < 60; i++) {
                add(insert, i);
            }
            insert.executeBatch();
        }
        PatternSnapshot pattern = h2.pattern();
        assertThat(pattern.count()).isEqualTo(2);
        assertThat(pattern.batchSize().count()).isEqualTo(2);
        assertThat(pattern.batchSize().sum()).isEqualTo(60);
        assertThat(pattern.errors()).isZero();
    }

    @Test
    void clearBatch_added_startsAnew() throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            add(insert, 1);
            add(insert, 2);
            insert.clearBatch();
            add(insert, 3);
            insert.executeBatch();
        }
        assertThat(h2.pattern().batchSize().sum()).isEqualTo(1);
    }

    @Test
    void failing_batch_isOneErrorAndTheNextStartsAnew() throws Exception {
        try (Connection connection = h2.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            add(insert, 1);
            add(insert, 1);
            add(insert, 2);
            assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
            add(insert, 5);
            insert.executeBatch();
        }
        PatternSnapshot pattern = h2.pattern();
        assertThat(pattern.count()).isEqualTo(2);
        assertThat(pattern.errors()).isEqualTo(1);
        assertThat(pattern.batchSize().sum()).isEqualTo(4);
        assertThat(pattern.failed()).containsOnlyKeys("23505");
    }

    @Test
    void statement_sameTextAgain_hasItsPattern() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 3; i++) {
                statement.addBatch("update item set name = 'x'");
            }
            statement.executeBatch();
        }
        assertThat(h2.pattern().batchSize().sum()).isEqualTo(3);
        assertThat(h2.pattern().pattern().text()).doesNotContain(";");
    }

    @Test
    void statement_differentTexts_haveOnePatternOfAll() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            statement.addBatch("update item set name = 'x'");
            statement.addBatch("delete from item");
            statement.addBatch("delete from item");
            statement.executeBatch();
        }
        PatternSnapshot pattern = h2.pattern();
        assertThat(pattern.count()).isEqualTo(1);
        assertThat(pattern.batchSize().sum()).isEqualTo(3);
        assertThat(pattern.pattern().text().toLowerCase(java.util.Locale.ROOT))
                .contains("update item", "delete from item");
    }

    @Test
    void statement_nothingAdded_isNoExecution() throws Exception {
        try (Connection connection = h2.connect();
                Statement statement = connection.createStatement()) {
            try {
                statement.executeBatch();
            } catch (java.sql.SQLException emptyBatchRefused) {
                assertThat(emptyBatchRefused.getMessage()).isNotEmpty();
            }
        }
        assertThat(h2.patterns()).isEmpty();
    }

    @Test
    void mixedBatch_enormousTexts_staysBounded() throws Exception {
        Batch batch = new Batch();
        ConnectionState connection = new ConnectionState(
                h2.observations().patterns().of(DatabaseIdentity.UNKNOWN),
                SessionModes.NONE,
                DriverProfile.UNKNOWN,
                h2.observations());
        String filling = " /* " + "x".repeat(1_000_000) + " */";
        for (int i = 0; i < 20; i++) {
            batch.add("delete from t" + "abcdefghijklmnopqrst".charAt(i) + filling, connection);
        }
        assertThat(batch.size()).isEqualTo(20);
        assertThat(batch.joinedLength()).isLessThanOrEqualTo(8_192);
        assertThat(batch.pattern(connection)).isNotNull();
        batch.clear();
        assertThat(batch.size()).isZero();
        assertThat(batch.pattern(connection)).isNull();
    }
}
