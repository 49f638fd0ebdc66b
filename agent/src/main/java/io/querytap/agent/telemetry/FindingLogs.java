package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.querytap.core.detect.Finding;
import io.querytap.core.stats.DistributionSnapshot;
import java.util.Locale;

/** Writes findings as log events: what was found and where, linked to the application's span under which it was last seen. */
final class FindingLogs {
    private static final String EVENT_PREFIX = "querytap.finding.";
    private static final String EVIDENCE_PREFIX = "querytap.finding.evidence.";

    private final Logger logger;

    FindingLogs(Logger logger) {
        this.logger = logger;
    }

    void write(FindingEvent event) {
        Finding finding = event.finding();
        Severity severity = event.state() == FindingEvent.State.RETRACTED ? Severity.INFO : severityOf(finding);
        logger.logRecordBuilder()
                .setTimestamp(event.at())
                .setObservedTimestamp(event.at())
                .setEventName(EVENT_PREFIX + finding.kind().id())
                .setSeverity(severity)
                .setSeverityText(severity.name())
                .setContext(AppSpans.contextOf(finding.trace()))
                .setBody(body(event))
                .setAllAttributes(attributes(event))
                .emit();
    }

    private static Severity severityOf(Finding finding) {
        switch (finding.severity()) {
            case HIGH:
                return Severity.ERROR;
            case WARNING:
                return Severity.WARN;
            default:
                return Severity.INFO;
        }
    }

    private static String body(FindingEvent event) {
        Finding finding = event.finding();
        String what = event.state() == FindingEvent.State.RETRACTED ? "Retracted: " + finding.what() : finding.what();
        return finding.callSite() == null ? what : what + " At " + finding.callSite() + '.';
    }

    private static Attributes attributes(FindingEvent event) {
        Finding finding = event.finding();
        AttributesBuilder attributes = Keys.database(finding.database())
                .put(Keys.PATTERN_ID, finding.pattern())
                .put(Keys.FINDING_KIND, finding.kind().id())
                .put(Keys.FINDING_STATE, event.state().id())
                .put(Keys.FINDING_CONFIDENCE, id(finding.confidence()))
                .put(Keys.FINDING_SEVERITY, id(finding.severity()))
                .put(Keys.FINDING_STATEMENT, finding.statement())
                .put(Keys.FINDING_OCCURRENCES, finding.occurrences());
        Keys.putKnown(attributes, Keys.FINDING_SOURCE, finding.source());
        finding.repeats().ifPresent(it -> attributes.put(Keys.FINDING_REPEATS, it));
        finding.impactNanos()
                .ifPresent(it -> attributes.put(Keys.FINDING_IMPACT, it / DistributionSnapshot.NANOS_PER_SECOND));
        if (!finding.advice().isEmpty()) {
            attributes.put(Keys.FINDING_ADVICE, finding.advice());
        }
        Finding.Unit unit = finding.unit();
        if (unit != null) {
            attributes.put(Keys.UNIT_KIND, unit.kind()).put(Keys.UNIT_NAME, unit.name());
        }
        String callSite = finding.callSite();
        if (callSite != null) {
            attributes.put(Keys.FINDING_CALL_SITE, callSite);
            CodePlace.put(attributes, callSite);
        }
        finding.evidence().forEach((name, value) -> putEvidence(attributes, EVIDENCE_PREFIX + name, value));
        return attributes.build();
    }

    private static void putEvidence(AttributesBuilder attributes, String name, Object value) {
        if (value instanceof Long || value instanceof Integer) {
            attributes.put(AttributeKey.longKey(name), Long.valueOf(((Number) value).longValue()));
        } else if (value instanceof Number) {
            attributes.put(AttributeKey.doubleKey(name), Double.valueOf(((Number) value).doubleValue()));
        } else if (value instanceof Boolean) {
            attributes.put(AttributeKey.booleanKey(name), (Boolean) value);
        } else {
            attributes.put(AttributeKey.stringKey(name), value.toString());
        }
    }

    static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
