package io.querytap.smoke.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.SessionNotCreatedException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A headless Chromium with one page, that of the system, by Selenium. Playwright would do as well, but its Java package brings its own Node for
 * five platforms: a bare machine would load 202 MB for {@code mvn verify}, for Selenium it is 16 MB. Neither brings a browser from Maven.
 *
 * <p>What the page says on its console and what it asks the network for is kept from the start; see {@link #errors} and
 * {@link #requests}.
 */
final class Browser implements AutoCloseable {
    /** Wide enough for every column, and the size of the screenshots. */
    static final Dimension LAPTOP = new Dimension(1400, 1000);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** For a page that has the processor to share with a whole build. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** Warns that typed commands for this very version are not on the class path; none are used. Held, or the setting would be lost. */
    private static final Logger VERSIONS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    private final ChromeDriver driver;
    private final List<String> errors = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Aborts the test, which counts as skipped, if the browser that is there does not start, unless one is required. */
    static Browser start() {
        VERSIONS.setLevel(Level.OFF);
        Chromium chromium = Chromium.installed().orElseThrow();
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromium.driver().toFile())
                .build();
        try {
            ChromeDriver driver = new ChromeDriver(service, options(chromium));
            driver.manage().timeouts().scriptTimeout(LONGEST_STEP).pageLoadTimeout(LONGEST_STEP);
            driver.manage().window().setSize(LAPTOP);
            return new Browser(driver);
        } catch (SessionNotCreatedException failure) {
            if (Chromium.isRequired()) {
                throw failure;
            }
            return Assumptions.abort(chromium + " does not start: " + failure.getMessage());
        }
    }

    private static ChromeOptions options(Chromium chromium) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.browser().toFile());
        // No sandbox: it does not work as root, and the pages are our own. /dev/shm is small in containers.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--force-color-profile=srgb",
                "--lang=en-US");
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    Browser open(URI page) {
        driver.get(page.toString());
        return this;
    }

    /** Opens a page in which a script of ours runs before any of its own. */
    Browser open(URI page, String script) {
        Map<String, Object> added =
                driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        open(page);
        driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", added);
        return this;
    }

    /** What the user's system says it prefers, {@code light} or {@code dark}, on a screen. */
    Browser prefers(String scheme) {
        return media("screen", scheme);
    }

    /** Shows what would be printed where the system prefers that scheme. */
    Browser printedWhere(String scheme) {
        return media("print", scheme);
    }

    private Browser media(String medium, String scheme) {
        List<Map<String, String>> features = List.of(Map.of("name", "prefers-color-scheme", "value", scheme));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", medium, "features", features));
        return this;
    }

    /** The page as a file for the printer; {@code beforeprint} and {@code afterprint} happen. */
    byte[] pdf() {
        Map<String, Object> printed = driver.executeCdpCommand("Page.printToPDF", Map.of("printBackground", true));
        return Base64.getDecoder().decode((String) printed.get("data"));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    boolean has(String selector) {
        return !all(selector).isEmpty();
    }

    /** The text of each, as seen. */
    List<String> texts(String selector) {
        Object texts =
                run("return [...document.querySelectorAll(arguments[0])].map(it => it.innerText.trim())", selector);
        return ((List<?>) texts).stream().map(String::valueOf).toList();
    }

    /** What is focused: the element that keys go to. */
    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** The script calls its last argument with the result. */
    Object runAsync(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeAsyncScript(script, arguments);
    }

    /** Waits for something on the page. */
    void await(String what, BooleanSupplier condition) {
        await(what, LONGEST_STEP, condition);
    }

    void await(String what, Duration longest, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                Path seen = screenshot("failed");
                throw new AssertionError(
                        "never happened: " + what + "; see " + seen + "; on the page's console: " + errors());
            }
            try {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Everything that the console of the page showed as an error, uncaught exceptions and refused loads included. */
    List<String> errors() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                errors.add(entry.getMessage());
            }
        }
        return List.copyOf(errors);
    }

    /** The addresses of everything that pages asked for, pages included. */
    List<URI> requests() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode event = parse(entry.getMessage()).path("message");
            if (event.path("method").asText().equals("Network.requestWillBeSent")) {
                requests.add(event.at("/params/request/url").asText());
            }
        }
        return requests.stream().map(URI::create).toList();
    }

    /** Forgets {@link #errors} and {@link #requests}. */
    Browser forget() {
        errors();
        requests();
        errors.clear();
        requests.clear();
        return this;
    }

    /** What the window shows, kept as {@code target/screenshots/<name>.png}. */
    Path screenshot(String name) {
        return write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** An element with a margin at its sides, and at most so high, for documents; what is below the window as well. */
    Path picture(Path file, String selector, int mostHeight) {
        List<?> box = (List<?>) run("""
                const box = document.querySelector(arguments[0]).getBoundingClientRect();
                const margin = Math.min(12, box.x);
                return [box.x + scrollX - margin, box.y + scrollY, box.width + 2 * margin, Math.min(box.height, arguments[1])];
                """, selector, mostHeight);
        Map<String, Object> clip =
                Map.of("x", box.get(0), "y", box.get(1), "width", box.get(2), "height", box.get(3), "scale", 1);
        Map<String, Object> shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "clip", clip, "captureBeyondViewport", true));
        return write(file, Base64.getDecoder().decode((String) shot.get("data")));
    }

    private static Path write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
