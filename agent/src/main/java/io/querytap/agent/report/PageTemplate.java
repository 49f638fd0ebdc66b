package io.querytap.agent.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A page in a resource with places for its parts, {@code <!-- part:name -->}: everything that a page needs is written into it, so that
 * it loads nothing.
 */
final class PageTemplate {
    /** What every page's scripts begin with: elements and figures, then plots. */
    static final List<String> BASE_SCRIPTS = List.of("base.js", "charts.js");

    /** What all pages look like. */
    static final String STYLE = "report.css";

    private static final String CHARTS = "chartjs/chart.umd.js";
    private static final String PART_START = "<!-- part:";
    private static final String PART_END = " -->";

    private final String resource;

    /** @param resource the page's name beside this class */
    PageTemplate(String resource) {
        this.resource = resource;
    }

    /**
     * Writes the page, UTF-8; does not close the stream.
     *
     * @param parts what goes into each of the template's places
     */
    void write(Map<String, Part> parts, OutputStream out) throws IOException {
        String template = read(resource);
        int position = 0;
        for (int place = template.indexOf(PART_START); place >= 0; place = template.indexOf(PART_START, position)) {
            out.write(utf8(template.substring(position, place)));
            int end = template.indexOf(PART_END, place);
            String name = template.substring(place + PART_START.length(), end);
            Part part = parts.get(name);
            if (part == null) {
                throw new IllegalStateException(resource + " names an unknown part: " + name);
            }
            part.write(out);
            position = end + PART_END.length();
        }
        out.write(utf8(template.substring(position)));
        out.flush();
    }

    /** A text that is markup or script already. */
    static Part text(String text) {
        return out -> out.write(utf8(text));
    }

    /** Resources beside this class, one after the other. */
    static Part resources(List<String> names) {
        return out -> {
            for (String name : names) {
                out.write(utf8(read(name)));
            }
        };
    }

    /** The chart library. Its source map is not inside the page, and a browser's developer tools would look for it. */
    static Part charts() {
        return out -> {
            String script = read(CHARTS);
            int map = script.lastIndexOf("//# sourceMappingURL=");
            out.write(utf8(map < 0 ? script : script.substring(0, map)));
        };
    }

    /**
     * A JSON document inside a script element, so that nothing in it can end the element. A {@code <} occurs in JSON only inside
     * strings, where its escape means the same; so do U+2028 and U+2029, which old script parsers take for line ends.
     */
    static Part document(byte[] json) {
        return out -> {
            String text = new String(json, StandardCharsets.UTF_8);
            StringBuilder escaped = new StringBuilder(text.length() + text.length() / 16);
            for (int i = 0; i < text.length(); i++) {
                char current = text.charAt(i);
                switch (current) {
                    case '<':
                        escaped.append("\\u003c");
                        break;
                    case '\u2028':
                        escaped.append("\\u2028");
                        break;
                    case '\u2029':
                        escaped.append("\\u2029");
                        break;
                    default:
                        escaped.append(current);
                }
            }
            out.write(utf8(escaped.toString()));
        };
    }

    private static String read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PageTemplate.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What goes into a place of a template. */
    @FunctionalInterface
    interface Part {
        void write(OutputStream out) throws IOException;
    }
}
