package io.querytap.smoke.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a reader does on the page of a report, and what there is to see; the one place that knows how the page is built. */
final class ReportPage {
    static final String HEADS = "#patterns table.patterns > thead th";
    static final String ROWS = "#patterns table.patterns > tbody > tr.row";
    static final String DETAIL = "#patterns tr.detail";
    static final String SEARCH = "#patterns input[type=search]";

    private static final String IS_EMPTY = """
            const isEmpty = (canvas) => {
              if (!canvas.width || !canvas.height) return true;
              const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
              return pixels.every((pixel) => pixel === pixels[0]);
            };
            """;

    private final Browser browser;

    ReportPage(Browser browser) {
        this.browser = browser;
    }

    ReportPage awaitDrawn() {
        browser.await("the rows of the patterns", () -> browser.has(ROWS));
        return this;
    }

    /** The text of a column in the rows that are there, from the top. */
    List<String> column(String title) {
        int number = columnNumber(title) + 1;
        return browser.texts(ROWS + " > :nth-child(" + number + ")");
    }

    void sortBy(String title) {
        sorter(title).click();
    }

    WebElement sorter(String title) {
        return browser.all(HEADS + " button").stream()
                .filter(head -> head.getText().strip().equalsIgnoreCase(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no column " + title + " among " + browser.texts(HEADS)));
    }

    /** {@code ascending}, {@code descending}, or null. */
    String sortedBy(String title) {
        return browser.all(HEADS).get(columnNumber(title)).getDomAttribute("aria-sort");
    }

    void filter(String words) {
        WebElement search = browser.find(SEARCH);
        search.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        search.sendKeys(words);
    }

    /** Opens the first row, or closes it. */
    void openFirst() {
        browser.find(ROWS + " .open-button").click();
    }

    private int columnNumber(String title) {
        List<String> titles = browser.texts(HEADS);
        for (int i = 0; i < titles.size(); i++) {
            if (titles.get(i).equalsIgnoreCase(title)) {
                return i;
            }
        }
        throw new AssertionError("no column " + title + " among " + titles);
    }

    /** Goes where something is, and waits until its plots are there; they are drawn when they come into sight. */
    void showPlots(String selector) {
        browser.run("document.querySelector(arguments[0]).scrollIntoView()", selector);
        browser.await("plots in " + selector, () -> browser.has(selector + " canvas"));
        for (WebElement canvas : browser.all(selector + " canvas")) {
            browser.run("arguments[0].scrollIntoView({block: 'center'})", canvas);
            browser.await("a plot in " + selector, () -> !isEmpty(canvas));
        }
        browser.run("document.querySelector(arguments[0]).scrollIntoView()", selector);
    }

    /** Holds nothing but one colour. */
    private boolean isEmpty(WebElement canvas) {
        return (Boolean) browser.run(IS_EMPTY + "return isEmpty(arguments[0])", canvas);
    }

    /** Prints the page; fails if a plot would be blank on the paper. */
    byte[] print() {
        browser.run(IS_EMPTY + """
                addEventListener('beforeprint', () => { window.blankOnPaper = [...document.querySelectorAll('canvas')]
                  .filter((canvas) => canvas.getClientRects().length && isEmpty(canvas))
                  .map((canvas) => canvas.getAttribute('aria-label') || canvas.parentElement.outerHTML); }, {once: true});
                """);
        byte[] pdf = browser.pdf();
        assertThat(browser.run("return window.blankOnPaper"))
                .as("blank on the paper")
                .isEqualTo(List.of());
        return pdf;
    }

    /** Tells where the keyboard is: the focused element, and whether a reader sees that it is focused. */
    Focus focus() {
        Object told = browser.run("""
                const it = document.activeElement;
                const style = getComputedStyle(it);
                const box = it.getBoundingClientRect();
                return [it === document.body ? '' : it.tagName.toLowerCase() + '.' + it.className,
                  (it.getAttribute('aria-label') || it.innerText || (it.labels && it.labels.length && it.labels[0].innerText) || it.title || it.id || '').trim().slice(0, 60),
                  (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none') || style.boxShadow !== 'none',
                  box.width > 0 && box.height > 0];
                """);
        List<?> parts = (List<?>) told;
        return new Focus((String) parts.get(0), (String) parts.get(1), (Boolean) parts.get(2), (Boolean) parts.get(3));
    }

    /**
     * Where the keyboard is.
     *
     * @param element its tag and class, empty if nothing is focused
     * @param isMarked whether it has an outline or a shadow
     */
    record Focus(String element, String label, boolean isMarked, boolean isVisible) {}
}
