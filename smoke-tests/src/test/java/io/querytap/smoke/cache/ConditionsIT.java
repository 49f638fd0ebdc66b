package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.attack.CacheAttackApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application fills the cache, does what would make a naive one lie, and reads again: on a real database, by the built agent. Each case
 * first waits until an answer is a kept one, so none can pass because nothing was kept.
 */
class ConditionsIT {
    /** Every table of the application but one: of that rule nobody vouches for what tells an answer kept from a live one. */
    private static final String RULES = "{\"rules\": ["
            + "{\"name\": \"plain\", \"match\": {\"tables\": [\"plain\"]}, \"ttl\": \"60s\", \"state\": \"serve\", \"sample\": 0},"
            + "{\"name\": \"attacked\", \"match\": {\"tables\": [\"item\", \"swapped\", \"gone\", \"item_view\","
            + " \"item_twice\", \"item_kept\", \"parent\", \"child\", \"orphan\", \"part\", \"part_low\", \"part_high\","
            + " \"base\", \"derived\", \"owned\", \"plain\", \"pg_class\", \"tables\"]}, \"ttl\": \"60s\", \"state\": \"serve\","
            + " \"sample\": 0, \"pureFunctions\": [\"random\", \"rand\"]}]}";

    /** Far more than is needed, even where eight others compute. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void postgresql_whatWouldMakeACacheLie_isNoticed() throws IOException {
        attack("PostgreSQL", TestDatabases.newPostgresql(), Library.POSTGRESQL);
    }

    @Test
    void mariadb_whatWouldMakeACacheLie_isNoticed() throws IOException {
        attack("MariaDB", TestDatabases.newMariadb(), Library.MARIADB);
    }

    @Test
    void h2_whatWouldMakeACacheLie_isNoticed() throws IOException {
        attack("H2", new TestDatabase("jdbc:h2:mem:attacked;DB_CLOSE_DELAY=-1", "sa", ""), Library.H2);
    }

    private void attack(String name, TestDatabase database, Library driver) throws IOException {
        Path rules = folder.resolve("rules.json");
        Files.writeString(rules, RULES);
        Outcome outcome = JvmRun.on(Jdk.current())
                .libraries(driver, Library.HIKARI, Library.SLF4J)
                .withAgent()
                .property("querytap.cache.rules", rules.toString())
                .main(CacheAttackApp.class, database.url(), database.user(), database.password())
                .start()
                .await(LONGEST_RUN)
                .succeeded();

        List<String> lines = outcome.stdout().lines().toList();
        long right = lines.stream().filter(line -> line.startsWith("right ")).count();
        System.out.println("conditions on " + name + ": " + right + " attacks withstood");
        assertThat(lines).last().isEqualTo("done");
        assertThat(lines)
                .filteredOn(line -> !line.startsWith("right "))
                .as(outcome.stdout())
                .containsExactly("done");
        assertThat(outcome.agentLines()).noneMatch(line -> line.contains("failed"));
    }
}
