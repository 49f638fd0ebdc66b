package io.querytap.core.detect;

import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.work.TraceContext;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Something that costs the application time or safety, with what was counted, where it comes from and what to do about it.
 * Immutable.
 */
public final class Finding {
    /** What was found. Each has a section in {@code docs/findings.md}. */
    public enum Kind {
        N_PLUS_ONE("n_plus_one"),
        WRITE_LOOP("write_loop"),
        REDUNDANT_QUERY("redundant_query"),
        SLOW_QUERY("slow_query"),
        QUERY_REGRESSION("query_regression"),
        LARGE_RESULT("large_result"),
        MISSING_FETCH_SIZE("missing_fetch_size"),
        EARLY_CLOSE("early_close"),
        UNREAD_RESULT("unread_result"),
        UNREAD_COLUMNS("unread_columns"),
        UNPARAMETERIZED_SQL("unparameterized_sql"),
        DEEP_OFFSET("deep_offset"),
        MISSING_PAGINATION("missing_pagination"),
        LONG_TRANSACTION("long_transaction"),
        IDLE_IN_TRANSACTION("idle_in_transaction"),
        UNCOMMITTED_RETURN("uncommitted_return"),
        CONNECTION_HELD_IDLE("connection_held_idle"),
        POOL_WAIT("pool_wait"),
        POOL_TIMEOUT("pool_timeout"),
        NESTED_ACQUISITION("nested_acquisition"),
        CONNECTION_LEAK("connection_leak"),
        AUTOCOMMIT_CHATTER("autocommit_chatter"),
        STATEMENT_NOT_CLOSED("statement_not_closed");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name that reports and telemetry write. */
        public String id() {
            return id;
        }
    }

    /** How sure it is, from the least on. */
    public enum Confidence {
        /** A count alone. */
        SUSPECT,
        /** A count, and what it counts differs in nothing else. */
        PROBABLE,
        /** Proven. */
        CONFIRMED
    }

    /** How much it matters, from the least on. */
    public enum Severity {
        INFO,
        WARNING,
        HIGH
    }

    private final Kind kind;
    private final DatabaseIdentity database;
    private final String pattern;
    private final Confidence confidence;
    private final Severity severity;
    private final @Nullable String source;
    private final @Nullable String cause;
    private final OptionalLong repeats;
    private final @Nullable Unit unit;
    private final @Nullable TraceContext trace;
    private final @Nullable String callSite;
    private final List<String> stack;
    private final OptionalLong impactNanos;
    private final long occurrences;
    private final Instant firstSeen;
    private final Instant lastSeen;
    private final Map<String, Object> evidence;
    private final String statement;
    private final String what;
    private final String advice;

    private Finding(Builder from) {
        kind = from.kind;
        database = from.database;
        pattern = from.pattern;
        statement = from.statement;
        confidence = from.confidence;
        severity = from.severity;
        source = from.source;
        cause = from.cause;
        repeats = from.repeats;
        unit = from.unit;
        trace = from.trace;
        callSite = from.callSite;
        stack = List.copyOf(from.stack);
        impactNanos = from.impactNanos;
        occurrences = from.occurrences;
        firstSeen = from.firstSeen;
        lastSeen = from.lastSeen;
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(from.evidence));
        what = from.what;
        advice = from.advice;
    }

    /**
     * Begins a finding of one pattern.
     *
     * @param pattern the pattern's id in hex digits
     * @param statement how the pattern is called, for people
     */
    public static Builder of(Kind kind, DatabaseIdentity database, String pattern, String statement) {
        return new Builder(kind, database, pattern, statement);
    }

    public Kind kind() {
        return kind;
    }

    public DatabaseIdentity database() {
        return database;
    }

    /** Id of the pattern concerned, in hex digits. */
    public String pattern() {
        return pattern;
    }

    /** Summary or normalized text of the pattern; no literal. */
    public String statement() {
        return statement;
    }

    public Confidence confidence() {
        return confidence;
    }

    public Severity severity() {
        return severity;
    }

    /** Id of the pattern whose result led to the one concerned; null where there is none. */
    public @Nullable String source() {
        return source;
    }

    /** How often a statement was repeated within a unit of work; empty where that is not what was found. */
    public OptionalLong repeats() {
        return repeats;
    }

    /** The unit of work in which it was found; null where it was found over all of them. */
    public @Nullable Unit unit() {
        return unit;
    }

    /** The application's span under which it was last seen; null where none is known. */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** {@code class.method(file:line)} of the application; null where it is not known. */
    public @Nullable String callSite() {
        return callSite;
    }

    /** Frames of the application, {@link #callSite} first. */
    public List<String> stack() {
        return stack;
    }

    /** What would be saved without it since the start, in nanoseconds; empty where that was not measured. */
    public OptionalLong impactNanos() {
        return impactNanos;
    }

    /** How often it happened; what is counted depends on the kind. */
    public long occurrences() {
        return occurrences;
    }

    public Instant firstSeen() {
        return firstSeen;
    }

    /** When the figures last changed. */
    public Instant lastSeen() {
        return lastSeen;
    }

    /** What was counted, by name: numbers, texts and booleans. In the order in which to show it. */
    public Map<String, Object> evidence() {
        return evidence;
    }

    /** {@link #evidence} in a sentence, for people. */
    public String what() {
        return what;
    }

    /** What to do about it, and what for. */
    public String advice() {
        return advice;
    }

    /** Two findings of one cause are the same one, seen again. */
    public Cause cause() {
        return new Cause(this);
    }

    /** The same finding, first seen at another time. */
    Finding firstSeen(Instant earlier) {
        Builder copy = of(kind, database, pattern, statement)
                .confidence(confidence)
                .severity(severity)
                .source(source)
                .cause(cause)
                .unit(unit)
                .trace(trace)
                .callSite(callSite, stack)
                .occurrences(occurrences)
                .seen(earlier, lastSeen)
                .what(what)
                .advice(advice);
        copy.repeats = repeats;
        copy.impactNanos = impactNanos;
        copy.evidence.putAll(evidence);
        return copy.build();
    }

    /** Whether anything but the times differs. */
    boolean saysTheSameAs(Finding other) {
        return evidence.equals(other.evidence)
                && confidence == other.confidence
                && severity == other.severity
                && occurrences == other.occurrences
                && Objects.equals(callSite, other.callSite);
    }

    @Override
    public String toString() {
        return kind.id + ' ' + pattern + ' ' + evidence;
    }

    /** How the work was delimited in which something was found, and what it is called. Immutable. */
    public static final class Unit {
        private final String kind;
        private final String name;

        public Unit(String kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        public String kind() {
            return kind;
        }

        public String name() {
            return name;
        }
    }

    /**
     * What makes two findings one: kind, database and pattern, and what the detector tells causes apart by; if it does not say, the
     * pattern it came from and the name of the work. A value.
     */
    public static final class Cause {
        private final Finding finding;

        private Cause(Finding finding) {
            this.finding = finding;
        }

        private static @Nullable String unitName(Finding finding) {
            return finding.unit == null ? null : finding.unit.name;
        }

        private static boolean haveTheSameOrigin(Finding one, Finding other) {
            if (one.cause != null || other.cause != null) {
                return Objects.equals(one.cause, other.cause);
            }
            return Objects.equals(one.source, other.source) && Objects.equals(unitName(one), unitName(other));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (!(other instanceof Cause)) {
                return false;
            }
            Finding that = ((Cause) other).finding;
            return finding.kind == that.kind
                    && finding.pattern.equals(that.pattern)
                    && finding.database.equals(that.database)
                    && haveTheSameOrigin(finding, that);
        }

        @Override
        public int hashCode() {
            return Objects.hash(finding.kind, finding.pattern, finding.database);
        }
    }

    /** Collects a finding; for one use by one thread. */
    public static final class Builder {
        private final Kind kind;
        private final DatabaseIdentity database;
        private final String pattern;
        private final String statement;
        private Confidence confidence = Confidence.SUSPECT;
        private Severity severity = Severity.INFO;
        private @Nullable String source;
        private @Nullable String cause;
        private OptionalLong repeats = OptionalLong.empty();
        private @Nullable Unit unit;
        private @Nullable TraceContext trace;
        private @Nullable String callSite;
        private List<String> stack = List.of();
        private OptionalLong impactNanos = OptionalLong.empty();
        private long occurrences = 1;
        private Instant firstSeen = Instant.EPOCH;
        private Instant lastSeen = Instant.EPOCH;
        private final Map<String, Object> evidence = new LinkedHashMap<>();
        private String what = "";
        private String advice = "";

        private Builder(Kind kind, DatabaseIdentity database, String pattern, String statement) {
            this.kind = kind;
            this.database = database;
            this.pattern = pattern;
            this.statement = statement;
        }

        public Builder confidence(Confidence value) {
            confidence = value;
            return this;
        }

        public Builder severity(Severity value) {
            severity = value;
            return this;
        }

        public Builder source(@Nullable String patternId) {
            source = patternId;
            return this;
        }

        /**
         * What tells this finding from others of the same kind and pattern, where that is neither the source nor the name of the
         * unit; both may then change from one sight to the next.
         */
        public Builder cause(@Nullable String value) {
            cause = value;
            return this;
        }

        public Builder repeats(long value) {
            repeats = OptionalLong.of(value);
            return this;
        }

        public Builder unit(@Nullable Unit value) {
            unit = value;
            return this;
        }

        public Builder trace(@Nullable TraceContext value) {
            trace = value;
            return this;
        }

        public Builder callSite(@Nullable String site, List<String> frames) {
            callSite = site;
            stack = frames;
            return this;
        }

        public Builder impactNanos(long value) {
            impactNanos = OptionalLong.of(value);
            return this;
        }

        public Builder occurrences(long value) {
            occurrences = value;
            return this;
        }

        public Builder seen(Instant first, Instant last) {
            firstSeen = first;
            lastSeen = last;
            return this;
        }

        public Builder evidence(String name, long value) {
            evidence.put(name, value);
            return this;
        }

        public Builder evidence(String name, double value) {
            evidence.put(name, value);
            return this;
        }

        public Builder evidence(String name, boolean value) {
            evidence.put(name, value);
            return this;
        }

        public Builder evidence(String name, String value) {
            evidence.put(name, value);
            return this;
        }

        public Builder what(String sentence) {
            what = sentence;
            return this;
        }

        public Builder advice(String value) {
            advice = value;
            return this;
        }

        public Finding build() {
            return new Finding(this);
        }
    }
}
