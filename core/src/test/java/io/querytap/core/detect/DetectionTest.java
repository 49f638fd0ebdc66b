package io.querytap.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.stats.PatternSnapshot;
import io.querytap.core.stats.PatternStats;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DetectionTest {
    private final Statements statements = new Statements(1_000, 20);

    private static final class Failing implements PatternDetector {
        @Override
        public boolean concerns(PatternStats stats) {
            throw new IllegalStateException("a detector that fails");
        }

        @Override
        public Finding examine(PatternSnapshot pattern, Instant now) {
            throw new AssertionError("not concerned");
        }
    }

    @Test
    void run_oneDetectorFails_theOthersGoOnAndItIsCounted() {
        statements.executeEach("SELECT name FROM product WHERE id = #", 30);
        long before = Diagnostics.selfErrors();
        Detection detection = Detection.of(statements.registry)
                .add(new Failing())
                .add(new UnparameterizedSql(20))
                .build();

        detection.run(Instant.now());

        assertThat(detection.findings().all()).hasSize(1);
        assertThat(Diagnostics.selfErrors()).isGreaterThan(before);
    }

    @Test
    void run_whileTheApplicationWorks_endsWithExactFigures() throws Exception {
        Detection detection = Detection.of(statements.registry)
                .add(new UnparameterizedSql(20))
                .build();
        ExecutorService application = Executors.newSingleThreadExecutor();
        CountDownLatch begun = new CountDownLatch(1);
        try {
            Future<?> work = application.submit(() -> {
                for (int i = 0; i < 900; i++) {
                    for (int table = 0; table < 5; table++) {
                        statements.execute("SELECT a FROM t" + "x".repeat(table) + " WHERE id = " + i);
                    }
                    begun.countDown();
                }
            });
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            while (!work.isDone()) {
                detection.run(Instant.now());
            }
            work.get();
        } finally {
            application.shutdownNow();
        }
        detection.run(Instant.now());

        assertThat(detection.findings().all())
                .hasSize(5)
                .allSatisfy(it -> assertThat(it.evidence())
                        .containsEntry("distinctTexts", 900L)
                        .containsEntry("executions", 900L)
                        .containsEntry("newTextShare", 1.0));
    }
}
