package io.querytap.cache.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.SchemaSnapshot.Obstruction;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.h2.api.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class H2CatalogueTest {
    private static final String URL = "jdbc:h2:mem:catalogue;DB_CLOSE_DELAY=-1";

    private Connection connection;

    @BeforeEach
    void makeTables() throws SQLException {
        connection = DriverManager.getConnection(URL);
        execute(
                "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(10))",
                "CREATE TABLE orders (id INT PRIMARY KEY)",
                "CREATE TABLE line (id INT, order_id INT REFERENCES orders ON DELETE CASCADE)",
                "CREATE TABLE note (id INT, order_id INT REFERENCES orders)",
                "CREATE VIEW cheap AS SELECT * FROM item WHERE id < 5",
                "CREATE VIEW cheaper AS SELECT * FROM cheap",
                "CREATE VIEW clock AS SELECT CURRENT_TIMESTAMP AS t FROM item");
    }

    @AfterEach
    void dropAll() throws SQLException {
        execute("DROP ALL OBJECTS");
        connection.close();
    }

    private void execute(String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : texts) {
                statement.execute(sql);
            }
        }
    }

    private static TableSet tables(String... names) {
        return TableSet.of(Set.of(names));
    }

    @Test
    void read_11Views_areResolvedToTables() {
        SchemaSnapshot schema = Snapshots.ofH2(URL);

        assertThat(schema.isKnown()).isTrue();
        assertThat(schema.readBy(tables("cheaper"))).isEqualTo(tables("cheaper", "cheap", "item"));
        assertThat(schema.writtenBy(tables("cheaper"))).isEqualTo(tables("cheaper", "cheap", "item"));
        assertThat(schema.obstruction(tables("cheaper"))).isNull();
    }

    @Test
    void read_11ViewOfTheClock_isImpure() {
        Obstruction obstruction = Snapshots.ofH2(URL).obstruction(tables("clock"));

        assertThat(obstruction).isNotNull();
        assertThat(obstruction.kind()).isEqualTo(Obstruction.Kind.IMPURE_VIEW);
    }

    @Test
    void read_48Cascade_isFollowed() {
        assertThat(Snapshots.ofH2(URL).writtenBy(tables("orders"))).isEqualTo(tables("orders", "line"));
    }

    @Test
    void read_48Trigger_writesEverything() throws SQLException {
        assertThat(Snapshots.ofH2(URL).writtenBy(tables("item"))).isEqualTo(tables("item"));

        execute("CREATE TRIGGER t AFTER INSERT ON item FOR EACH ROW CALL '" + Silent.class.getName() + "'");

        assertThat(Snapshots.ofH2(URL).writtenBy(tables("item")).isEverything()).isTrue();
    }

    /** Does nothing, which H2's catalogue does not tell. */
    public static final class Silent implements Trigger {
        @Override
        public void fire(Connection on, Object[] before, Object[] after) {}
    }

    @Test
    void read_6Function_isKnownAndWritesEverything() throws SQLException {
        execute("CREATE ALIAS LOWER2 FOR 'java.lang.Math.abs(int)'");

        SchemaSnapshot schema = Snapshots.ofH2(URL);

        assertThat(schema.isUserFunction("lower2")).isTrue();
        assertThat(schema.writtenByFunction("lower2").isEverything()).isTrue();
        assertThat(schema.writtenByFunction("lower").isEmpty()).isTrue();
    }

    @Test
    void read_userWhoDoesNotSeeAll_takesEveryTableForTriggered() throws SQLException {
        execute("CREATE USER guest PASSWORD 'x'", "GRANT SELECT, INSERT ON item TO guest");

        SchemaSnapshot schema = Snapshots.ofH2("jdbc:h2:mem:catalogue;USER=GUEST;PASSWORD=x");

        assertThat(schema.isKnown()).isTrue();
        assertThat(schema.writtenBy(tables("item")).isEverything()).isTrue();
    }

    @Test
    void saysTheSame_otherColumn_isAnotherSchema() throws SQLException {
        SchemaSnapshot before = Snapshots.ofH2(URL);
        assertThat(Snapshots.ofH2(URL).saysTheSame(before)).isTrue();

        execute("ALTER TABLE item ADD price INT");

        assertThat(Snapshots.ofH2(URL).saysTheSame(before)).isFalse();
    }

    // the watch

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<SchemaSnapshot> told = new ArrayList<>();

    private SchemaWatch watch() {
        SchemaWatch watch = new SchemaWatch(Dialect.H2, tasks::add, Duration.ofMinutes(5), told::add);
        watch.opened(Snapshots.opened(connection, URL));
        return watch;
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void opened_firstConnection_isReadLater() {
        SchemaWatch watch = watch();
        assertThat(watch.current()).isSameAs(SchemaSnapshot.UNKNOWN);

        runTasks();

        assertThat(watch.current().isKnown()).isTrue();
        assertThat(told).containsExactly(watch.current());
    }

    @Test
    void outdated_sameSchema_isUnknownMeanwhileAndHasTheSameVersion() {
        SchemaWatch watch = watch();
        runTasks();
        int version = watch.current().version();

        watch.outdated();
        assertThat(watch.current().isKnown()).isFalse();
        runTasks();

        assertThat(watch.current().version()).isEqualTo(version);
    }

    @Test
    void outdated_otherSchema_hasAnotherVersion() throws SQLException {
        SchemaWatch watch = watch();
        runTasks();
        int version = watch.current().version();

        execute("CREATE TABLE further (a INT)");
        watch.outdated();
        runTasks();

        assertThat(watch.current().version()).isNotEqualTo(version);
        assertThat(watch.current().hasRelation("further")).isTrue();
    }

    @Test
    void tick_beforeItIsTime_readsNothing() {
        SchemaWatch watch = watch();
        runTasks();

        watch.tick(System.nanoTime());
        assertThat(tasks).isEmpty();

        watch.tick(System.nanoTime() + Duration.ofMinutes(6).toNanos());
        assertThat(tasks).hasSize(1);
    }

    @Test
    void outdated_whileReading_isReadOnceMore() throws SQLException {
        SchemaWatch[] watch = new SchemaWatch[1];
        int[] connects = new int[1];
        watch[0] = new SchemaWatch(Dialect.H2, tasks::add, Duration.ofMinutes(5), told::add);
        watch[0].opened(new OpenedConnection(
                connection, Snapshots.opened(connection, URL).database(), URL, null, () -> {
                    if (connects[0]++ == 0) {
                        watch[0].outdated();
                    }
                    return DriverManager.getConnection(URL);
                }));
        runTasks();

        assertThat(connects[0]).isEqualTo(2);
        assertThat(watch[0].current().isKnown()).isTrue();
    }

    @Test
    void read_databaseThatFails_leavesTheSchemaUnknown() {
        SchemaWatch watch = new SchemaWatch(Dialect.H2, tasks::add, Duration.ofMinutes(5), told::add);
        watch.opened(new OpenedConnection(
                connection, Snapshots.opened(connection, URL).database(), URL, null, () -> {
                    throw new SQLException("gone");
                }));
        runTasks();

        assertThat(watch.current().isKnown()).isFalse();
        watch.tick(System.nanoTime() + SchemaWatch.RETRY.plusSeconds(1).toNanos());
        assertThat(tasks).hasSize(1);
    }
}
