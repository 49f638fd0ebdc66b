package io.querytap.core.detect.pattern;

import io.querytap.core.detect.Detection;
import io.querytap.core.detect.Finding;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Statements;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Detection over patterns by a clock that the test moves. */
final class Rounds {
    static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    final Statements statements = new Statements(/* maxPatterns= */ 100, /* textsOfNote= */ 20);
    final UnitShares shares = new UnitShares(500_000_000);
    private final Detection detection;
    private Instant now = START;

    Rounds() {
        this(FindingRules.of(Profile.PROD));
    }

    Rounds(FindingRules limits) {
        detection = Detection.of(statements.registry)
                .add(new PatternRules(limits, shares, PatternRules.WINDOW, START))
                .build();
    }

    static PatternRules rules(FindingRules limits, Instant start) {
        return new PatternRules(limits, new UnitShares(500_000_000), PatternRules.WINDOW, start);
    }

    /** A round ten seconds later. */
    Rounds round() {
        now = now.plusSeconds(10);
        detection.run(now);
        return this;
    }

    /** A round with which the window ends. */
    Rounds windowEnds() {
        now = now.plusSeconds(60);
        detection.run(now);
        return this;
    }

    /** The last round. */
    Rounds ends() {
        detection.ends();
        return round();
    }

    List<Finding> found() {
        return detection.findings().all();
    }

    List<Finding> found(Finding.Kind kind) {
        return found().stream().filter(it -> it.kind() == kind).collect(Collectors.toList());
    }
}
