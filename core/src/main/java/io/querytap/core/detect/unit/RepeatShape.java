package io.querytap.core.detect.unit;

import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.facts.ColumnUse;
import io.querytap.core.pattern.facts.Obstacle;
import io.querytap.core.pattern.facts.RowLimit;
import io.querytap.core.pattern.facts.SqlFacts;
import java.util.List;
import java.util.regex.Pattern;

/** What repeats of a query can mean, as far as its text tells. */
enum RepeatShape {
    /** Looks rows up by equality with a value: with ever new values, the repeats are an N+1. */
    LOOKUP,
    /** The value may be a list; only with one value in it is it a look-up. The pattern does not tell how many there were. */
    LIST,
    /** Repeats may be the pages of one result: by OFFSET, or by a bound on the column that it is ordered by. */
    PAGE,
    /** Not understood; may be a look-up. */
    UNSURE,
    /** No look-up: sequences, checks of the connection, queues, conditions without equality. */
    OTHER;

    private static final Pattern EQUALS_VALUE = Pattern.compile(
            "(?:^|[^<>!:=])=\\s*\\(?\\s*(?:cast\\s*\\(\\s*)?\\?|\\?\\s*=(?!=)", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE_LIST = Pattern.compile("\\bin\\s*\\(+\\s*\\?", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE_ARRAY = Pattern.compile(
            "\\b(?:any|some)\\s*\\(\\s*\\?|\\barray_contains\\b|\\bunnest\\b|\\bstring_split\\b|\\bjson_table\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SKIP_LOCKED =
            Pattern.compile("\\bskip\\s+locked\\b|\\breadpast\\b", Pattern.CASE_INSENSITIVE);

    static RepeatShape of(SqlPattern pattern) {
        SqlFacts facts = pattern.facts();
        if (!isQuery(facts) || facts.obstacles().contains(Obstacle.SEQUENCE)) {
            return OTHER;
        }
        String text = pattern.text();
        if (facts.isLocking() && SKIP_LOCKED.matcher(text).find()) {
            return OTHER;
        }
        if (!facts.parsed()) {
            return facts.tablesRead().isEmpty() || VALUE_ARRAY.matcher(text).find() ? OTHER : UNSURE;
        }
        if (facts.tablesRead().isEmpty() || VALUE_ARRAY.matcher(text).find()) {
            return OTHER;
        }
        boolean list = VALUE_LIST.matcher(text).find();
        if (!list && !EQUALS_VALUE.matcher(text).find()) {
            return OTHER;
        }
        if (isPaged(facts)) {
            return PAGE;
        }
        return list ? LIST : LOOKUP;
    }

    /** Whether it reads and does nothing else, as far as that is known. */
    static boolean isQuery(SqlFacts facts) {
        return "SELECT".equals(facts.operation())
                && facts.statements() <= 1
                && facts.tablesWritten().isEmpty()
                && !facts.obstacles().contains(Obstacle.CHANGES_DATA);
    }

    /** Whether it begins at a row other than the first. */
    static boolean skipsRows(SqlFacts facts) {
        for (RowLimit limit : facts.rowLimits()) {
            if (limit.kind() == RowLimit.Kind.OFFSET) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPaged(SqlFacts facts) {
        if (skipsRows(facts)) {
            return true;
        }
        List<ColumnUse> uses = facts.columnUses();
        for (ColumnUse range : uses) {
            if (range.kind() != ColumnUse.Kind.RANGE) {
                continue;
            }
            for (ColumnUse order : uses) {
                boolean orders = order.kind() == ColumnUse.Kind.ORDER_ASCENDING
                        || order.kind() == ColumnUse.Kind.ORDER_DESCENDING;
                if (orders && order.column().equalsIgnoreCase(range.column())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Parameters and literals in a pattern's text. */
    static int placeholders(String text) {
        int count = 0;
        for (int at = text.indexOf('?'); at >= 0; at = text.indexOf('?', at + 1)) {
            count++;
        }
        return count;
    }
}
