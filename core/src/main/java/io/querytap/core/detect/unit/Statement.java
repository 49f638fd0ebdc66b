package io.querytap.core.detect.unit;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.SqlFacts;
import io.querytap.core.stats.PatternStats;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How statements are called in findings, and what their text gives away of who made them. */
final class Statement {
    private static final int MAX_LENGTH = 120;

    /** {@code o1_0.id}, {@code owner0_.id}: how Hibernate names tables, from 6 on and before. */
    private static final Pattern HIBERNATE_ALIAS = Pattern.compile("\\b[a-z]+\\d+_(?:\\d+)?\\.");

    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT");
    private static final Set<String> DEFINITIONS = Set.of("CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "COMMENT");

    private Statement() {}

    static String name(PatternStats stats) {
        SqlPattern pattern = stats.pattern();
        String summary = pattern.summary();
        return summary == null ? pattern.text() : summary;
    }

    /** A name short enough for a sentence. */
    static String shortName(PatternStats stats) {
        String name = name(stats);
        return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "...";
    }

    /** Whether it changes rows, and not the schema. */
    static boolean isChange(PatternStats stats) {
        String operation = stats.pattern().operation();
        return operation != null && CHANGES.contains(operation);
    }

    /** Whether it changes the schema. */
    static boolean isDefinition(PatternStats stats) {
        String operation = stats.pattern().operation();
        return operation != null && DEFINITIONS.contains(operation);
    }

    static boolean isOfHibernate(PatternStats stats) {
        return HIBERNATE_ALIAS.matcher(stats.pattern().text()).find();
    }

    /** Whether it only counts, sums up or looks whether there is something. */
    static boolean isAggregate(PatternStats stats) {
        SqlFacts facts = stats.pattern().facts();
        String text = stats.pattern().text().toLowerCase(Locale.ROOT);
        return text.startsWith("select count(")
                || text.startsWith("select sum(")
                || text.startsWith("select max(")
                || text.startsWith("select min(")
                || text.startsWith("select avg(")
                || text.startsWith("select exists") && !facts.tablesRead().isEmpty();
    }
}
