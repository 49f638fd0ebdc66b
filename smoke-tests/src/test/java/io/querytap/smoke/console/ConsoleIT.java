package io.querytap.smoke.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.smoke.app.ShortApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.jvm.RunningJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsoleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.querytap.smoke.jvm.Jdk#inTurn")
    void console_ofAnApplication_showsWhatItsReportWillSay(Jdk jdk) throws Exception {
        RunningJvm jvm = JvmRun.on(jdk)
                .withAgent()
                .property("querytap.console", "0")
                .property("querytap.console.token", "a-token-of-the-test")
                .libraries(Library.H2)
                .main(ShortApp.class, "jdbc:h2:mem:shown", "wait")
                .start()
                .awaitLine("ready", PATIENCE);
        String line = jvm.awaitAgentLineAfter("console: ", PATIENCE);
        assertThat(line).doesNotContain("token");
        ConsoleClient console = ConsoleClient.of(line + "; token a-token-of-the-test");

        JsonNode found = JSON.readTree(console.get("/api/patterns?q=short_app").body());
        assertThat(found.get("matching").intValue()).isEqualTo(1);
        JsonNode pattern = found.at("/patterns/0");
        assertThat(pattern.get("count").intValue()).isEqualTo(ShortApp.QUERIES);
        JsonNode one = JSON.readTree(
                console.get("/api/patterns/" + pattern.get("id").textValue()).body());
        assertThat(one.at("/patterns/0/text").textValue()).isEqualTo(ShortApp.QUERY);
        JsonNode whole = JSON.readTree(console.get("/api/snapshot").body());
        assertThat(whole.get("schema").intValue()).isEqualTo(1);
        assertThat(console.get("/").body()).contains("<script nonce=").contains("data-live");
        assertThat(console.post("/api/cache/clear", "{}", console.asOperator()).status())
                .isEqualTo(409);

        Outcome outcome = jvm.terminate().await(PATIENCE);
        assertThat(outcome.agentLines()).noneMatch(said -> said.contains("failed"));
    }

    @Test
    void loadedClasses_withoutConsole_areNoneOfIt() throws IOException {
        assertThat(classesOfTheConsole("without")).isEmpty();
    }

    @Test
    void loadedClasses_withConsole_areThoseOfTheAgent() throws IOException {
        assertThat(classesOfTheConsole("with", "-Dquerytap.console=0")).isNotEmpty();
    }

    private List<String> classesOfTheConsole(String name, String... options) throws IOException {
        Path log = temporary.resolve(name + ".log");
        JvmRun.on(Jdk.current())
                .withAgent()
                .option(options)
                .option("-Xlog:class+load:file=" + log)
                .libraries(Library.H2)
                .main(ShortApp.class, "jdbc:h2:mem:" + name, "linger")
                .run()
                .succeeded();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" io.querytap.agent.console.")
                            || line.contains("httpserver")
                            || line.contains("nio.ch.SelectorImpl "))
                    .toList();
        }
    }

    @Test
    void console_whosePortIsTaken_isSaidOnceAndTheApplicationWorks() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Outcome outcome = linger("taken", Integer.toString(taken.getLocalPort()));
            assertThat(outcome.agentLines())
                    .containsExactly("[querytap] querytap.console: cannot listen at 127.0.0.1:" + taken.getLocalPort()
                            + " (Address already in use); there is no console");
        }
    }

    @Test
    void console_openToOtherMachines_saysSo() throws IOException {
        Outcome outcome = linger("open", "0.0.0.0:0");
        assertThat(outcome.agentLines())
                .singleElement()
                .asString()
                .matches("\\[querytap] console: http://0\\.0\\.0\\.0:\\d+/, open to other machines: not encrypted,"
                        + " everything needs the token; token [A-Za-z0-9_-]{27}");
    }

    private static Outcome linger(String database, String console) {
        Outcome outcome = JvmRun.on(Jdk.current())
                .withAgent()
                .property("querytap.console", console)
                .property("querytap.summary", "false")
                .libraries(Library.H2)
                .main(ShortApp.class, "jdbc:h2:mem:" + database, "linger")
                .run()
                .succeeded();
        assertThat(outcome.stdout().lines()).containsExactly("rows 15", "ready", "done");
        return outcome;
    }
}
