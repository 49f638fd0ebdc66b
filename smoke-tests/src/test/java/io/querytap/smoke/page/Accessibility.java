package io.querytap.smoke.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** axe-core on the page that a browser shows. */
final class Accessibility {
    /** In the jar that Deque publishes for Selenium. */
    private static final String SCRIPT = "/axe.min.js";

    /** One line for each node that a serious or critical rule of axe-core is broken by. */
    private static final String CHECK = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then((results) => done(results.violations
              .filter((rule) => rule.impact === 'serious' || rule.impact === 'critical')
              .flatMap((rule) => rule.nodes.map((node) => rule.impact + ' ' + rule.id + ' at ' + node.target.join(' ')
                + ': ' + node.failureSummary.replace(/\\s+/g, ' ') + ' ' + node.html.slice(0, 200)))),
              (failure) => done(['axe-core failed: ' + failure]));
            """;

    private Accessibility() {}

    static List<String> violations(Browser browser) {
        browser.run(script());
        return ((List<?>) browser.runAsync(CHECK)).stream().map(String::valueOf).toList();
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Accessibility.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
