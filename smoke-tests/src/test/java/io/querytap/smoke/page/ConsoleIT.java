package io.querytap.smoke.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querytap.smoke.app.LendingApp;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.RunningJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The live console of an application under load, with a result cache that serves. */
@NeedsBrowser
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
    private static final String TOKEN = "token-of-the-browser-test";
    private static final String RULE = "shelves";
    private static final String RULES = """
            {"rules": [{"name": "shelves", "match": {"tables": ["shelf"]}, "ttl": "60s", "sample": 0, "state": "serve"}]}
            """;

    /** The application is killed long before. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    /** The driver is tried before the cache serves. */
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);

    /** Far more reads than this are made in it. */
    private static final Duration WHILE = Duration.ofMillis(300);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Browser browser;
    private static RunningJvm jvm;
    private static URI console;

    private final ReportPage page = new ReportPage(browser);

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path rules = Files.writeString(folder.resolve("rules.json"), RULES);
        jvm = JvmRun.on(Jdk.current())
                .withAgent()
                .property("querytap.console", "0")
                .property("querytap.console.token", TOKEN)
                .property("querytap.cache.rules", rules.toString())
                .property("querytap.entry.methods", LendingApp.class.getName() + ".overview")
                .libraries(Library.H2, Library.HIKARI, Library.SLF4J)
                .main(LendingApp.class, "jdbc:h2:mem:lending", String.valueOf(LONGEST_RUN.toMillis()))
                .start();
        browser = Browser.start();
        console = URI.create(jvm.awaitAgentLineAfter("console: ", LONGEST_START).split("[;, ]")[0]);
        jvm.awaitLine(LendingApp.SERVING, LONGEST_START);
    }

    @AfterAll
    static void end() {
        if (jvm != null) {
            jvm.kill();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void console_underLoad_goesOnWithoutReloadAndKeepsWhatTheReaderDid() {
        open();
        page.sortBy("Statement");
        page.filter("book");
        browser.await("only some", () -> browser.texts(".shown").stream().anyMatch(text -> text.contains(" of ")));
        page.openFirst();
        page.showPlots(ReportPage.DETAIL);
        WebElement search = browser.find(ReportPage.SEARCH);
        search.sendKeys(Keys.END);
        double seenAt = top(search);
        browser.run(WATCH);

        long before = executions();
        for (int i = 0; i < 2; i++) {
            long last = executions();
            browser.await("higher figures", () -> executions() > last);
        }

        assertThat(executions()).isGreaterThan(before);
        assertThat(browser.run("return window.lost()")).as("nodes made anew").isEqualTo(List.of());
        assertThat(top(search))
                .as("where the reader looks, whatever has grown above")
                .isCloseTo(seenAt, within(1.0));
        assertThat(page.sortedBy("Statement")).isEqualTo("ascending");
        assertThat(search.getDomProperty("value")).isEqualTo("book");
        assertThat(browser.focused()).isEqualTo(search);
        assertThat(browser.find(ReportPage.DETAIL).isDisplayed()).isTrue();
        page.showPlots(ReportPage.DETAIL);
        browser.screenshot("console");
        assertNothingAmiss();
    }

    @Test
    @Order(2)
    void cacheOrders_withAndWithoutTheToken_areDoneAndRefused() throws InterruptedException {
        open();
        browser.await("hits", LONGEST_WARM_UP, () -> hits() > 0);
        browser.await("the controls", () -> browser.has("#cache-token"));

        token("wrong");
        click("Clear all");
        awaitSaid("Refused");
        assertThat(cache().path("on").asBoolean()).isTrue();
        assertThat(browser.errors()).allMatch(error -> error.contains("401"));
        browser.screenshot("console-refused");
        browser.forget();

        token(TOKEN);
        click("Switch off");
        browser.await("switched off", () -> !cache().path("on").asBoolean());
        long off = hits();
        Thread.sleep(WHILE.toMillis());
        click("Clear all");
        awaitSaid("Cleared");
        assertThat(hits()).as("hits while it is off").isBetween(off, off + LendingApp.THREADS);
        assertThat(cache().path("entries").asLong()).isZero();
        click("Switch on");
        browser.await("hits again", () -> hits() > off);

        long invalidations = rule().path("invalidations").asLong();
        browser.find("#cache-what").sendKeys(RULE, Keys.ENTER);
        awaitSaid("Forgotten");
        jvm.awaitAgentLineAfter("console: cache rule " + RULE, WHILE);
        assertThat(rule().path("invalidations").asLong()).isGreaterThanOrEqualTo(invalidations);
        browser.screenshot("console-cache");
        assertNothingAmiss();
    }

    /** With few rows: the report's tests judge the others. */
    @Test
    @Order(3)
    void console_whereTheSystemIsDark_isAccessible() {
        browser.prefers("dark");
        open();
        page.filter("update");
        browser.await("the one row", () -> browser.all(ReportPage.ROWS).size() == 1);
        page.openFirst();
        browser.await("the controls", () -> browser.has("#cache-token"));

        assertThat(Accessibility.violations(browser)).isEmpty();

        browser.screenshot("console-dark");
        browser.prefers("light");
        assertNothingAmiss();
    }

    /** The last one: the application is gone afterwards. */
    @Test
    @Order(4)
    void console_afterTheJvmEnded_saysSoAndKeepsItsFigures() {
        open();
        assertNothingAmiss();

        jvm.kill();

        browser.await("connection lost", () -> browser.texts("#live").get(0).contains("Connection lost"));
        assertThat(browser.all(ReportPage.ROWS)).isNotEmpty();
        browser.screenshot("console-lost");
    }

    /** Remembers the nodes that are there, to tell which of them were not kept. */
    private static final String WATCH = """
            const kept = [...document.querySelectorAll('#patterns tr, #patterns input, #patterns canvas, #patterns button')];
            window.lost = () => kept.filter((node) => !node.isConnected).map((node) => node.outerHTML.slice(0, 200));
            """;

    private void open() {
        browser.forget().open(console);
        page.awaitDrawn();
    }

    /** Nothing on its console, and nothing asked of anybody but the live console itself. */
    private static void assertNothingAmiss() {
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.getAuthority()).isEqualTo(console.getAuthority()));
    }

    /** How far below the edge of the window. */
    private static double top(WebElement element) {
        return ((Number) browser.run("return arguments[0].getBoundingClientRect().top", element)).doubleValue();
    }

    /** As the table shows them. */
    private long executions() {
        return page.column("Count").stream()
                .mapToLong(count -> Long.parseLong(count.replace(",", "")))
                .sum();
    }

    private static void token(String text) {
        WebElement field = browser.find("#cache-token");
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    private static void click(String label) {
        browser.await(
                "button " + label,
                () -> browser.all("#cache button").stream()
                        .anyMatch(button -> button.getText().startsWith(label)));
        browser.all("#cache button").stream()
                .filter(button -> button.getText().startsWith(label))
                .findFirst()
                .orElseThrow()
                .click();
    }

    private static void awaitSaid(String words) {
        browser.await(words, () -> browser.texts("#cache-said").stream().anyMatch(said -> said.contains(words)));
    }

    private static long hits() {
        return rule().path("hits").asLong();
    }

    private static JsonNode rule() {
        for (JsonNode rule : cache().path("rules")) {
            if (rule.path("name").asText().equals(RULE)) {
                return rule;
            }
        }
        return JSON.missingNode();
    }

    /** As the API tells it. */
    private static JsonNode cache() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(console.resolve("api/cache")).build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return JSON.readTree(answer.body()).path("cache");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
