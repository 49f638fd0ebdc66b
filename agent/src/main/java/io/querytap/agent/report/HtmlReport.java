package io.querytap.agent.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.querytap.agent.report.PageTemplate.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes the report as one page that loads nothing: style, scripts and the JSON document are inside, and the page's script draws
 * everything from that document. So a recorded document gives the same page as a live snapshot.
 */
public final class HtmlReport {
    private static final JsonFactory JSON = new JsonFactory();

    private static final PageTemplate TEMPLATE = new PageTemplate("report.html");

    /** One file a section; what they share is in the base. */
    private static final List<String> SECTION_SCRIPTS = List.of(
            "header.js",
            "timeline.js",
            "pools.js",
            "findings.js",
            "heat.js",
            "pattern.js",
            "patterns.js",
            "cache.js",
            "transactions.js");

    /** A page on disk may load nothing at all. */
    private static final String POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n";

    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");

    /** Somewhat more than the page has, most of it the chart library. */
    private static final int LIVE_PAGE_BYTES = 512 * 1024;

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
        Map<String, Part> parts = new HashMap<>();
        parts.put("mode", PageTemplate.text(""));
        parts.put("nonce", PageTemplate.text(""));
        parts.put("policy", PageTemplate.text(POLICY));
        parts.put("document", PageTemplate.document(json));
        parts.put("script", PageTemplate.resources(scripts(/* isLive= */ false)));
        write(parts, out);
    }

    /**
     * The same page without a document: it fetches {@code api/snapshot} again and again and draws it, and it offers what changes the
     * state of the cache. It has no policy of its own; whoever serves it sends one that allows the nonce.
     *
     * @param nonce the {@code nonce} of its scripts and its style, in the alphabets of Base64
     */
    public static byte[] livePage(String nonce) throws IOException {
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("a nonce is written in an alphabet of Base64");
        }
        Map<String, Part> parts = new HashMap<>();
        parts.put("mode", PageTemplate.text(" data-live"));
        parts.put("nonce", PageTemplate.text(" nonce=\"" + nonce + '"'));
        parts.put("policy", PageTemplate.text(""));
        parts.put("document", PageTemplate.text(""));
        parts.put("script", PageTemplate.resources(scripts(/* isLive= */ true)));
        ByteArrayOutputStream page = new ByteArrayOutputStream(LIVE_PAGE_BYTES);
        write(parts, page);
        return page.toByteArray();
    }

    private static void write(Map<String, Part> parts, OutputStream out) throws IOException {
        parts.put("style", PageTemplate.resources(List.of(PageTemplate.STYLE)));
        parts.put("charts", PageTemplate.charts());
        TEMPLATE.write(parts, out);
    }

    /** In the order in which they need each other. */
    static List<String> scripts(boolean isLive) {
        List<String> names = new ArrayList<>(PageTemplate.BASE_SCRIPTS);
        names.addAll(SECTION_SCRIPTS);
        if (isLive) {
            names.add("live.js");
        }
        names.add("page.js");
        return names;
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
}
