package io.querytap.cache.rule;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule: which statements, for how long, with which bound on staleness. Immutable. */
public final class CacheRule {
    /** {@link #stalenessNanos()} of a rule whose every answer is validated. */
    public static final long STRICT = 0;

    /** What is done with the statements of a rule. */
    public enum State {
        /** All steps of the cache, but the live answer is given, and compared. */
        SHADOW,
        /** The cache answers. */
        SERVE
    }

    private final String name;
    private final Set<String> tables;
    private final @Nullable Long patternId;
    private final @Nullable String text;
    private final long ttlNanos;
    private final long stalenessNanos;
    private final int maxRows;
    private final int maxBytes;
    private final List<String> keySettings;
    private final Set<String> pureFunctions;
    private final boolean keepsEmpty;
    private final double sampled;
    private final State state;

    private CacheRule(Builder from) {
        name = Objects.requireNonNull(from.name, "name");
        tables = Set.copyOf(from.tables);
        patternId = from.patternId;
        text = from.text;
        ttlNanos = from.ttlNanos;
        stalenessNanos = from.stalenessNanos;
        maxRows = from.maxRows;
        maxBytes = from.maxBytes;
        keySettings = List.copyOf(from.keySettings);
        pureFunctions = Set.copyOf(from.pureFunctions);
        keepsEmpty = from.keepsEmpty;
        sampled = from.sampled;
        state = from.state;
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** Canonical names, see {@code TableSet}: the rule is for statements that read no other tables than these; empty where it goes by text. */
    public Set<String> tables() {
        return tables;
    }

    /** Id of the pattern that the rule is for, or null. */
    public @Nullable Long patternId() {
        return patternId;
    }

    /** Normalized text of the pattern that the rule is for, or null. */
    public @Nullable String text() {
        return text;
    }

    /** How long a result is kept at most, counted from the begin of the statement that read it. */
    public long ttlNanos() {
        return ttlNanos;
    }

    /** For how long after its last validation an entry of this JVM is served without asking the shared tier; {@link #STRICT}: not at all. */
    public long stalenessNanos() {
        return stalenessNanos;
    }

    public boolean isStrict() {
        return stalenessNanos == STRICT;
    }

    public int maxRows() {
        return maxRows;
    }

    /** Bytes of the rows of one result. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Settings of the session, in lower case, whose value is part of the key instead of a reason to stand aside: tenant ids. */
    public List<String> keySettings() {
        return keySettings;
    }

    /** Functions, in lower case, of which the operator vouches that they depend on their arguments only. */
    public Set<String> pureFunctions() {
        return pureFunctions;
    }

    public boolean keepsEmpty() {
        return keepsEmpty;
    }

    /** Share of the answers of a serving rule that are compared with a live one, 0 to 1. */
    public double sampled() {
        return sampled;
    }

    public State state() {
        return state;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects a rule; what is not set has the default that the reference page names. */
    public static final class Builder {
        private static final long NANOS_PER_SECOND = 1_000_000_000L;

        private final String name;
        private Set<String> tables = Set.of();
        private @Nullable Long patternId;
        private @Nullable String text;
        private long ttlNanos = 60 * NANOS_PER_SECOND;
        private long stalenessNanos = STRICT;
        private int maxRows = 10_000;
        private int maxBytes = 1 << 20;
        private List<String> keySettings = List.of();
        private Set<String> pureFunctions = Set.of();
        private boolean keepsEmpty = true;
        private double sampled = 0.01;
        private State state = State.SHADOW;

        private Builder(String name) {
            this.name = name;
        }

        public Builder tables(Set<String> value) {
            tables = value;
            return this;
        }

        public Builder patternId(@Nullable Long value) {
            patternId = value;
            return this;
        }

        public Builder text(@Nullable String value) {
            text = value;
            return this;
        }

        public Builder ttlNanos(long value) {
            ttlNanos = value;
            return this;
        }

        public Builder stalenessNanos(long value) {
            stalenessNanos = value;
            return this;
        }

        public Builder maxRows(int value) {
            maxRows = value;
            return this;
        }

        public Builder maxBytes(int value) {
            maxBytes = value;
            return this;
        }

        public Builder keySettings(List<String> value) {
            keySettings = value;
            return this;
        }

        public Builder pureFunctions(Set<String> value) {
            pureFunctions = value;
            return this;
        }

        public Builder keepsEmpty(boolean value) {
            keepsEmpty = value;
            return this;
        }

        public Builder sampled(double value) {
            sampled = value;
            return this;
        }

        public Builder state(State value) {
            state = value;
            return this;
        }

        public CacheRule build() {
            return new CacheRule(this);
        }
    }
}
