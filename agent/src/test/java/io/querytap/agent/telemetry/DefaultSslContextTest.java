package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.OtlpTarget;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The JVM's default SSL context is made once, from the system properties of that moment. An agent that asks for it while the
 * application still sets its trust store in {@code main} would break the application's TLS.
 */
class DefaultSslContextTest {
    @Test
    void exporting_leavesItToTheApplication() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exporting.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("received 1 request").doesNotContain("default SSL context made");
        assertThat(process.exitValue()).isZero();
    }

    /** Runs in a JVM of its own: exports over HTTP with a provider in place that tells when the default context is made. */
    static final class Exporting {
        public static void main(String[] args) {
            Security.insertProviderAt(new Telling(), 1);
            try (OtlpReceiver receiver = new OtlpReceiver()) {
                TelemetryOptions options = TelemetryOptions.builder("shop", "1")
                        .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                                .build())
                        .build();
                Telemetry.start(options, new Observed().work()::snapshot, () -> null, () -> 0)
                        .shutdown(Duration.ofSeconds(10));
                System.out.println("received " + receiver.metricRequests().size() + " request");
            }
        }
    }

    /** Has nothing, but is asked first. */
    static final class Telling extends Provider {
        private static final long serialVersionUID = 1;

        Telling() {
            super("telling", "1", "tells when the default SSL context is made");
        }

        @Override
        public Service getService(String type, String algorithm) {
            if (type.equals("SSLContext") && algorithm.equals("Default")) {
                System.out.println("default SSL context made");
            }
            return null;
        }
    }
}
