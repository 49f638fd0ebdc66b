package io.querytap.agent.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.agent.console.http.HttpHandler;
import io.querytap.agent.console.http.HttpRefusal;
import io.querytap.agent.console.http.HttpRequest;
import io.querytap.agent.console.http.HttpResponse;
import io.querytap.agent.report.HtmlReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which path is answered with what. Paths are compared as they were sent, character by character: what would have to be decoded or
 * resolved first is no path of ours.
 */
final class ConsoleHandler implements HttpHandler {
    private static final String ONE_PATTERN = "/api/patterns/";

    /** 128 bits for each page, so that no script runs in it that did not come with it. */
    private static final int NONCE_BYTES = 16;

    private static final int ID_DIGITS = 16;

    private final Gate gate;
    private final Documents documents;
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, Part> parts = new HashMap<>();
    private final Map<String, Command> commands = new HashMap<>();
    private final SecureRandom random = new SecureRandom();

    ConsoleHandler(Gate gate, Documents documents, CacheCommands cache) {
        this.gate = gate;
        this.documents = documents;
        pages.put("/", this::page);
        pages.put("/openapi.json", ConsoleHandler::openApi);
        pages.put("/favicon.ico", () -> HttpResponse.empty(204)); // browsers ask for it whatever the page says
        parts.put("/api/health", document -> only(document, "agent", "health"));
        parts.put("/api/findings", document -> only(document, "findings"));
        parts.put("/api/pools", document -> only(document, "pools"));
        parts.put("/api/cache", document -> only(document, "cache"));
        commands.put("/api/cache/clear", cache::clear);
        commands.put("/api/cache/invalidate", cache::invalidate);
        commands.put("/api/cache/rules", cache::changeRule);
        commands.put("/api/cache/on", cache::turn);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws HttpRefusal {
        gate.checkOrigin(request);
        String path = request.path();
        Page page = pages.get(path);
        if (page != null) {
            requireMethod(request, "GET", "HEAD");
            return page.answer();
        }
        Command command = commands.get(path);
        if (command != null) {
            requireMethod(request, "POST");
            gate.checkChange(request);
            ObjectNode answer = command.run(request.body());
            documents.clear(); // whoever has changed something wants to see it
            return HttpResponse.json(Document.body(answer).bytes());
        }
        gate.checkRead(request);
        return data(request, path);
    }

    private HttpResponse data(HttpRequest request, String path) throws HttpRefusal {
        Part part = parts.get(path);
        boolean list = path.equals("/api/patterns");
        boolean one = path.startsWith(ONE_PATTERN) && isId(path.substring(ONE_PATTERN.length()));
        if (part == null && !list && !one && !path.equals("/api/snapshot")) {
            throw new HttpRefusal(404, "nothing here; see /openapi.json");
        }
        requireMethod(request, "GET", "HEAD");
        Query query = new Query(request.query(), list ? Patterns.PARAMETERS : Set.of());
        Document document = documents.current();
        if (list) {
            return Document.body(Patterns.list(document.tree(), query)).answer(request);
        }
        if (one) {
            ObjectNode found = Patterns.one(document.tree(), path.substring(ONE_PATTERN.length()));
            if (found == null) {
                throw new HttpRefusal(404, "no pattern of this id");
            }
            return Document.body(found).answer(request);
        }
        Body body = part == null ? document.whole() : Document.body(part.of(document.tree()));
        return body.answer(request);
    }

    private static void requireMethod(HttpRequest request, String... allowed) throws HttpRefusal {
        if (!List.of(allowed).contains(request.method())) {
            throw new HttpRefusal(405, "not with this method", "Allow", String.join(", ", allowed));
        }
        if (!allowed[0].equals("POST") && request.body().length > 0) {
            throw new HttpRefusal(400, "a body is not expected here");
        }
    }

    private static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return text.length() == ID_DIGITS;
    }

    private static ObjectNode only(JsonNode document, String... names) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            part.set(name, document.path(name));
        }
        return part;
    }

    private HttpResponse page() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        String source = "'nonce-" + nonce + '\'';
        return HttpResponse.of(200, "text/html; charset=utf-8", livePage(nonce))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src " + source + "; style-src " + source
                                + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'");
    }

    private static byte[] livePage(String nonce) {
        try {
            return HtmlReport.livePage(nonce);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static HttpResponse openApi() {
        try (InputStream in =
                Objects.requireNonNull(ConsoleHandler.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return HttpResponse.json(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void rest() {
        documents.clear();
    }

    /** What is the same for everybody, and holds nothing of the application. */
    private interface Page {
        HttpResponse answer();
    }

    /** A part of the document. */
    private interface Part {
        JsonNode of(JsonNode document);
    }

    /** A change. */
    private interface Command {
        ObjectNode run(byte[] body) throws HttpRefusal;
    }
}
