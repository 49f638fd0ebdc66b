package io.opentelemetry.instrumentation.api.incubator.semconv.db;

/**
 * OpenTelemetry's sanitizer with summary as {@link SqlQueryAnalyzer} calls it for a text that is not in its cache. Through the
 * public class a benchmark could not tell: its cache keeps a part of any set of texts that is gone through again and again.
 */
public final class UncachedSanitizer {
    private UncachedSanitizer() {}

    public static SqlQuery sanitize(String sql, SqlDialect dialect) {
        return AutoSqlSanitizerWithSummary.sanitize(sql, dialect);
    }
}
