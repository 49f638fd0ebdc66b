package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.querytap.cache.shadow.Evidence;
import java.util.Locale;

/** Writes a log event for a rule of the cache that was withdrawn: which one, what was proven, what to do. No value is in it. */
final class CacheLogs {
    /** The event's name. */
    static final String RULE_WITHDRAWN = "querytap.cache.rule_withdrawn";

    private static final String ADVICE =
            "Find who writes the tables of this rule past the agent, or take out the statement whose answer depends on more than its"
                    + " tables. The rule serves again when its wording in the file changes; state shadow shows whether it goes on.";

    /** Digits of the entry's digest that tell two entries apart. */
    private static final int DIGEST_DIGITS = 16;

    private static final double MILLIS_PER_SECOND = 1e3;

    private final Logger logger;

    CacheLogs(Logger logger) {
        this.logger = logger;
    }

    void withdrawn(Evidence proven) {
        logger.logRecordBuilder()
                .setTimestamp(proven.when())
                .setObservedTimestamp(proven.when())
                .setEventName(RULE_WITHDRAWN)
                .setSeverity(Severity.ERROR)
                .setSeverityText(Severity.ERROR.name())
                .setBody("A cache rule is withdrawn: " + proven + '.')
                .setAllAttributes(attributes(proven))
                .emit();
    }

    private static Attributes attributes(Evidence proven) {
        String digest = proven.keyDigest();
        AttributesBuilder attributes = Attributes.builder()
                .put(Keys.CACHE_RULE, proven.rule())
                .put(Keys.PATTERN_ID, String.format(Locale.ROOT, "%016x", proven.patternId()))
                .put(Keys.CACHE_EVIDENCE_KEY, digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())))
                .put(Keys.CACHE_EVIDENCE_AGE, proven.ageMillis() / MILLIS_PER_SECOND)
                .put(Keys.CACHE_ADVICE, ADVICE);
        if (proven.row() != Evidence.UNKNOWN) {
            attributes.put(Keys.CACHE_EVIDENCE_ROW, (long) proven.row());
        }
        if (proven.column() != Evidence.UNKNOWN) {
            attributes.put(Keys.CACHE_EVIDENCE_COLUMN, (long) proven.column());
        }
        return attributes.build();
    }
}
