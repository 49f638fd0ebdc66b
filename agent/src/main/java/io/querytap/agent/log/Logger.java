package io.querytap.agent.log;

import io.querytap.core.diagnostic.Diagnostics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of {@link java.util.logging.Logger} in the libraries inside the agent jar: packaging rewrites their
 * references to this class. The real one would start the JVM's log manager, which application servers replace and must be first
 * to touch. {@link Level} stays the JDK's: it is a plain value.
 *
 * <p>Warnings and worse are said in the agent's voice, a few per logger; all else is dropped. Exceptions are named by class
 * only, their messages may hold the application's data. Thread-safe.
 */
public final class Logger {
    /** Messages said per logger; a library in trouble repeats itself with varying numbers. */
    private static final int MAX_MESSAGES = 3;

    /** Part of the names of the loggers whose failures {@code ExportHealth} reports, once and without the server's words. */
    private static final String EXPORTERS = ".export";

    /** The client of Redis and what it stands on: whether Redis answers, the shared tier says itself. */
    private static final String[] REDIS_CLIENT = {".lettuce.", ".netty.", ".reactor."};

    private final String name;
    private final boolean isQuiet;
    private final AtomicInteger said = new AtomicInteger();

    private Logger(String name) {
        this.name = name;
        this.isQuiet = name.contains(EXPORTERS) || isOfRedisClient(name);
    }

    private static boolean isOfRedisClient(String name) {
        for (String part : REDIS_CLIENT) {
            if (name.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Always a new logger: libraries keep theirs in a static field. */
    public static Logger getLogger(String name) {
        return new Logger(name);
    }

    public static Logger getLogger(String name, @Nullable String resourceBundleName) {
        return new Logger(name);
    }

    public static Logger getAnonymousLogger() {
        return new Logger("anonymous");
    }

    public static Logger getGlobal() {
        return new Logger("global");
    }

    public String getName() {
        return name;
    }

    public Level getLevel() {
        return Level.WARNING;
    }

    /** Ignored: what the agent says is not a library's choice. */
    public void setLevel(@Nullable Level level) {}

    public boolean isLoggable(Level level) {
        return level.intValue() >= Level.WARNING.intValue()
                && level != Level.OFF
                && !isQuiet
                && said.get() < MAX_MESSAGES;
    }

    public void log(Level level, @Nullable String message) {
        say(level, message, null);
    }

    public void log(LogRecord entry) {
        say(entry.getLevel(), entry.getMessage(), entry.getThrown());
    }

    public void log(Level level, Supplier<String> message) {
        if (isLoggable(level)) {
            say(level, message.get(), null);
        }
    }

    /** The parameter is left out, it may be anything. */
    public void log(Level level, @Nullable String message, @Nullable Object parameter) {
        say(level, message, null);
    }

    /** The parameters are left out, they may be anything. */
    public void log(Level level, @Nullable String message, Object @Nullable [] parameters) {
        say(level, message, null);
    }

    public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
        say(level, message, thrown);
    }

    public void log(Level level, @Nullable Throwable thrown, Supplier<String> message) {
        if (isLoggable(level)) {
            say(level, message.get(), thrown);
        }
    }

    public void severe(@Nullable String message) {
        say(Level.SEVERE, message, null);
    }

    public void severe(Supplier<String> message) {
        log(Level.SEVERE, message);
    }

    public void warning(@Nullable String message) {
        say(Level.WARNING, message, null);
    }

    public void warning(Supplier<String> message) {
        log(Level.WARNING, message);
    }

    public void info(@Nullable String message) {}

    public void info(Supplier<String> message) {}

    public void config(@Nullable String message) {}

    public void config(Supplier<String> message) {}

    public void fine(@Nullable String message) {}

    public void fine(Supplier<String> message) {}

    public void finer(@Nullable String message) {}

    public void finer(Supplier<String> message) {}

    public void finest(@Nullable String message) {}

    public void finest(Supplier<String> message) {}

    public void throwing(@Nullable String sourceClass, @Nullable String sourceMethod, @Nullable Throwable thrown) {}

    private void say(Level level, @Nullable String message, @Nullable Throwable thrown) {
        if (!isLoggable(level) || said.incrementAndGet() > MAX_MESSAGES) {
            return;
        }
        String cause = thrown == null ? "" : " (" + thrown.getClass().getName() + ')';
        String simpleName = name.substring(name.lastIndexOf('.') + 1);
        Diagnostics.sayOnce(name + '|' + message, simpleName + ": " + message + cause);
    }
}
