package io.querytap.smoke.page;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Takes the pictures of the documentation: runs the demo, shows its console while it works and its report afterwards. Nothing on them is made
 * up. Run by {@code smoke-tests/pictures}.
 */
final class PicturesCommand {
    private static final String CONSOLE = "[querytap] console: ";
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    /** The demo's own picture of itself is more telling once it has run into its troubles. */
    private static final int FINDINGS_TO_SHOW = 5;

    private static final int REPORT_HEIGHT = 1_500;
    private static final int CONSOLE_HEIGHT = 1_000;
    private static final int POOL_HEIGHT = 1_250;
    private static final int PATTERN_HEIGHT = 1_400;

    private PicturesCommand() {}

    /** @param arguments the folder of the project, and the one of the pictures */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path project = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path pictures = Path.of(arguments[1]).toAbsolutePath().normalize();
        Path said = Files.createTempFile("querytap-pictures", ".log");
        ProcessBuilder builder = new ProcessBuilder("./demo", "--no-build")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().put("QUERYTAP_CONSOLE", "0");
        Process demo = builder.start();
        try (Browser browser = Browser.start()) {
            console(browser, pictures, console(said, demo));
            if (!demo.waitFor(LONGEST_RUN.toMillis(), TimeUnit.MILLISECONDS) || demo.exitValue() != 0) {
                throw new IllegalStateException("the demo did not end well: " + Files.readString(said));
            }
            report(browser, pictures, project.resolve("target/demo/report.html").toUri());
        } finally {
            demo.destroy();
        }
        Files.delete(said);
    }

    private static URI console(Path said, Process demo) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_RUN.toNanos();
        while (demo.isAlive() && System.nanoTime() - end < 0) {
            Optional<String> line = Files.readString(said)
                    .lines()
                    .filter(it -> it.startsWith(CONSOLE))
                    .findFirst();
            if (line.isPresent()) {
                return URI.create(line.get().substring(CONSOLE.length()).split("[;, ]")[0]);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the demo has no console: " + Files.readString(said));
    }

    private static void console(Browser browser, Path folder, URI address) {
        browser.prefers("dark").open(address);
        browser.await(
                "some findings",
                LONGEST_RUN,
                () -> browser.all("#findings article").size() >= FINDINGS_TO_SHOW);
        browser.picture(folder.resolve("console.png"), "body", CONSOLE_HEIGHT);
    }

    private static void report(Browser browser, Path folder, URI address) {
        ReportPage page = new ReportPage(browser);
        browser.prefers("light").open(address);
        page.awaitDrawn();
        browser.picture(folder.resolve("report.png"), "body", REPORT_HEIGHT);
        // It stays at the window's edge and would lie across a section.
        browser.run("document.querySelector('nav.sections').style.position = 'static'");
        page.showPlots("#pools");
        browser.picture(folder.resolve("pools.png"), "#pools", POOL_HEIGHT);
        // Of the one that ran most often there is most to see.
        page.sortBy("Count");
        page.openFirst();
        page.showPlots(ReportPage.DETAIL);
        browser.picture(folder.resolve("pattern.png"), "#patterns", PATTERN_HEIGHT);
    }
}
