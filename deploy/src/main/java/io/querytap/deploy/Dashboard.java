package io.querytap.deploy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One dashboard: panels are put from left to right, and below when there is no room. */
final class Dashboard {
    /** Of Grafana's grid. */
    private static final int COLUMNS = 24;

    /** Version of the format, which later Grafanas read too. */
    private static final int SCHEMA_VERSION = 39;

    private static final String TAG = "querytap";

    private final String fileName;
    private final ObjectNode json = Json.object();
    private final ArrayNode variables = Json.array();
    private final ArrayNode panels = Json.array();
    private int x;
    private int y;
    private int lineHeight;

    Dashboard(String fileName, String uid, String title, String description) {
        this.fileName = fileName;
        json.put("uid", uid).put("title", title).put("description", description);
    }

    String fileName() {
        return fileName;
    }

    Dashboard from(Source... sources) {
        for (Source source : sources) {
            variables.add(source.variable());
        }
        return this;
    }

    Dashboard choices(Variable... choices) {
        for (Variable choice : choices) {
            variables.add(choice.json());
        }
        return this;
    }

    /** Begins a part of the dashboard under a heading of its own. */
    Dashboard part(String title) {
        newLine();
        ObjectNode row = Json.object()
                .put("type", "row")
                .put("title", title)
                .put("collapsed", false)
                .put("id", panels.size() + 1);
        row.set(
                "gridPos",
                Json.object().put("x", 0).put("y", y).put("w", COLUMNS).put("h", 1));
        row.set("panels", Json.array());
        panels.add(row);
        y++;
        return this;
    }

    Dashboard show(Panel... shown) {
        for (Panel panel : shown) {
            if (x + panel.width() > COLUMNS) {
                newLine();
            }
            panels.add(panel.json(panels.size() + 1, x, y));
            x += panel.width();
            lineHeight = Math.max(lineHeight, panel.height());
        }
        return this;
    }

    private void newLine() {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
    }

    ObjectNode json() {
        ObjectNode all = json.deepCopy();
        all.set("tags", Json.array().add(TAG));
        all.put("schemaVersion", SCHEMA_VERSION).put("editable", false).put("graphTooltip", 1);
        all.put("refresh", "30s").put("timezone", "browser");
        all.set("time", Json.object().put("from", "now-1h").put("to", "now"));
        all.set("templating", Json.object().set("list", variables));
        ObjectNode others = Json.object()
                .put("type", "dashboards")
                .put("title", "Querytap")
                .put("asDropdown", false)
                .put("includeVars", true)
                .put("keepTime", true);
        others.set("tags", Json.array().add(TAG));
        all.set("links", Json.array().add(others));
        all.set("panels", panels);
        return all;
    }
}
