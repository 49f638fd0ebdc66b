package io.querytap.agent.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes the report as one page that loads nothing: style, scripts and the JSON document are inside, and the page's script draws
 * everything from that document. So a recorded document gives the same page as a live snapshot.
 */
public final class HtmlReport {
    private static final JsonFactory JSON = new JsonFactory();

    /** Stands in the template where a part goes: {@code <!-- part:name -->}. */
    private static final String PART_START = "<!-- part:";

    private static final String PART_END = " -->";

    private HtmlReport() {}

    /**
     * Writes the page whole or not at all, parent directories included.
     *
     * @param json a document by {@link JsonReport}
     */
    public static void write(byte[] json, Path page) throws ReportException {
        AtomicFile.write(page, out -> write(json, out));
    }

    /** Renders a recorded document as a page. */
    public static void render(Path json, Path page) throws ReportException {
        byte[] document;
        try {
            document = Files.readAllBytes(json);
        } catch (IOException failure) {
            throw ReportException.notRead(json, failure);
        }
        requireReport(json, document);
        write(document, page);
    }

    /** Writes the page, UTF-8; does not close the stream. */
    public static void write(byte[] json, OutputStream out) throws IOException {
        String template = resource("report.html");
        int position = 0;
        for (int part = template.indexOf(PART_START); part >= 0; part = template.indexOf(PART_START, position)) {
            out.write(utf8(template.substring(position, part)));
            int end = template.indexOf(PART_END, part);
            writePart(template.substring(part + PART_START.length(), end), json, out);
            position = end + PART_END.length();
        }
        out.write(utf8(template.substring(position)));
        out.flush();
    }

    private static void writePart(String name, byte[] json, OutputStream out) throws IOException {
        switch (name) {
            case "style":
                out.write(utf8(resource("report.css")));
                break;
            case "document":
                writeEmbedded(json, out);
                break;
            case "charts":
                out.write(utf8(withoutSourceMap(resource("chartjs/chart.umd.js"))));
                break;
            case "script":
                out.write(utf8(resource("pools.js")));
                out.write(utf8(resource("cache.js")));
                out.write(utf8(resource("report.js")));
                break;
            default:
                throw new IllegalStateException("the template names an unknown part: " + name);
        }
    }

    /**
     * Writes the document so that nothing in it can end the script element that holds it. A {@code <} occurs in JSON only inside
     * strings, where its escape means the same; so do U+2028 and U+2029, which old script parsers take for line ends.
     */
    private static void writeEmbedded(byte[] json, OutputStream out) throws IOException {
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
    }

    private static void requireReport(Path file, byte[] document) throws ReportException {
        int schema = 0;
        try (JsonParser parser = JSON.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ReportException.notAReport(file, "it does not hold a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isSchema = "schema".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (isSchema && value == JsonToken.VALUE_NUMBER_INT) {
                    schema = parser.getIntValue();
                }
                parser.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            throw ReportException.notAReport(
                    file,
                    "not valid JSON at line "
                            + broken.getLocation().getLineNr() + ", column "
                            + broken.getLocation().getColumnNr());
        } catch (ReportException alreadyClear) {
            throw alreadyClear;
        } catch (IOException failure) {
            throw ReportException.notRead(file, failure);
        }
        if (schema != JsonReport.SCHEMA) {
            throw ReportException.notAReport(
                    file,
                    schema == 0
                            ? "it has no \"schema\" number"
                            : "its schema is " + schema + ", this version reads " + JsonReport.SCHEMA);
        }
    }

    /** The map is not inside the page, and a browser's developer tools would look for it. */
    private static String withoutSourceMap(String script) {
        int map = script.lastIndexOf("//# sourceMappingURL=");
        return map < 0 ? script : script.substring(0, map);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
