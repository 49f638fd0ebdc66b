package io.querytap.scenarios.shop;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives every table and column another name, in whatever text. */
final class Renaming {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("customer", "patron"),
            Map.entry("purchase", "acquisition"),
            Map.entry("line", "position_of"),
            Map.entry("product", "article"),
            Map.entry("country", "realm"),
            Map.entry("setting", "knob"),
            Map.entry("event", "occurrence"),
            Map.entry("customer_id", "patron_key"),
            Map.entry("purchase_id", "acquisition_key"),
            Map.entry("country_id", "realm_key"),
            Map.entry("product_id", "article_key"),
            Map.entry("id", "oid_"),
            Map.entry("name", "denomination"),
            Map.entry("total", "amount_due"),
            Map.entry("price", "cost"));

    private static final Pattern WORD = Pattern.compile("\\b(" + String.join("|", NAMES.keySet()) + ")\\b");

    private Renaming() {}

    static String rename(String sql) {
        return WORD.matcher(sql).replaceAll(match -> Matcher.quoteReplacement(NAMES.get(match.group(1))));
    }
}
