package io.querytap.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the dashboards into the folder that is its argument; {@code deploy/generate} calls it. */
final class Dashboards {
    private Dashboards() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("needs the folder to write to");
        }
        for (Map.Entry<String, String> file : files().entrySet()) {
            Files.writeString(Path.of(arguments[0], file.getKey()), file.getValue());
            System.out.println(file.getKey());
        }
    }

    /** The text of each file, by its name. */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Dashboard dashboard : List.of(
                OverviewDashboard.dashboard(),
                PatternDashboard.dashboard(),
                PoolsDashboard.dashboard(),
                FindingsDashboard.dashboard(),
                CacheDashboard.dashboard())) {
            files.put(dashboard.fileName() + ".json", Json.text(dashboard.json()));
        }
        return files;
    }
}
