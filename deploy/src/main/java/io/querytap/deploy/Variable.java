package io.querytap.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A choice at the top of a dashboard, filled from Prometheus. */
final class Variable {
    /** Grafana's number for "do not show". */
    static final int HIDDEN = 2;

    private static final int REFRESH_WITH_TIME_RANGE = 2;
    private static final int SORT_ALPHABETICALLY = 1;

    private final ObjectNode json;

    private Variable(String name, String label, String query) {
        json = Json.object()
                .put("name", name)
                .put("label", label)
                .put("type", "query")
                .put("refresh", REFRESH_WITH_TIME_RANGE)
                .put("sort", SORT_ALPHABETICALLY)
                .put("hide", 0)
                .put("multi", false)
                .put("includeAll", false)
                .put("regex", "");
        json.set("datasource", Source.PROMETHEUS.reference());
        json.set("query", Json.object().put("query", query).put("refId", name));
        json.put("definition", query);
    }

    /** The values that a label has. */
    static Variable ofLabel(String name, String label, String selector, String valuesOf) {
        return new Variable(name, label, "label_values(" + selector + ", " + valuesOf + ")");
    }

    /** The results of a query, from whose text the expression takes {@code value} and {@code text}. */
    static Variable ofResult(String name, String label, String promQl, String regularExpression) {
        return new Variable(name, label, "query_result(" + promQl + ")").taking(regularExpression);
    }

    Variable taking(String regularExpression) {
        json.put("regex", regularExpression);
        return this;
    }

    /**
     * Several, or all of them.
     *
     * @param allMatches the regular expression for all; null for a list of those that there are
     */
    Variable several(@Nullable String allMatches) {
        json.put("multi", true).put("includeAll", true);
        if (allMatches != null) {
            json.put("allValue", allMatches);
        }
        ObjectNode all = Json.object();
        all.set("text", Json.array().add("All"));
        all.set("value", Json.array().add("$__all"));
        json.set("current", all);
        return this;
    }

    Variable hidden() {
        json.put("hide", HIDDEN);
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
