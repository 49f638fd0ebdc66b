package io.querytap.smoke.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A JVM that has been started. */
public final class RunningJvm {
    private final Process process;
    private final Path directory;
    private final boolean reports;

    RunningJvm(Process process, Path directory, boolean reports) {
        this.process = process;
        this.directory = directory;
        this.reports = reports;
    }

    /** Waits until the application has printed a line. */
    public RunningJvm awaitLine(String line, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!stdout().lines().anyMatch(line::equals)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("never printed \"" + line + "\":\n" + stdout() + stderr());
            }
            Thread.sleep(20);
        }
        return this;
    }

    /** Waits until the agent has printed a line that ends so. */
    public RunningJvm awaitAgentLine(String end, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!stderr().lines().anyMatch(line -> line.startsWith("[querytap] ") && line.endsWith(end))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError("the agent never said \"" + end + "\":\n" + stdout() + stderr());
            }
            Thread.sleep(20);
        }
        return this;
    }

    /** Waits until the agent has printed a line that begins so, and gives the rest of it. */
    public String awaitAgentLineAfter(String start, Duration longest) throws InterruptedException {
        String prefix = "[querytap] " + start;
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            Optional<String> line =
                    stderr().lines().filter(it -> it.startsWith(prefix)).findFirst();
            if (line.isPresent()) {
                return line.get().substring(prefix.length());
            }
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError("the agent never said \"" + start + "\":\n" + stdout() + stderr());
            }
            Thread.sleep(20);
        }
    }

    /** Asks it to end, as {@code kill} and container platforms do. */
    public RunningJvm terminate() {
        process.destroy();
        return this;
    }

    /** Ends it without giving it time for anything, as {@code kill -9} does. */
    public RunningJvm kill() {
        process.destroyForcibly();
        return this;
    }

    /** Waits for its end; past the time, it is killed and the test fails. */
    public Outcome await(Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + longest + ":\n" + stdout() + stderr());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
        return new Outcome(process.exitValue(), stdout(), stderr(), reports ? directory.resolve("report") : null);
    }

    private String stdout() {
        return read("stdout");
    }

    private String stderr() {
        return read("stderr");
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
