package io.querytap.agent.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the comparison of two recorded reports as one page that loads nothing, in the look of the report and with its scripts; the page's
 * script draws everything from the document inside it.
 */
public final class ComparePage {
    private static final PageTemplate TEMPLATE = new PageTemplate("compare.html");

    private ComparePage() {}

    /**
     * Writes the page whole or not at all, parent directories included.
     *
     * @param json a comparison as JSON
     */
    public static void write(byte[] json, Path page) throws ReportException {
        AtomicFile.write(page, out -> write(json, out));
    }

    private static void write(byte[] json, OutputStream out) throws IOException {
        List<String> scripts = new ArrayList<>(PageTemplate.BASE_SCRIPTS);
        scripts.add("compare.js");
        TEMPLATE.write(
                Map.of(
                        "style", PageTemplate.resources(List.of(PageTemplate.STYLE, "compare.css")),
                        "charts", PageTemplate.charts(),
                        "script", PageTemplate.resources(scripts),
                        "document", PageTemplate.document(json)),
                out);
    }
}
