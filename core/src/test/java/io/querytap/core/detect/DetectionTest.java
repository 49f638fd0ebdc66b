package io.querytap.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.core.detect.pattern.PatternRules;
import io.querytap.core.detect.pattern.UnitShares;
import io.querytap.core.diagnostic.Diagnostics;
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

    private static PatternDetector unparameterized() {
        FindingRules rules = FindingRules.builder(FindingRules.Profile.PROD)
                .limit(Threshold.UNPARAMETERIZED_SQL_TEXTS, 20)
                .build();
        return new PatternRules(rules, new UnitShares(rules.slowQueryNanos()), PatternRules.WINDOW, Instant.now());
    }

    private static final class Failing implements PatternDetector {
        @Override
        public void begins(Instant now, boolean last) {
            // nothing to prepare
        }

        @Override
        public void examine(PatternStats pattern, Findings findings) {
            throw new IllegalStateException("a detector that fails");
        }
    }

    @Test
    void run_oneDetectorFails_theOthersGoOnAndItIsCounted() {
        statements.executeEach("SELECT name FROM product WHERE id = #", 30);
        long before = Diagnostics.selfErrors();
        Detection detection = Detection.of(statements.registry)
                .add(new Failing())
                .add(unparameterized())
                .build();

        detection.run(Instant.now());

        assertThat(detection.findings().all()).hasSize(1);
        assertThat(Diagnostics.selfErrors()).isGreaterThan(before);
    }

    @Test
    void run_whileTheApplicationWorks_endsWithExactFigures() throws Exception {
        Detection detection =
                Detection.of(statements.registry).add(unparameterized()).build();
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
