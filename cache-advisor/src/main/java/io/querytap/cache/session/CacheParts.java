package io.querytap.cache.session;

import io.querytap.cache.CacheConfig;
import io.querytap.cache.generation.Generations;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.rule.RuleSet;
import io.querytap.cache.shadow.Withdrawals;
import io.querytap.cache.stats.RuleBook;
import io.querytap.cache.store.Flights;
import io.querytap.cache.store.HeapPressure;
import io.querytap.cache.store.LocalStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all connections share. Thread-safe. */
final class CacheParts {
    /** For what is short. */
    final Background background = new Background("querytap-cache");

    /** For what waits for a database: catalogues, self-checks. */
    final Background slow = new Background("querytap-cache-catalogue");

    final Generations generations;
    final Fences fences;
    final @Nullable SharedEntries shared;
    final LocalStore store;
    final Flights flights;
    final NotKept notKept = new NotKept();
    final HeapPressure heap = new HeapPressure();
    final RuleBook book = new RuleBook();
    final Withdrawals withdrawals = new Withdrawals();
    final Comparisons comparisons;
    final Map<String, Long> ttlNanosByRule = new ConcurrentHashMap<>();
    final Supplier<RuleSet> rules;
    final PortCheck portCheck;
    final String namespace;
    final long lookBudgetNanos;
    final long followNanos;
    final Duration schemaInterval;
    final boolean hasStatelessSessions;
    final DoubleSupplier random;
    final LongSupplier nanoClock;
    volatile boolean isOn = true;

    CacheParts(CacheConfig config) {
        generations = config.generations();
        fences = new Fences(generations, config.tier(), config.fenceBudgetNanos(), background);
        shared = config.tier() == null ? null : new SharedEntries(config.tier(), config.format(), background);
        rules = config.rules();
        portCheck = config.portCheck();
        namespace = config.namespace();
        lookBudgetNanos = config.lookBudgetNanos();
        followNanos = config.followNanos();
        schemaInterval = config.schemaInterval();
        hasStatelessSessions = config.hasStatelessSessions();
        random = config.random();
        nanoClock = config.nanoClock();
        store = new LocalStore(config.maxBytes(), background, nanoClock);
        flights = new Flights(nanoClock);
        comparisons = new Comparisons(this);
    }

    /** How long a result of the rule is kept at most, also if an operator has said otherwise since. */
    long ttlNanos(CacheRule rule) {
        if (ttlNanosByRule.isEmpty()) {
            return rule.ttlNanos();
        }
        Long changed = ttlNanosByRule.get(rule.name());
        return changed == null ? rule.ttlNanos() : changed;
    }
}
