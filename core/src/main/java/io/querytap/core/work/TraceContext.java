package io.querytap.core.work;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Identifies a span of the application's (W3C Trace Context, level 1). Immutable, a value. */
public final class TraceContext {
    private static final int TRACE_ID_LENGTH = 32;
    private static final int SPAN_ID_LENGTH = 16;
    /** {@code version "-" trace-id "-" parent-id "-" flags}; later versions may append. */
    private static final int HEADER_LENGTH = 2 + 1 + TRACE_ID_LENGTH + 1 + SPAN_ID_LENGTH + 1 + 2;

    private static final int TRACE_ID_START = 3;
    private static final int SPAN_ID_START = TRACE_ID_START + TRACE_ID_LENGTH + 1;
    private static final int FLAGS_START = SPAN_ID_START + SPAN_ID_LENGTH + 1;

    private final String traceId;
    private final String spanId;
    private final boolean sampled;

    /**
     * @param traceId 32 hex digits in lower case, not all zero
     * @param spanId 16 hex digits in lower case, not all zero
     */
    public TraceContext(String traceId, String spanId, boolean sampled) {
        this.traceId = Objects.requireNonNull(traceId, "traceId");
        this.spanId = Objects.requireNonNull(spanId, "spanId");
        this.sampled = sampled;
    }

    /** Reads a {@code traceparent} header; null where it is none that the specification allows. */
    public static @Nullable TraceContext ofHeader(@Nullable String traceparent) {
        if (traceparent == null) {
            return null;
        }
        String header = traceparent.trim();
        if (header.length() < HEADER_LENGTH
                || header.charAt(2) != '-'
                || header.charAt(SPAN_ID_START - 1) != '-'
                || header.charAt(FLAGS_START - 1) != '-'
                || header.startsWith("ff")
                || (header.startsWith("00") ? header.length() != HEADER_LENGTH : !endsOrGoesOn(header))) {
            return null;
        }
        String traceId = header.substring(TRACE_ID_START, TRACE_ID_START + TRACE_ID_LENGTH);
        String spanId = header.substring(SPAN_ID_START, SPAN_ID_START + SPAN_ID_LENGTH);
        String flags = header.substring(FLAGS_START, FLAGS_START + 2);
        if (!isHex(header.substring(0, 2)) || !isId(traceId) || !isId(spanId) || !isHex(flags)) {
            return null;
        }
        return new TraceContext(traceId, spanId, (Character.digit(flags.charAt(1), 16) & 1) != 0);
    }

    private static boolean endsOrGoesOn(String header) {
        return header.length() == HEADER_LENGTH || header.charAt(HEADER_LENGTH) == '-';
    }

    private static boolean isId(String id) {
        return isHex(id) && id.chars().anyMatch(it -> it != '0');
    }

    /** Lower case only, as the specification demands. */
    private static boolean isHex(String digits) {
        return digits.chars().allMatch(it -> it >= '0' && it <= '9' || it >= 'a' && it <= 'f');
    }

    public String traceId() {
        return traceId;
    }

    public String spanId() {
        return spanId;
    }

    /** Whether the caller keeps the trace; one that is not kept is no use to anyone who follows a link to it. */
    public boolean sampled() {
        return sampled;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof TraceContext)) {
            return false;
        }
        TraceContext that = (TraceContext) other;
        return sampled == that.sampled && traceId.equals(that.traceId) && spanId.equals(that.spanId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(traceId, spanId, sampled);
    }

    @Override
    public String toString() {
        return traceId + '/' + spanId;
    }
}
