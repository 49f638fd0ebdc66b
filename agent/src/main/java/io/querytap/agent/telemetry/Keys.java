package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternStats;
import org.jspecify.annotations.Nullable;

/** The attributes of metrics, spans and log events: those of the OpenTelemetry conventions, and our own. */
final class Keys {
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");
    static final AttributeKey<String> QUERY_SUMMARY = AttributeKey.stringKey("db.query.summary");
    static final AttributeKey<String> QUERY_TEXT = AttributeKey.stringKey("db.query.text");
    static final AttributeKey<Long> RETURNED_ROWS = AttributeKey.longKey("db.response.returned_rows");
    static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("db.response.status_code");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> POOL_NAME = AttributeKey.stringKey("db.client.connection.pool.name");
    static final AttributeKey<String> CONNECTION_STATE = AttributeKey.stringKey("db.client.connection.state");

    static final AttributeKey<String> HOLDER_SITE = AttributeKey.stringKey("querytap.pool.holder.site");
    static final AttributeKey<String> HOLDER_UNIT = AttributeKey.stringKey("querytap.pool.holder.unit");
    static final AttributeKey<String> HOLDER_STATE = AttributeKey.stringKey("querytap.pool.holder.state");

    static final AttributeKey<String> PATTERN_ID = AttributeKey.stringKey("querytap.pattern.id");
    static final AttributeKey<String> TRANSACTION_OUTCOME = AttributeKey.stringKey("querytap.transaction.outcome");
    static final AttributeKey<String> CODE_FUNCTION = AttributeKey.stringKey("code.function.name");
    static final AttributeKey<String> CODE_FILE = AttributeKey.stringKey("code.file.path");
    static final AttributeKey<Long> CODE_LINE = AttributeKey.longKey("code.line.number");

    static final AttributeKey<String> UNIT_KIND = AttributeKey.stringKey("querytap.unit.kind");
    static final AttributeKey<String> UNIT_NAME = AttributeKey.stringKey("querytap.unit.name");
    static final AttributeKey<Long> UNIT_EXECUTIONS = AttributeKey.longKey("querytap.unit.executions");
    static final AttributeKey<Long> UNIT_UNRECORDED = AttributeKey.longKey("querytap.unit.unrecorded");
    static final AttributeKey<Long> FOLDED_COUNT = AttributeKey.longKey("querytap.folded.count");
    static final AttributeKey<Double> FOLDED_DURATION = AttributeKey.doubleKey("querytap.folded.duration");

    static final AttributeKey<String> FINDING_KIND = AttributeKey.stringKey("querytap.finding.kind");
    static final AttributeKey<String> FINDING_STATE = AttributeKey.stringKey("querytap.finding.state");
    static final AttributeKey<String> FINDING_CONFIDENCE = AttributeKey.stringKey("querytap.finding.confidence");
    static final AttributeKey<String> FINDING_SEVERITY = AttributeKey.stringKey("querytap.finding.severity");
    static final AttributeKey<String> FINDING_STATEMENT = AttributeKey.stringKey("querytap.finding.statement");
    static final AttributeKey<String> FINDING_SOURCE = AttributeKey.stringKey("querytap.finding.source");
    static final AttributeKey<String> FINDING_CALL_SITE = AttributeKey.stringKey("querytap.finding.call_site");
    static final AttributeKey<String> FINDING_ADVICE = AttributeKey.stringKey("querytap.finding.advice");
    static final AttributeKey<Long> FINDING_REPEATS = AttributeKey.longKey("querytap.finding.repeats");
    static final AttributeKey<Long> FINDING_OCCURRENCES = AttributeKey.longKey("querytap.finding.occurrences");
    static final AttributeKey<Double> FINDING_IMPACT = AttributeKey.doubleKey("querytap.finding.impact");

    static final AttributeKey<String> CACHE_RULE = AttributeKey.stringKey("querytap.cache.rule");
    static final AttributeKey<String> CACHE_OUTCOME = AttributeKey.stringKey("querytap.cache.outcome");
    static final AttributeKey<String> CACHE_REFUSAL = AttributeKey.stringKey("querytap.cache.refusal");
    static final AttributeKey<String> CACHE_COMPARISON = AttributeKey.stringKey("querytap.cache.comparison");
    static final AttributeKey<String> CACHE_EVIDENCE_KEY = AttributeKey.stringKey("querytap.cache.evidence.key");
    static final AttributeKey<Long> CACHE_EVIDENCE_ROW = AttributeKey.longKey("querytap.cache.evidence.row");
    static final AttributeKey<Long> CACHE_EVIDENCE_COLUMN = AttributeKey.longKey("querytap.cache.evidence.column");
    static final AttributeKey<Double> CACHE_EVIDENCE_AGE = AttributeKey.doubleKey("querytap.cache.evidence.age");
    static final AttributeKey<String> CACHE_ADVICE = AttributeKey.stringKey("querytap.cache.advice");

    private Keys() {}

    static AttributesBuilder database(DatabaseIdentity database) {
        AttributesBuilder attributes = Attributes.builder().put(SYSTEM, database.system());
        putKnown(attributes, NAMESPACE, database.namespace());
        putKnown(attributes, SERVER_ADDRESS, database.serverAddress());
        if (database.serverAddress() != null && database.serverPort() >= 0) {
            attributes.put(SERVER_PORT, (long) database.serverPort());
        }
        return attributes;
    }

    static AttributesBuilder pattern(DatabaseIdentity database, SqlPattern pattern) {
        AttributesBuilder attributes = database(database).put(PATTERN_ID, pattern.hexId());
        putKnown(attributes, QUERY_SUMMARY, pattern.summary());
        return attributes;
    }

    static AttributesBuilder failure(AttributesBuilder attributes, String errorType) {
        attributes.put(ERROR_TYPE, errorType);
        if (isStatusCode(errorType)) {
            attributes.put(STATUS_CODE, errorType);
        }
        return attributes;
    }

    static void putKnown(AttributesBuilder attributes, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            attributes.put(key, value);
        }
    }

    /** An error type is a status code of the database, or the name of an exception class, or the word for "other". */
    private static boolean isStatusCode(String errorType) {
        return errorType.indexOf('.') < 0 && !errorType.equals(PatternStats.OTHER_ERROR_TYPE);
    }
}
