package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.app.RegisterApp;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checker of {@link ConsistencyIT} against protocols that are known to be wrong: had the agent one of these, it would be seen. And against the
 * right one with the same pauses, which shows that it is the protocol that is caught and not the pauses.
 */
class BrokenProtocolsIT {
    private static final int THREADS = 16;
    private static final double SECONDS = 5;

    @TempDir
    private static Path shared;

    private static Path agent;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeVariant() throws Exception {
        agent = AgentVariant.write(shared);
    }

    /** The plainest and the least plain; all in the long form. */
    static List<TestProtocol.Kind> broken() {
        if (ConsistencyIT.IS_LONG) {
            List<TestProtocol.Kind> all = new ArrayList<>(List.of(TestProtocol.Kind.values()));
            all.remove(TestProtocol.Kind.FENCE);
            return all;
        }
        return List.of(TestProtocol.Kind.TTL_ONLY, TestProtocol.Kind.GENERATION_BEFORE_COMMIT);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenProtocol_checked_isCaught(TestProtocol.Kind kind) throws Exception {
        TestDatabase database = new TestDatabase("jdbc:h2:" + folder.resolve("h2"), "sa", "");
        History.Judgement judgement = judge(kind, database, Library.H2);

        assertThat(judgement.isClean()).as(kind + ": " + judgement).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "FENCE")
    void rightProtocol_checked_isClean(TestProtocol.Kind kind) throws Exception {
        // On H2 a session may be given its own last result again, by H2.
        History.Judgement judgement = judge(kind, TestDatabases.newPostgresql(), Library.POSTGRESQL);

        assertThat(judgement.isClean()).as(kind + ": " + judgement).isTrue();
    }

    private History.Judgement judge(TestProtocol.Kind kind, TestDatabase database, Library driver) throws Exception {
        RegisterRun run = new RegisterRun(database, driver, folder, THREADS)
                .agent(agent)
                .property(RegisterApp.WAITS, "true")
                .property(TestProtocol.PROPERTY, kind.name());
        run.start(SECONDS, Map.of());
        run.goWhenCached();
        run.awaitEnd(SECONDS);

        History.Judgement judgement = new History(0, 0).read(run.histories()).judge();

        System.out.println(kind + ": " + judgement + "; " + run);
        assertThat(run.hits()).as("%s: %s", kind, run).isPositive();
        return judgement;
    }
}
