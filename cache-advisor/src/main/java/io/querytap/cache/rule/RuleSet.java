package io.querytap.cache.rule;

import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.SqlPattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that hold at one moment, in the order of their file: the first that matches counts. Immutable. */
public final class RuleSet {
    /** No rules. */
    public static final RuleSet NONE = new RuleSet(0, List.of(), Map.of());

    private final int version;
    private final List<CacheRule> rules;
    private final Map<String, TableSet> procedures;
    private final boolean enabled;

    /**
     * @param version changes with every change of the rules
     * @param procedures names, in lower case, of procedures and functions, with the tables that they write at most
     */
    public RuleSet(int version, List<CacheRule> rules, Map<String, TableSet> procedures) {
        this(version, rules, procedures, /* enabled= */ true);
    }

    /** @param enabled false: nothing is answered, but writes are told to the other JVMs, which may answer */
    public RuleSet(int version, List<CacheRule> rules, Map<String, TableSet> procedures, boolean enabled) {
        this.version = version;
        this.enabled = enabled;
        this.rules = List.copyOf(rules);
        this.procedures = Map.copyOf(procedures);
    }

    /** False: the operator has switched the cache off; rules still say which writes matter to others. */
    public boolean isEnabled() {
        return enabled;
    }

    public int version() {
        return version;
    }

    public List<CacheRule> rules() {
        return rules;
    }

    public Map<String, TableSet> procedures() {
        return procedures;
    }

    /** The first rule for statements of this pattern. */
    public @Nullable CacheRule ruleFor(SqlPattern pattern) {
        for (CacheRule rule : rules) {
            if (matches(rule, pattern)) {
                return rule;
            }
        }
        return null;
    }

    private static boolean matches(CacheRule rule, SqlPattern pattern) {
        Long id = rule.patternId();
        if (id != null) {
            return id == pattern.id();
        }
        String text = rule.text();
        if (text != null) {
            return text.equals(pattern.text());
        }
        List<String> read = pattern.tablesRead();
        if (read.isEmpty()) {
            return false;
        }
        for (String table : read) {
            if (!rule.tables().contains(TableSet.canonical(table))) {
                return false;
            }
        }
        return true;
    }
}
