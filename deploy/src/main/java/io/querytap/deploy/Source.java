package io.querytap.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where the panels of a dashboard get their data from: a variable, so that a dashboard can be used in somebody else's Grafana. */
enum Source {
    PROMETHEUS("prometheus", "Metrics from"),
    JAEGER("jaeger", "Traces from"),
    LOKI("loki", "Events from");

    private final String type;
    private final String label;

    Source(String type, String label) {
        this.type = type;
        this.label = label;
    }

    ObjectNode reference() {
        return Json.object().put("type", type).put("uid", "${" + type + "}");
    }

    ObjectNode variable() {
        return Json.object()
                .put("name", type)
                .put("label", label)
                .put("type", "datasource")
                .put("query", type)
                .put("refresh", 1)
                .put("hide", this == PROMETHEUS ? 0 : Variable.HIDDEN);
    }
}
