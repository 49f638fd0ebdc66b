package io.querytap.cache.stats;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The figures of all rules that there have been, by name. Thread-safe. */
public final class RuleBook {
    /** Rules whose figures are kept apart; further ones, of a file that is generated anew with ever new names, are counted together. */
    static final int MAX_RULES = 1_000;

    /** Name of the figures of all rules beyond the bound. */
    public static final String FURTHER = "(further rules)";

    private final ConcurrentHashMap<String, RuleStats> byName = new ConcurrentHashMap<>();

    /** The figures of a rule, made at first sight. */
    public RuleStats of(String rule) {
        RuleStats stats = byName.get(rule);
        return stats != null
                ? stats
                : byName.computeIfAbsent(byName.size() < MAX_RULES ? rule : FURTHER, name -> new RuleStats());
    }

    /** All of them in the order of their names. */
    public Map<String, RuleStats> all() {
        return new TreeMap<>(byName);
    }
}
