package io.querytap.smoke.page;

import java.util.List;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a reader does on the page of a report, and what there is to see; the one place that knows how the page is built. */
final class ReportPage {
    static final String HEADS = "#patterns table.patterns > thead th";
    static final String ROWS = "#patterns table.patterns > tbody > tr.row";
    static final String DETAIL = "#patterns tr.detail";
    static final String SEARCH = "#patterns input[type=search]";

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
        return browser.texts(ROWS + " > td:nth-child(" + number + ")");
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

    /** Opens the first row. */
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

    /** The labels of the canvases below a selector that hold nothing but one colour; an empty list is what should be. */
    List<String> emptyCanvases(String selector) {
        Object empty = browser.run("""
                return [...document.querySelectorAll(arguments[0] + ' canvas')].filter((canvas) => {
                  if (!canvas.width || !canvas.height) return true;
                  const pixels = new Uint32Array(
                    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
                  return pixels.every((pixel) => pixel === pixels[0]);
                }).map((canvas) => canvas.getAttribute('aria-label') || canvas.outerHTML);
                """, selector);
        return ((List<?>) empty).stream().map(String::valueOf).toList();
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
