package io.querytap.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.settings.OtlpTarget;
import io.querytap.core.work.Execution;
import io.querytap.core.work.FinishedUnit;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when the receiver is ill, absent or silent: little. */
@Timeout(60)
class ExportFailureTest {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private final Said said = new Said();
    private final Observed observed = new Observed().work();

    @Test
    void receiverAnswering500_isSaidOnce_andItsRecoveryOnce() throws InterruptedException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            receiver.answer(500);
            Telemetry telemetry = start(metricsOnly(receiver.base()));
            receiver.await(it -> it.metricRequests().size() >= 3);
            receiver.answer(200);
            int before = receiver.metricRequests().size();
            receiver.await(it -> it.metricRequests().size() >= before + 3);
            receiver.answer(500);
            int recovered = receiver.metricRequests().size();
            receiver.await(it -> it.metricRequests().size() >= recovered + 2);
            telemetry.shutdown(BOUND);

            assertThat(said.messages())
                    .containsExactly(
                            "could not export to 127.0.0.1:" + receiver.port()
                                    + ": it answered with HTTP status 500; the application is not affected; retrying quietly",
                            "export to 127.0.0.1:" + receiver.port() + " works again");
        }
    }

    @Test
    void nobodyListening_isSaidOnce_andShutdownIsQuick() {
        URI nobody;
        try (OtlpReceiver gone = new OtlpReceiver()) {
            nobody = gone.base();
        }
        Telemetry telemetry = start(both(nobody));
        telemetry.exportUnits(List.of(unit()), Set.of());
        long begun = System.nanoTime();

        telemetry.shutdown(Duration.ofSeconds(20));

        assertThat(elapsed(begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(said.messages())
                .containsExactly("could not export to 127.0.0.1:" + nobody.getPort()
                        + ": cannot connect; the application is not affected; retrying quietly");
    }

    @Test
    void receiverThatNeverAnswers_holdsNobodyUp() throws InterruptedException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            receiver.hang();
            Telemetry telemetry = start(both(receiver.base()));
            receiver.await(it -> !it.metricRequests().isEmpty());
            long begun = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                telemetry.exportUnits(List.of(unit()), Set.of());
            }
            assertThat(elapsed(begun)).isLessThan(Duration.ofSeconds(2));

            long shutdownBegun = System.nanoTime();
            telemetry.shutdown(BOUND);

            assertThat(elapsed(shutdownBegun)).isLessThan(BOUND.plusSeconds(1));
        }
    }

    @Test
    void snapshotThatHangs_doesNotHoldTheShutdownUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Telemetry telemetry = Telemetry.start(
                    metricsOnly(receiver.base()),
                    () -> {
                        asked.countDown();
                        waitFor(never);
                        return observed.snapshot();
                    },
                    () -> 0,
                    said);
            asked.await();
            long begun = System.nanoTime();

            telemetry.shutdown(Duration.ofMillis(300));

            assertThat(elapsed(begun)).isLessThan(Duration.ofSeconds(2));
            assertThat(said.messages()).containsExactly("at exit not all telemetry could be sent within 300 ms");
        } finally {
            never.countDown();
        }
    }

    @Test
    void timeOut_isSaidInPlainWords() throws InterruptedException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            receiver.hang();
            Telemetry telemetry = start(TelemetryOptions.builder("shop", "1")
                    .exportInterval(Duration.ofMillis(50))
                    .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                            .timeout(Duration.ofMillis(200))
                            .build())
                    .build());
            receiver.await(it -> !said.messages().isEmpty());
            telemetry.shutdown(BOUND);

            assertThat(said.messages()).singleElement().asString().contains(": no answer in time;");
        }
    }

    @Test
    void spansWaitForAReceiverThatComesLate() throws InterruptedException {
        int port;
        try (OtlpReceiver gone = new OtlpReceiver()) {
            port = gone.port();
        }
        Telemetry telemetry = start(TelemetryOptions.builder("shop", "1")
                .traces(OtlpTarget.builder(OtlpTarget.tracesUnder(URI.create("http://127.0.0.1:" + port)))
                        .build())
                .build());
        telemetry.exportUnits(List.of(unit()), Set.of());
        Thread.sleep(2_300); // the first attempt comes after two seconds
        try (OtlpReceiver late = new OtlpReceiver(port)) {
            late.await(it -> !it.spans().isEmpty());
            telemetry.shutdown(BOUND);

            assertThat(said.messages()).isEmpty();
        }
    }

    @Test
    void wrongSettings_areSaid_andTheOtherSignalWorks() {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Telemetry telemetry = start(TelemetryOptions.builder("shop", "1")
                    .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                            .build())
                    .traces(OtlpTarget.builder(URI.create("https://127.0.0.1:1/v1/traces"))
                            .trustedCertificates(Path.of("no-such-file.pem"))
                            .build())
                    .build());
            telemetry.exportUnits(List.of(unit()), Set.of());
            telemetry.shutdown(BOUND);

            assertThat(receiver.lastMetrics()).isNotEmpty();
            assertThat(said.messages())
                    .containsExactly("no traces are exported to 127.0.0.1:1: NoSuchFileException no-such-file.pem;"
                            + " check its URL, certificates and keys; the application is not affected");
        }
    }

    @Test
    void keyWithoutCertificate_isSaid() {
        Telemetry telemetry = start(TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(URI.create("https://127.0.0.1:1/v1/metrics"))
                        .clientTls(Path.of("key.pem"), null)
                        .build())
                .build());
        telemetry.shutdown(BOUND);

        assertThat(said.messages()).singleElement().asString().contains("check its URL, certificates and keys");
    }

    @Test
    void reasons_areOurOwnWords() {
        Throwable unresolved = new ConnectException("secret");
        unresolved.initCause(new UnresolvedAddressException());

        assertThat(ExportHealth.reason(new CompletionException(unresolved))).isEqualTo("unknown host");
        assertThat(ExportHealth.reason(new SSLHandshakeException("secret")))
                .isEqualTo("no secure connection (SSLHandshakeException)");
        assertThat(ExportHealth.reason(new IllegalStateException("secret"))).isEqualTo("IllegalStateException");
    }

    @Test
    void urlThatIsNone_isSaid() {
        Telemetry telemetry = start(TelemetryOptions.builder("shop", "1")
                .metrics(OtlpTarget.builder(URI.create("localhost:4318")).build())
                .build());
        telemetry.shutdown(BOUND);

        assertThat(said.messages()).singleElement().asString().startsWith("no metrics are exported to (a URL without");
    }

    @Test
    void headerValues_areNeverSaid() {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            Telemetry telemetry = start(TelemetryOptions.builder("shop", "1")
                    .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(receiver.base()))
                            .headers(Map.of("authorization", "secret\nvalue"))
                            .build())
                    .build());
            telemetry.shutdown(BOUND);

            assertThat(said.messages()).singleElement().asString().doesNotContain("secret");
        }
    }

    @Test
    void nothingToExport_startsNothing() {
        Telemetry telemetry = start(TelemetryOptions.builder("shop", "1").build());
        telemetry.exportUnits(List.of(unit()), Set.of());
        telemetry.shutdown(BOUND);

        assertThat(said.messages()).isEmpty();
        assertThat(telemetry.droppedUnits()).isZero();
    }

    @Test
    void threads_areDaemonsOfTheAgent() throws InterruptedException {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            ClassLoader ofTheCaller = new ClassLoader(getClass().getClassLoader()) {};
            Thread.currentThread().setContextClassLoader(ofTheCaller);
            Telemetry telemetry = start(both(receiver.base()));
            telemetry.exportUnits(List.of(unit()), Set.of());
            receiver.await(it -> !it.spans().isEmpty() && !it.metricRequests().isEmpty());

            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(ofTheCaller);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(it -> it.getName().matches("(querytap|BatchSpan|HttpClient).*"))
                    .hasSizeGreaterThan(3)
                    .allSatisfy(it -> {
                        assertThat(it.isDaemon()).isTrue();
                        assertThat(it.getContextClassLoader()).isNotSameAs(ofTheCaller);
                    });
            telemetry.shutdown(BOUND);
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Telemetry start(TelemetryOptions options) {
        return Telemetry.start(options, observed::snapshot, () -> 0, said);
    }

    private static TelemetryOptions metricsOnly(URI base) {
        return TelemetryOptions.builder("shop", "1")
                .exportInterval(Duration.ofMillis(30))
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(base)).build())
                .build();
    }

    private static TelemetryOptions both(URI base) {
        return TelemetryOptions.builder("shop", "1")
                .exportInterval(Duration.ofMillis(100))
                .metrics(OtlpTarget.builder(OtlpTarget.metricsUnder(base)).build())
                .traces(OtlpTarget.builder(OtlpTarget.tracesUnder(base)).build())
                .build();
    }

    private FinishedUnit unit() {
        long now = System.nanoTime();
        Execution execution = new Execution(observed.select, now - 900, 100, 1, -1, 0, 0, null);
        return new Work()
                .lease("shop-pool", now - 1_000, 0, now, List.of(execution))
                .done()
                .get(0);
    }

    private static Duration elapsed(long sinceNanos) {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }
}
