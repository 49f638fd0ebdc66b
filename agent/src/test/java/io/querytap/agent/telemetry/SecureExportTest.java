package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.OtlpTarget;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export over TLS to a receiver whose certificate nobody signed. */
class SecureExportTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    private static KeyStore keys;

    private final Said said = new Said();

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("receiver.p12");
        String keytool = System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool";
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=receiver",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(store)) {
            keys.load(stored, PASSWORD);
        }
    }

    @Test
    void certificateThatIsTrusted_isAccepted() throws Exception {
        Path pem = directory.resolve("receiver.pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(keys.getCertificate("receiver").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        try (OtlpReceiver receiver = new OtlpReceiver(0, receiverContext())) {
            export(receiver, pem);

            assertThat(said.messages()).isEmpty();
            assertThat(receiver.lastMetrics()).isNotEmpty();
        }
    }

    @Test
    void certificateThatIsNot_isRefused() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver(0, receiverContext())) {
            export(receiver, null);

            assertThat(said.messages()).singleElement().asString().contains(": no secure connection (");
            assertThat(receiver.metricRequests()).isEmpty();
        }
    }

    private void export(OtlpReceiver receiver, @Nullable Path trusted) {
        TelemetryOptions options = TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                        .trustedCertificates(trusted)
                        .build())
                .build();
        Telemetry.start(options, new Observed().work()::snapshot, () -> 0, said).shutdown(Duration.ofSeconds(10));
    }

    private static SSLContext receiverContext() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
