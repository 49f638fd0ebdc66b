package io.querytap.agent.log;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of {@link System} in Caffeine: packaging rewrites its references to this class, which has what Caffeine uses. The real {@link
 * System#getLogger} would start the JVM's log manager, see {@link Logger}.
 */
public final class CaffeineSystem {
    private CaffeineSystem() {}

    /** A logger that goes where those of the other libraries go. */
    public static System.Logger getLogger(String name) {
        return new Forwarding(Logger.getLogger(name));
    }

    public static long nanoTime() {
        return System.nanoTime();
    }

    public static int identityHashCode(@Nullable Object object) {
        return System.identityHashCode(object);
    }

    private static final class Forwarding implements System.Logger {
        private final Logger logger;

        Forwarding(Logger logger) {
            this.logger = logger;
        }

        @Override
        public String getName() {
            return logger.getName();
        }

        @Override
        public boolean isLoggable(Level level) {
            return logger.isLoggable(levelOf(level));
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            logger.log(levelOf(level), message, thrown);
        }

        /** The parameters are left out, they may be anything. */
        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            logger.log(levelOf(level), format);
        }

        private static java.util.logging.Level levelOf(Level level) {
            return level.compareTo(Level.WARNING) < 0
                    ? java.util.logging.Level.FINE
                    : level == Level.OFF ? java.util.logging.Level.OFF : java.util.logging.Level.WARNING;
        }
    }
}
