package io.querytap.cache.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.querytap.cache.generation.TableSet;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a rules file. Either all of it is right, or there are problems, each with field, line, what is there and what is
 * accepted. For one text.
 */
final class RuleReader {
    static final int MAX_RULES = 1_000;
    private static final int MAX_ROWS = 1_000_000;
    private static final int MAX_BYTES = 64 << 20;
    private static final int MIN_BYTES = 64;
    private static final int MAX_NAMES = 1_000;

    private static final List<String> FILE_FIELDS = List.of("$schema", "enabled", "rules", "procedures");
    private static final List<String> RULE_FIELDS = List.of(
            "name",
            "match",
            "ttl",
            "staleness",
            "maxRows",
            "maxBytes",
            "keySettings",
            "pureFunctions",
            "keepEmpty",
            "sample",
            "state");
    private static final List<String> MATCH_FIELDS = List.of("tables", "pattern", "text");

    private static final Pattern PATTERN_ID = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Pattern RULE_NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private final List<String> problems = new ArrayList<>();

    /** What is wrong; empty where all is right. */
    List<String> problems() {
        return problems;
    }

    /** The rules; null if there are {@link #problems}. */
    @Nullable
    RuleSet read(String text, int version) {
        LocatedJson file;
        try {
            file = LocatedJson.read(text);
        } catch (JsonProcessingException broken) {
            problems.add("no JSON at line " + broken.getLocation().getLineNr() + ", column "
                    + broken.getLocation().getColumnNr() + ": " + broken.getOriginalMessage());
            return null;
        } catch (IOException broken) {
            problems.add(String.valueOf(broken.getMessage()));
            return null;
        }
        Map<String, LocatedJson> fields = object(file, FILE_FIELDS);
        if (fields == null) {
            return null;
        }
        List<CacheRule> rules = rules(file, fields.get("rules"));
        Map<String, TableSet> procedures = procedures(fields.get("procedures"));
        boolean enabled = bool(fields.get("enabled"), true);
        return problems.isEmpty() ? new RuleSet(version, rules, procedures, enabled) : null;
    }

    private List<CacheRule> rules(LocatedJson file, @Nullable LocatedJson list) {
        List<CacheRule> rules = new ArrayList<>();
        if (list == null) {
            problems.add(file.where() + ": \"rules\" is missing, a list of rules");
            return rules;
        }
        List<LocatedJson> elements = list.elements();
        if (elements == null || elements.size() > MAX_RULES) {
            problem(list, "a list of at most " + MAX_RULES + " rules");
            return rules;
        }
        Set<String> names = new HashSet<>();
        for (LocatedJson element : elements) {
            CacheRule rule = rule(element);
            if (rule != null) {
                if (!names.add(rule.name())) {
                    problems.add(element.where() + ": another rule has the name \"" + rule.name() + "\" already");
                }
                rules.add(rule);
            }
        }
        return rules;
    }

    private @Nullable CacheRule rule(LocatedJson json) {
        Map<String, LocatedJson> fields = object(json, RULE_FIELDS);
        if (fields == null) {
            return null;
        }
        CacheRule.Builder rule = CacheRule.named(name(json, fields.get("name")));
        match(json, fields.get("match"), rule);
        LocatedJson ttl = fields.get("ttl");
        if (ttl == null) {
            problems.add(json.where() + ": \"ttl\" is missing, how long a result may be kept, such as \"60s\"");
        } else {
            rule.ttlNanos(duration(ttl, RuleDuration.ACCEPTED_TIME_TO_LIVE, RuleDuration.MAX_TTL_NANOS));
        }
        LocatedJson staleness = fields.get("staleness");
        if (staleness != null) {
            rule.stalenessNanos(
                    "strict".equals(staleness.scalar())
                            ? CacheRule.STRICT
                            : duration(staleness, "\"strict\", or 1ms to 1h, such as \"2s\"", 3_600_000_000_000L));
        }
        rule.maxRows(number(fields.get("maxRows"), 10_000, 1, MAX_ROWS));
        rule.maxBytes(number(fields.get("maxBytes"), 1 << 20, MIN_BYTES, MAX_BYTES));
        rule.keySettings(new ArrayList<>(lowerCase(names(fields.get("keySettings")))));
        rule.pureFunctions(lowerCase(names(fields.get("pureFunctions"))));
        rule.keepsEmpty(bool(fields.get("keepEmpty"), true));
        rule.sampled(share(fields.get("sample")));
        rule.state(state(fields.get("state")));
        return rule.build();
    }

    private String name(LocatedJson rule, @Nullable LocatedJson json) {
        if (json == null) {
            problems.add(rule.where() + ": \"name\" is missing");
            return "";
        }
        if (!(json.scalar() instanceof String)
                || !RULE_NAME.matcher((String) json.scalar()).matches()) {
            problem(json, "1 to 64 letters, digits and _ . : -");
            return "";
        }
        return (String) json.scalar();
    }

    private void match(LocatedJson rule, @Nullable LocatedJson json, CacheRule.Builder into) {
        if (json == null) {
            problems.add(rule.where() + ": \"match\" is missing: by \"tables\", \"pattern\" or \"text\"");
            return;
        }
        Map<String, LocatedJson> fields = object(json, MATCH_FIELDS);
        if (fields == null) {
            return;
        }
        if (fields.size() != 1) {
            problems.add(json.where() + ": exactly one of \"tables\", \"pattern\" and \"text\" is needed");
            return;
        }
        LocatedJson pattern = fields.get("pattern");
        LocatedJson text = fields.get("text");
        if (pattern != null) {
            if (pattern.scalar() instanceof String
                    && PATTERN_ID.matcher((String) pattern.scalar()).matches()) {
                into.patternId(Long.parseUnsignedLong((String) pattern.scalar(), 16));
            } else {
                problem(pattern, "the id of a pattern, 16 hex digits, as the report shows it");
            }
        } else if (text != null) {
            if (text.scalar() instanceof String && !((String) text.scalar()).isBlank()) {
                into.text((String) text.scalar());
            } else {
                problem(text, "the normalized text of a pattern, as the report shows it");
            }
        } else {
            LocatedJson tables = fields.get("tables");
            Set<String> canonical = canonical(names(tables));
            if (canonical.isEmpty() && tables != null && tables.elements() != null) {
                problem(tables, "at least one table");
            }
            into.tables(canonical);
        }
    }

    private static Set<String> canonical(Set<String> names) {
        Set<String> canonical = new LinkedHashSet<>();
        for (String name : names) {
            canonical.add(TableSet.canonical(name));
        }
        return canonical;
    }

    private static Set<String> lowerCase(Set<String> names) {
        Set<String> lower = new LinkedHashSet<>();
        for (String name : names) {
            lower.add(name.toLowerCase(Locale.ROOT));
        }
        return lower;
    }

    private Map<String, TableSet> procedures(@Nullable LocatedJson json) {
        Map<String, TableSet> procedures = new HashMap<>();
        if (json == null) {
            return procedures;
        }
        Map<String, LocatedJson> fields = json.fields();
        if (fields == null || fields.size() > MAX_NAMES) {
            problem(json, "an object: name of a procedure to the list of tables that it writes at most");
            return procedures;
        }
        for (Map.Entry<String, LocatedJson> field : fields.entrySet()) {
            procedures.put(field.getKey().toLowerCase(Locale.ROOT), TableSet.of(canonical(names(field.getValue()))));
        }
        return procedures;
    }

    private CacheRule.State state(@Nullable LocatedJson json) {
        if (json == null || "shadow".equals(json.scalar())) {
            return CacheRule.State.SHADOW;
        }
        if (!"serve".equals(json.scalar())) {
            problem(json, "\"shadow\" or \"serve\"");
        }
        return CacheRule.State.SERVE;
    }

    private double share(@Nullable LocatedJson json) {
        double byDefault = CacheRule.named("").build().sampled();
        if (json == null) {
            return byDefault;
        }
        if (json.scalar() instanceof BigDecimal) {
            double share = ((BigDecimal) json.scalar()).doubleValue();
            if (share >= 0 && share <= 1) {
                return share;
            }
        }
        problem(json, "a share from 0 to 1, such as 0.01");
        return byDefault;
    }

    private boolean bool(@Nullable LocatedJson json, boolean byDefault) {
        if (json == null) {
            return byDefault;
        }
        if (json.scalar() instanceof Boolean) {
            return (Boolean) json.scalar();
        }
        problem(json, "true or false");
        return byDefault;
    }

    private int number(@Nullable LocatedJson json, int byDefault, int min, int max) {
        if (json == null) {
            return byDefault;
        }
        if (json.scalar() instanceof BigDecimal) {
            BigDecimal number = (BigDecimal) json.scalar();
            if (number.compareTo(BigDecimal.valueOf(min)) >= 0
                    && number.compareTo(BigDecimal.valueOf(max)) <= 0
                    && number.stripTrailingZeros().scale() <= 0) {
                return number.intValue();
            }
        }
        problem(json, "a whole number from " + min + " to " + max);
        return byDefault;
    }

    private long duration(LocatedJson json, String accepted, long maxNanos) {
        if (json.scalar() instanceof String) {
            long nanos = RuleDuration.nanos((String) json.scalar(), maxNanos);
            if (nanos != RuleDuration.NONE) {
                return nanos;
            }
        }
        problem(json, accepted);
        return RuleDuration.MIN_NANOS;
    }

    private Set<String> names(@Nullable LocatedJson json) {
        Set<String> names = new LinkedHashSet<>();
        if (json == null) {
            return names;
        }
        List<LocatedJson> elements = json.elements();
        if (elements == null || elements.size() > MAX_NAMES) {
            problem(json, "a list of names");
            return names;
        }
        for (LocatedJson element : elements) {
            if (element.scalar() instanceof String && !((String) element.scalar()).isBlank()) {
                names.add((String) element.scalar());
            } else {
                problem(element, "a name");
            }
        }
        return names;
    }

    /** The fields of an object that has no others than these; null if it is no object. */
    private @Nullable Map<String, LocatedJson> object(LocatedJson json, List<String> known) {
        Map<String, LocatedJson> fields = json.fields();
        if (fields == null) {
            problem(json, "an object with " + Arrays.toString(known.toArray()));
            return null;
        }
        for (Map.Entry<String, LocatedJson> field : fields.entrySet()) {
            if (!known.contains(field.getKey())) {
                problems.add(
                        field.getValue().where() + ": there is no such field; known are " + String.join(", ", known));
            }
        }
        return fields;
    }

    private void problem(LocatedJson json, String accepted) {
        problems.add(json.where() + ": " + json.shown() + " is not accepted; accepted: " + accepted);
    }
}
