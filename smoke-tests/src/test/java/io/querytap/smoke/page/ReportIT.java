package io.querytap.smoke.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querytap.smoke.app.LendingApp;
import io.querytap.smoke.jvm.Agent;
import io.querytap.smoke.jvm.Jdk;
import io.querytap.smoke.jvm.JvmRun;
import io.querytap.smoke.jvm.Library;
import io.querytap.smoke.jvm.Outcome;
import io.querytap.smoke.jvm.RunningJvm;
import io.querytap.smoke.page.ReportPage.Focus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The report of a real run, its comparison with another one, and the largest report, opened from disk. */
@NeedsBrowser
class ReportIT {
    private static final int RUN_MILLIS = 3_000;
    private static final Duration LONGEST_RUN = Duration.ofSeconds(90);

    /** From the start of navigation until a first sort is on the screen, where the browser has a processor for itself. */
    private static final double INTERACTIVE_WITHIN_MILLIS = 2_000;

    /** The quickest counts: other processes can only make it longer. */
    private static final int TRIES = 3;

    /** However busy the machine is. */
    private static final double LARGEST_ALLOWANCE = 4;

    /** More stops of the tab key than the page can have before its table. */
    private static final int MOST_STOPS = 400;

    @TempDir
    static Path folder;

    private static Browser browser;
    private static Outcome outcome;

    private final ReportPage page = new ReportPage(browser);

    @BeforeAll
    static void runAndRender() {
        RunningJvm jvm = JvmRun.on(Jdk.current())
                .withAgent()
                .withReport()
                .property("querytap.entry.methods", LendingApp.class.getName() + ".overview")
                .property("otel.service.name", "lending")
                .libraries(Library.H2, Library.HIKARI, Library.SLF4J)
                .main(LendingApp.class, "jdbc:h2:mem:lending", String.valueOf(RUN_MILLIS))
                .start();
        try {
            browser = Browser.start();
        } finally {
            outcome = jvm.await(LONGEST_RUN);
        }
        outcome.succeeded();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void report_openedFromDisk_drawsEverySectionWithoutErrorOrOutsideRequest() {
        open();

        browser.screenshot("report");
        assertThat(browser.find("#service").getText()).isEqualTo("lending");
        assertThat(browser.all(ReportPage.ROWS)).hasSameSizeAs(outcome.report().patterns());
        assertThat(browser.all("#findings article")).isNotEmpty();
        assertThat(browser.find("#pools").getText()).contains("lending");
        page.showPlots("#pools");
        assertThat(browser.find("#problem").isDisplayed()).isFalse();
        assertNothingAmiss();
    }

    @Test
    void patterns_sortedByCount_areInThatOrderBothWays() {
        open();
        List<Long> counts = outcome.report().patterns().stream()
                .map(pattern -> pattern.path("count").asLong())
                .toList();

        page.sortBy("Count");
        assertThat(page.sortedBy("Count")).isEqualTo("descending");
        assertThat(numbers(page.column("Count")))
                .isEqualTo(counts.stream().sorted(Comparator.reverseOrder()).toList());

        page.sortBy("Count");
        assertThat(page.sortedBy("Count")).isEqualTo("ascending");
        assertThat(numbers(page.column("Count")))
                .isEqualTo(counts.stream().sorted().toList());
        assertNothingAmiss();
    }

    @Test
    void patterns_filteredByWords_areThoseThatHoldAllOfThem() {
        open();

        page.filter("author isbn");

        List<String> expected = outcome.report().texts().stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> text.contains("author") && text.contains("isbn"))
                .toList();
        assertThat(expected).isNotEmpty();
        browser.await("as many rows", () -> browser.all(ReportPage.ROWS).size() == expected.size());
        assertThat(page.column("Statement"))
                .allSatisfy(row -> assertThat(row.toLowerCase(Locale.ROOT)).contains("author", "isbn"));
        browser.screenshot("report-filtered");

        page.filter("no such word");
        browser.await("no row", () -> !browser.has(ReportPage.ROWS));
        assertNothingAmiss();
    }

    @Test
    void pattern_opened_showsItsTextAndPlots() {
        open();

        page.openFirst();

        JsonNode costliest = costliest();
        assertThat(browser.find(ReportPage.DETAIL + " pre").getText())
                .isEqualToNormalizingWhitespace(costliest.path("text").asText());
        page.showPlots(ReportPage.DETAIL);
        browser.run("arguments[0].scrollIntoView()", browser.find(ReportPage.ROWS));
        browser.screenshot("report-pattern");

        page.openFirst();
        assertThat(browser.all(ReportPage.DETAIL)).isEmpty();
        assertNothingAmiss();
    }

    @Test
    void keyboardAlone_reachesSortsFiltersAndOpens() {
        open();

        List<Focus> stops = new ArrayList<>();
        do {
            browser.press(Keys.TAB);
            stops.add(page.focus());
        } while (stops.size() < MOST_STOPS && !isFocused(browser.find(ReportPage.SEARCH)));
        assertThat(stops).allSatisfy(stop -> {
            assertThat(stop.isVisible()).as("%s is seen", stop).isTrue();
            assertThat(stop.isMarked()).as("%s is seen to be focused", stop).isTrue();
            assertThat(stop.label()).as("%s says what it is", stop).isNotEmpty();
        });

        browser.press("update");
        browser.await(
                "only updates",
                () -> page.column("Statement").stream()
                        .allMatch(row -> row.toLowerCase(Locale.ROOT).contains("update")));
        assertThat(browser.all(ReportPage.ROWS)).isNotEmpty();

        WebElement sorter = page.sorter("Count");
        tabTo(sorter);
        browser.press(Keys.ENTER);
        assertThat(page.sortedBy("Count")).isEqualTo("descending");
        assertThat(isFocused(page.sorter("Count"))).isTrue();

        WebElement first = browser.find(ReportPage.ROWS + " .open-button");
        tabTo(first);
        browser.press(Keys.SPACE);
        assertThat(browser.find(ReportPage.DETAIL).isDisplayed()).isTrue();
        assertThat(first.getDomAttribute("aria-expanded")).isEqualTo("true");
        browser.screenshot("report-keyboard");
        browser.press(Keys.SPACE);
        assertThat(browser.has(ReportPage.DETAIL)).isFalse();
        assertNothingAmiss();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void scheme_ofTheSystem_isFollowedAndAccessible(String scheme) {
        browser.prefers(scheme);
        open();
        page.openFirst();
        page.showPlots(ReportPage.DETAIL);

        assertThat(isDark("body")).isEqualTo(scheme.equals("dark"));
        browser.screenshot("report-" + scheme);
        assertThat(Accessibility.violations(browser)).isEmpty();

        String other = scheme.equals("dark") ? "light" : "dark";
        browser.prefers(other);
        browser.await("the other scheme", () -> isDark("body") == other.equals("dark"));
        browser.prefers("light");
        assertNothingAmiss();
    }

    @Test
    void print_whereTheSystemIsDark_isDarkOnWhiteWithoutControls() {
        browser.prefers("dark");
        open();

        byte[] pdf = page.print();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(isDark("body")).as("dark again on the screen").isTrue();

        browser.prefers("light").printedWhere("light");
        assertThat(isDark("body")).isFalse();
        assertThat(browser.find(ReportPage.SEARCH).isDisplayed()).isFalse();
        assertThat(browser.find("#theme").isDisplayed()).isFalse();
        assertThat(browser.find("#findings article").isDisplayed()).isTrue();
        assertThat(browser.find(ReportPage.ROWS).isDisplayed()).isTrue();
        browser.screenshot("report-print");
        browser.prefers("light");
        assertNothingAmiss();
    }

    @Test
    void comparison_withARunOfOtherStatements_tellsWhatIsGoneAndNew() throws IOException {
        Path before = Path.of(outcome.reportStem() + ".json");
        ObjectNode altered = (ObjectNode) outcome.report().root().deepCopy();
        ObjectNode other = (ObjectNode) altered.path("patterns").path(0);
        String gone = other.path("text").asText();
        other.put("id", "00000000000000aa").put("text", "SELECT new_column FROM book");
        Path after = folder.resolve("after.json");
        Files.writeString(after, altered.toString());
        Path html = folder.resolve("compared.html");
        JvmRun.on(Jdk.current())
                .jar(Agent.jar(), "report", before.toString(), after.toString(), "-o", html.toString())
                .run()
                .succeeded();

        browser.prefers("light").forget().open(html.toUri());
        page.awaitDrawn();

        assertThat(browser.find("#service").getText()).contains("lending");
        assertThat(verdictOf(gone)).isEqualToIgnoringCase("gone");
        assertThat(verdictOf("new_column")).isEqualToIgnoringCase("new");
        browser.await("the one row", () -> browser.all(ReportPage.ROWS).size() == 1);
        page.openFirst();
        page.showPlots(ReportPage.DETAIL);
        browser.screenshot("comparison");
        assertThat(Accessibility.violations(browser)).isEmpty();
        assertNothingAmiss();
    }

    /** Of the one statement that a filter leaves. */
    private String verdictOf(String words) {
        page.filter(words);
        browser.await(
                "the one row",
                () -> browser.all(ReportPage.ROWS).size() == 1
                        && page.column("Statement").get(0).contains(words));
        return browser.find(ReportPage.ROWS + " .verdict").getText().strip();
    }

    @Test
    void largestReport_opened_isSortedWithinTwoSeconds() throws IOException {
        Path json = LargeReport.write(folder.resolve("large.json"));
        Path html = folder.resolve("large.html");
        JvmRun.on(Jdk.current())
                .jar(Agent.jar(), "report", json.toString(), "-o", html.toString())
                .run()
                .succeeded();
        browser.forget();

        double withinMillis = INTERACTIVE_WITHIN_MILLIS * processesPerProcessor();
        double quickest = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && quickest > withinMillis; i++) {
            browser.open(html.toUri(), SORT_AT_ONCE);
            browser.await("a sorted table", () -> browser.run("return window.sortedAfterMillis") != null);
            quickest = Math.min(quickest, ((Number) browser.run("return window.sortedAfterMillis")).doubleValue());
        }

        System.out.printf(
                Locale.ROOT,
                "page of %d patterns and %d findings: sorted %.0f ms after the start of navigation; %.0f allowed%n",
                LargeReport.PATTERNS,
                LargeReport.FINDINGS,
                quickest,
                withinMillis);
        assertThat(page.sortedBy("Count")).isEqualTo("descending");
        browser.screenshot("report-large");
        assertThat(quickest).isLessThan(withinMillis);
        page.filter("kind_1999");
        browser.await("the one row", () -> browser.all(ReportPage.ROWS).size() == 1);
        assertNothingAmiss();
    }

    /** How many processes want each processor; 1 where there are enough. */
    private static double processesPerProcessor() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double wanted = system.getSystemLoadAverage() / system.getAvailableProcessors();
        return Math.max(1, Math.min(LARGEST_ALLOWANCE, wanted));
    }

    /** Sorts by the count as soon as the page has its table, and notes when that is painted. */
    private static final String SORT_AT_ONCE = """
            (function attempt() {
              const head = [...document.querySelectorAll('#patterns table.patterns > thead th button')]
                .find((button) => button.textContent.trim() === 'Count');
              if (!head || document.readyState === 'loading') return setTimeout(attempt, 5);
              head.click();
              requestAnimationFrame(() => setTimeout(() => { window.sortedAfterMillis = performance.now(); }));
            })();
            """;

    private void open() {
        browser.forget().open(Path.of(outcome.reportStem() + ".html").toUri());
        page.awaitDrawn();
    }

    /** Nothing on the console, and nothing asked for but the page itself. */
    private static void assertNothingAmiss() {
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).isNotEmpty().extracting(URI::getScheme).containsOnly("file");
    }

    private static JsonNode costliest() {
        return outcome.report().patterns().stream()
                .max(Comparator.comparingDouble(
                        pattern -> pattern.at("/duration/sum").asDouble()))
                .orElseThrow();
    }

    private static List<Long> numbers(List<String> texts) {
        return texts.stream().map(text -> Long.valueOf(text.replace(",", ""))).toList();
    }

    private static void tabTo(WebElement element) {
        for (int i = 0; i < MOST_STOPS && !isFocused(element); i++) {
            browser.press(Keys.TAB);
        }
        assertThat(isFocused(element)).as("the tab key reaches %s", element).isTrue();
    }

    private static boolean isFocused(WebElement element) {
        return browser.focused().equals(element);
    }

    /** Whether the background of an element is darker than its text. */
    private static boolean isDark(String selector) {
        return (Boolean) browser.run("""
                const style = getComputedStyle(document.querySelector(arguments[0]));
                const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
                return light(style.backgroundColor) < light(style.color);
                """, selector);
    }
}
