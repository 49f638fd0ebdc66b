package io.querytap.smoke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.server.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FENCE")
    void brokenProtocol_checked_isCaught(TestProtocol.Kind kind) throws Exception {
        History.Judgement judgement = judge(kind);

        assertThat(judgement.isClean()).as(kind + ": " + judgement).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "FENCE")
    void rightProtocol_checked_isClean(TestProtocol.Kind kind) throws Exception {
        History.Judgement judgement = judge(kind);

        assertThat(judgement.isClean()).as(kind + ": " + judgement).isTrue();
    }

    private History.Judgement judge(TestProtocol.Kind kind) throws Exception {
        TestDatabase database = RegisterRun.h2(folder);
        RegisterRun run = new RegisterRun(database, Library.H2, folder, THREADS)
                .agent(agent)
                .property(TestProtocol.PROPERTY, kind.name());
        run.start(SECONDS, Map.of());
        run.awaitEnd(SECONDS);

        History.Judgement judgement = new History(0, 0).read(run.histories()).judge();

        System.out.println(kind + ": " + judgement + "; " + run);
        assertThat(run.hits()).as("%s: %s", kind, run).isPositive();
        return judgement;
    }
}
