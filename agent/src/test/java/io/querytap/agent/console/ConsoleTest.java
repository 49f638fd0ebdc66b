package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.HostPort;
import io.querytap.core.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void start_whereSomebodyElseListens_isNoConsole() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(start(Integer.toString(taken.getLocalPort()))).isNull();
        }
    }

    @Test
    void start_atANameThatIsNone_isNoConsole() {
        assertThat(start("no-such-host.invalid:0")).isNull();
    }

    @Test
    void start_atAFreePort_isAConsole() {
        Console console = start("0");
        assertThat(console).isNotNull();
        console.stop();
    }

    private static Console start(String address) {
        Configuration.Builder builder = new Configuration.Builder();
        builder.set(Settings.CONSOLE, address, "test");
        builder.set(Settings.CONSOLE_TOKEN, "a-token-of-the-test", "test");
        Configuration configuration = builder.build();
        HostPort where = configuration.get(Settings.CONSOLE);
        return Console.start(configuration, where, () -> "{}".getBytes(StandardCharsets.UTF_8), () -> null);
    }
}
