package io.querytap.cache;

import io.querytap.cache.driver.check.ReplayCheck;
import io.querytap.cache.generation.Generations;
import io.querytap.cache.generation.LocalGenerations;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.session.PortCheck;
import io.querytap.cache.shared.SharedTier;
import io.querytap.cache.store.EntryFormat;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link ResultCaching} is made from. Immutable. */
public final class CacheConfig {
    private final Supplier<RuleSet> rules;
    private final @Nullable SharedTier tier;
    private final EntryFormat format;
    private final Generations generations;
    private final PortCheck portCheck;
    private final String namespace;
    private final long maxBytes;
    private final long lookBudgetNanos;
    private final long fenceBudgetNanos;
    private final long followNanos;
    private final Duration schemaInterval;
    private final boolean statelessSessions;
    private final DoubleSupplier random;
    private final LongSupplier nanoClock;

    private CacheConfig(Builder from) {
        rules = from.rules;
        tier = from.tier;
        format = from.format == null ? new EntryFormat(/* secret= */ null, /* encrypts= */ false) : from.format;
        generations = from.generations == null ? new LocalGenerations() : from.generations;
        portCheck = from.portCheck;
        namespace = from.namespace;
        maxBytes = from.maxBytes;
        lookBudgetNanos = from.lookBudgetNanos;
        fenceBudgetNanos = from.fenceBudgetNanos;
        followNanos = from.followNanos;
        schemaInterval = from.schemaInterval;
        statelessSessions = from.statelessSessions;
        random = from.random;
        nanoClock = from.nanoClock;
    }

    /** @param rules those that hold at the moment: the same object as long as they have not changed */
    public static Builder withRules(Supplier<RuleSet> rules) {
        return new Builder(rules);
    }

    public Supplier<RuleSet> rules() {
        return rules;
    }

    /** Null: each JVM for itself. */
    public @Nullable SharedTier tier() {
        return tier;
    }

    /** The form of entries in the shared tier. */
    public EntryFormat format() {
        return format;
    }

    public Generations generations() {
        return generations;
    }

    public PortCheck portCheck() {
        return portCheck;
    }

    /** Part of every key: caches of different names share nothing. */
    public String namespace() {
        return namespace;
    }

    /** Heap for the results of this JVM. */
    public long maxBytes() {
        return maxBytes;
    }

    /** How long a read waits for the shared tier at most. */
    public long lookBudgetNanos() {
        return lookBudgetNanos;
    }

    /** How long a write waits for the shared tier at most, before it and after it. */
    public long fenceBudgetNanos() {
        return fenceBudgetNanos;
    }

    /** How long an execution waits at most for another one that reads the same. */
    public long followNanos() {
        return followNanos;
    }

    /** How often a catalogue is read that nobody is known to have changed. */
    public Duration schemaInterval() {
        return schemaInterval;
    }

    /** Whether the operator declares that a pooler may hand out another session for each transaction, and that none is ever changed. */
    public boolean hasStatelessSessions() {
        return statelessSessions;
    }

    /** From 0 to 1, for samples and for times that must not end together. */
    public DoubleSupplier random() {
        return random;
    }

    public LongSupplier nanoClock() {
        return nanoClock;
    }

    /** Collects a configuration; what is not set has the default of the settings. */
    public static final class Builder {
        private static final long MILLI = 1_000_000L;

        private final Supplier<RuleSet> rules;
        private PortCheck portCheck =
                (port, connection) -> ReplayCheck.run(port, connection).difference();
        private @Nullable SharedTier tier;
        private @Nullable EntryFormat format;
        private @Nullable Generations generations;
        private String namespace = "";
        private long maxBytes = 32L << 20;
        private long lookBudgetNanos = 10 * MILLI;
        private long fenceBudgetNanos = 20 * MILLI;
        private long followNanos = 200 * MILLI;
        private Duration schemaInterval = Duration.ofMinutes(1);
        private boolean statelessSessions;
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
        private LongSupplier nanoClock = System::nanoTime;

        private Builder(Supplier<RuleSet> rules) {
            this.rules = rules;
        }

        public Builder tier(@Nullable SharedTier value) {
            tier = value;
            return this;
        }

        /** Another self-check of drivers than the usual one. */
        public Builder portCheck(PortCheck value) {
            portCheck = value;
            return this;
        }

        public Builder format(EntryFormat value) {
            format = value;
            return this;
        }

        /** Others than {@link LocalGenerations} are for tests only: they are what makes the cache right. */
        public Builder generations(Generations value) {
            generations = value;
            return this;
        }

        public Builder namespace(String value) {
            namespace = value;
            return this;
        }

        public Builder maxBytes(long value) {
            maxBytes = value;
            return this;
        }

        public Builder lookBudgetNanos(long value) {
            lookBudgetNanos = value;
            return this;
        }

        public Builder fenceBudgetNanos(long value) {
            fenceBudgetNanos = value;
            return this;
        }

        public Builder followNanos(long value) {
            followNanos = value;
            return this;
        }

        public Builder schemaInterval(Duration value) {
            schemaInterval = value;
            return this;
        }

        public Builder statelessSessions(boolean value) {
            statelessSessions = value;
            return this;
        }

        public Builder random(DoubleSupplier value) {
            random = value;
            return this;
        }

        public Builder nanoClock(LongSupplier value) {
            nanoClock = value;
            return this;
        }

        public CacheConfig build() {
            return new CacheConfig(this);
        }
    }
}
