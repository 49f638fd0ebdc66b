package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.RegisterApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several JVMs write and read the same registers at once; see {@link History} for what must hold. */
class ConsistencyIT {
    private static final int THREADS = 8;
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** The judge itself: a database alone is clean, so whatever is found beside a cache is the cache's. */
    @Test
    void withoutAgent_everythingIsConsistent() throws Exception {
        TestDatabase database = TestDatabases.newPostgresql();
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            RegisterApp.create(connection);
        }
        List<RunningJvm> jvms = new ArrayList<>();
        for (int process = 1; process <= 2; process++) {
            jvms.add(JvmRun.on(Jdk.current())
                    .libraries(Library.POSTGRESQL)
                    .main(
                            RegisterApp.class,
                            database.url(),
                            database.user(),
                            database.password(),
                            Files.createDirectories(folder).toString(),
                            Integer.toString(process),
                            Integer.toString(THREADS),
                            "3",
                            "1")
                    .start());
        }
        for (RunningJvm jvm : jvms) {
            jvm.await(LONGEST_START).succeeded();
        }

        History.Judgement judgement = new History(0, 0).read(folder).judge();

        System.out.println("consistency without agent: " + judgement);
        assertThat(judgement.commits()).isPositive();
        assertThat(judgement.isClean()).as(judgement.toString()).isTrue();
    }
}
