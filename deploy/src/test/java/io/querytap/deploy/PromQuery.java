package io.querytap.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PromQL expression refers to: series with the labels that are asked of them, and labels by which it groups. No judge of syntax. */
final class PromQuery {
    /** @param values what the label is compared with; of a regular expression each alternative */
    record Condition(String label, List<String> values) {}

    record Selector(String series, List<Condition> conditions) {}

    private static final Pattern TOKEN = Pattern.compile(
            "\"((?:[^\"\\\\]|\\\\.)*)\"|\\[[^\\]]*]|\\$\\w+|\\d[\\w.]*|[a-zA-Z_:][\\w:]*|=~|!~|!=|>=|<=|==|[^\\s\\w]");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");

    /** After these stands a list of labels. */
    private static final Set<String> BEFORE_LABELS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "inf", "nan");

    final List<Selector> selectors = new ArrayList<>();
    final List<String> groupingLabels = new ArrayList<>();

    private PromQuery() {}

    static PromQuery of(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        PromQuery query = new PromQuery();
        query.read(tokens);
        return query;
    }

    private void read(List<String> tokens) {
        int at = 0;
        while (at < tokens.size()) {
            String token = tokens.get(at);
            String next = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
            boolean isName = NAME.matcher(token).matches() && !WORDS.contains(token);
            if (BEFORE_LABELS.contains(token)) {
                at = readLabels(tokens, at + 2);
            } else if (isName && !next.equals("(") && !BEFORE_LABELS.contains(next)) {
                List<Condition> conditions = new ArrayList<>();
                at = next.equals("{") ? readConditions(tokens, at + 2, conditions) : at + 1;
                selectors.add(new Selector(token, conditions));
            } else {
                at++;
            }
        }
    }

    private int readLabels(List<String> tokens, int from) {
        int at = from;
        for (; !tokens.get(at).equals(")"); at++) {
            if (!tokens.get(at).equals(",")) {
                groupingLabels.add(tokens.get(at));
            }
        }
        return at + 1;
    }

    private static int readConditions(List<String> tokens, int from, List<Condition> conditions) {
        int at = from;
        while (!tokens.get(at).equals("}")) {
            if (tokens.get(at).equals(",")) {
                at++;
                continue;
            }
            String value = tokens.get(at + 2);
            conditions.add(new Condition(
                    tokens.get(at),
                    List.of(value.substring(1, value.length() - 1).split("\\|"))));
            at += 3;
        }
        return at + 1;
    }
}
