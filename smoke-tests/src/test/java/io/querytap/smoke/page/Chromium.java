package io.querytap.smoke.page;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The browser of this machine and its driver, found on the path. {@code querytap.test.browser} is {@code required} where tests must not be
 * skipped.
 */
record Chromium(Path browser, Path driver) {
    static final String MISSING =
            "no Chromium with its chromedriver on the path; on Debian: apt-get install chromium chromium-driver";

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<String> DRIVERS = List.of("chromedriver", "chromium.chromedriver");

    static Optional<Chromium> installed() {
        return onPath(BROWSERS).flatMap(browser -> onPath(DRIVERS).map(driver -> new Chromium(browser, driver)));
    }

    static void requireUnlessOptional() {
        if (isRequired()) {
            throw new IllegalStateException("querytap.test.browser=required, but there is " + MISSING);
        }
    }

    static boolean isRequired() {
        return "required".equals(System.getProperty("querytap.test.browser"));
    }

    private static Optional<Path> onPath(List<String> names) {
        List<Path> folders = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList();
        return names.stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .flatMap(file -> Files.isExecutable(file) ? Stream.of(file) : Stream.empty())
                .findFirst();
    }
}
