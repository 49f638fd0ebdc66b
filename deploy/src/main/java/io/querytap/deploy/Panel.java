package io.querytap.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One panel: what it asks, and how it is drawn. */
final class Panel {
    private static final int FILL_LIGHTLY = 12;
    private static final int FILL_STACKED = 45;
    private static final String[] REFERENCES = {"A", "B", "C", "D", "E", "F", "G", "H", "I"};

    private final String type;
    private final ObjectNode json = Json.object();
    private final ArrayNode targets = Json.array();
    private final ObjectNode defaults = Json.object();
    private final ObjectNode custom = Json.object();
    private final ObjectNode options = Json.object();
    private final ArrayNode overrides = Json.array();
    private final ArrayNode links = Json.array();
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final List<String> hiddenColumns = new ArrayList<>();
    private String sortedBy = "";
    private int width = 12;
    private int height = 8;

    private Panel(String type, String title, String description) {
        this.type = type;
        json.put("type", type).put("title", title).put("description", description);
        json.set("datasource", Source.PROMETHEUS.reference());
    }

    /** Lines over time. */
    static Panel timeSeries(String title, String description) {
        Panel panel = new Panel("timeseries", title, description);
        panel.custom
                .put("drawStyle", "line")
                .put("lineWidth", 1)
                .put("fillOpacity", FILL_LIGHTLY)
                .put("showPoints", "never")
                .put("axisSoftMin", 0);
        ObjectNode legend = Json.object()
                .put("displayMode", "list")
                .put("placement", "bottom")
                .put("showLegend", true);
        legend.set("calcs", Json.array());
        panel.options.set("legend", legend);
        panel.options.set("tooltip", Json.object().put("mode", "multi").put("sort", "desc"));
        return panel;
    }

    /** One number with its past behind it. */
    static Panel stat(String title, String description) {
        Panel panel = new Panel("stat", title, description);
        panel.options
                .put("colorMode", "value")
                .put("graphMode", "area")
                .put("textMode", "value")
                .set("reduceOptions", lastValue());
        panel.size(3, 4);
        panel.thresholds("text");
        return panel;
    }

    /** Bars of the last values, the longest first. */
    static Panel bars(String title, String description) {
        Panel panel = new Panel("bargauge", title, description);
        panel.options
                .put("orientation", "horizontal")
                .put("displayMode", "basic")
                .put("valueMode", "text")
                .put("showUnfilled", false)
                .set("reduceOptions", lastValue());
        panel.defaults.put("min", 0);
        panel.defaults.set("color", Json.object().put("mode", "palette-classic"));
        return panel;
    }

    /** Buckets of a histogram over time. */
    static Panel heatMap(String title, String description, String buckets) {
        Panel panel = new Panel("heatmap", title, description);
        panel.options.put("calculate", false).put("cellGap", 1);
        panel.options.set(
                "color",
                Json.object()
                        .put("mode", "scheme")
                        .put("scheme", "Oranges")
                        .put("scale", "exponential")
                        .put("exponent", 0.5)
                        .put("steps", 64));
        panel.options.set("filterValues", Json.object().put("le", 1e-9));
        panel.options.set("legend", Json.object().put("show", true));
        panel.options.set("tooltip", Json.object().put("mode", "single").put("yHistogram", true));
        panel.options.set("exemplars", Json.object().put("color", "rgba(31,120,193,0.9)"));
        panel.target(Json.object()
                .put("expr", buckets)
                .put("format", "heatmap")
                .put("legendFormat", "{{le}}")
                .put("range", true));
        return panel;
    }

    /** Rows of the range's last moment, one column for each query. */
    static Panel table(String title, String description) {
        Panel panel = new Panel("table", title, description);
        panel.options.put("showHeader", true).put("cellHeight", "sm");
        panel.custom.put("filterable", true);
        return panel;
    }

    /** Events. */
    static Panel events(String title, String description, String logQl) {
        Panel panel = new Panel("logs", title, description);
        panel.json.set("datasource", Source.LOKI.reference());
        panel.options
                .put("showTime", true)
                .put("wrapLogMessage", true)
                .put("enableLogDetails", true)
                .put("sortOrder", "Descending");
        ObjectNode target = Json.object().put("expr", logQl).put("queryType", "range");
        target.set("datasource", Source.LOKI.reference());
        target.put("refId", REFERENCES[0]);
        panel.targets.add(target);
        return panel;
    }

    /** Traces that have a span with these tags. */
    static Panel traces(String title, String description, String service, String tags) {
        Panel panel = new Panel("table", title, description);
        panel.json.set("datasource", Source.JAEGER.reference());
        panel.options.put("showHeader", true).put("cellHeight", "sm");
        ObjectNode target = Json.object()
                .put("queryType", "search")
                .put("service", service)
                .put("tags", tags)
                .put("limit", 20);
        target.set("datasource", Source.JAEGER.reference());
        target.put("refId", REFERENCES[0]);
        panel.targets.add(target);
        return panel;
    }

    /** A few sentences. */
    static Panel text(String title, String markdown) {
        Panel panel = new Panel("text", title, "");
        panel.options.put("mode", "markdown").put("content", markdown);
        return panel;
    }

    /** A series over the time range. */
    Panel query(String legend, String promQl) {
        boolean isMoment = type.equals("bargauge");
        return target(Json.object()
                .put("expr", promQl)
                .put("legendFormat", legend)
                .put("range", !isMoment)
                .put("instant", isMoment));
    }

    /** A series with the traces of single values, where they are known. */
    Panel queryWithTraces(String legend, String promQl) {
        return target(Json.object()
                .put("expr", promQl)
                .put("legendFormat", legend)
                .put("range", true)
                .put("exemplar", true));
    }

    /** A column of a table: what the query says at the end of the time range. */
    Panel column(String name, String unit, String promQl) {
        columns.put("Value #" + REFERENCES[targets.size()], name);
        override(name, property("unit", unit));
        return target(Json.object()
                .put("expr", promQl)
                .put("format", "table")
                .put("instant", true)
                .put("range", false));
    }

    /** Only of tables: the label becomes a column of this name. */
    Panel label(String label, String name) {
        columns.put(label, name);
        return this;
    }

    /** Only of tables: a link on each value of this column. */
    Panel linkOn(String column, String title, String url) {
        ObjectNode property = Json.object().put("id", "links");
        property.set("value", Json.array().add(Json.object().put("title", title).put("url", url)));
        return override(column, property);
    }

    /** Only of tables: the column whose largest value stands first. */
    Panel sortedBy(String column) {
        sortedBy = column;
        return this;
    }

    /** Only of tables: labels that are no column. */
    Panel without(String... labels) {
        hiddenColumns.addAll(List.of(labels));
        return this;
    }

    /** Grafana's name of the unit. */
    Panel unit(String unit) {
        defaults.put("unit", unit);
        return this;
    }

    Panel decimals(int decimals) {
        defaults.put("decimals", decimals);
        return this;
    }

    Panel stacked() {
        custom.put("fillOpacity", FILL_STACKED)
                .set("stacking", Json.object().put("mode", "normal").put("group", "A"));
        return this;
    }

    Panel max(double max) {
        defaults.put("max", max);
        return this;
    }

    /** Green below the first bound, yellow from it on, red from the second. */
    Panel worseFrom(double warning, double critical) {
        thresholds("green", step("yellow", warning), step("red", critical));
        return this;
    }

    /** Red below the first bound, yellow from it on, green from the second. */
    Panel betterFrom(double acceptable, double good) {
        thresholds("red", step("yellow", acceptable), step("green", good));
        return this;
    }

    /** A line across, for a limit that is the same for all. */
    Panel limit(double value) {
        custom.set("thresholdsStyle", Json.object().put("mode", "dashed"));
        thresholds("transparent", step("red", value));
        return this;
    }

    /** A link in the panel's corner. */
    Panel link(String title, String url) {
        links.add(Json.object().put("title", title).put("url", url));
        return this;
    }

    Panel size(int width, int height) {
        this.width = width;
        this.height = height;
        return this;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    ObjectNode json(int id, int x, int y) {
        json.put("id", id);
        json.set(
                "gridPos", Json.object().put("x", x).put("y", y).put("w", width).put("h", height));
        if (!targets.isEmpty()) {
            json.set("targets", targets);
        }
        if (!custom.isEmpty()) {
            defaults.set("custom", custom);
        }
        ObjectNode fields = Json.object();
        fields.set("defaults", defaults);
        fields.set("overrides", overrides);
        json.set("fieldConfig", fields);
        json.set("options", options);
        if (!columns.isEmpty()) {
            json.set("transformations", asTable());
        }
        if (!links.isEmpty()) {
            json.set("links", links);
        }
        return json;
    }

    private Panel target(ObjectNode target) {
        target.set("datasource", Source.PROMETHEUS.reference());
        target.put("refId", REFERENCES[targets.size()]);
        targets.add(target);
        return this;
    }

    /** The results side by side, under names for people. */
    private ArrayNode asTable() {
        ObjectNode excluded = Json.object().put("Time", true);
        hiddenColumns.forEach(it -> excluded.put(it, true));
        ObjectNode order = Json.object();
        ObjectNode names = Json.object();
        columns.forEach((from, to) -> {
            order.put(from, order.size());
            names.put(from, to);
        });
        ObjectNode organize = Json.object();
        organize.set("excludeByName", excluded);
        organize.set("indexByName", order);
        organize.set("renameByName", names);
        ArrayNode steps = Json.array();
        steps.add(transformation("merge", Json.object()));
        steps.add(transformation("organize", organize));
        if (!sortedBy.isEmpty()) {
            ObjectNode sort = Json.object();
            sort.set(
                    "sort",
                    Json.array().add(Json.object().put("field", sortedBy).put("desc", true)));
            steps.add(transformation("sortBy", sort));
        }
        return steps;
    }

    private static ObjectNode transformation(String id, ObjectNode options) {
        ObjectNode transformation = Json.object().put("id", id);
        transformation.set("options", options);
        return transformation;
    }

    private Panel override(String column, ObjectNode property) {
        ObjectNode override = Json.object();
        override.set("matcher", Json.object().put("id", "byName").put("options", column));
        override.set("properties", Json.array().add(property));
        overrides.add(override);
        return this;
    }

    private static ObjectNode property(String id, String value) {
        return Json.object().put("id", id).put("value", value);
    }

    private void thresholds(String base, ObjectNode... steps) {
        ArrayNode all = Json.array();
        all.add(Json.object().put("color", base).putNull("value"));
        for (ObjectNode step : steps) {
            all.add(step);
        }
        ObjectNode thresholds = Json.object().put("mode", "absolute");
        thresholds.set("steps", all);
        defaults.set("thresholds", thresholds);
    }

    private static ObjectNode step(String color, double from) {
        return Json.object().put("color", color).put("value", from);
    }

    private static ObjectNode lastValue() {
        ObjectNode reduce = Json.object().put("values", false);
        reduce.set("calcs", Json.array().add("lastNotNull"));
        return reduce;
    }
}
