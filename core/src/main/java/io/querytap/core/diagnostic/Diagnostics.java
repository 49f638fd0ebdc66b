package io.querytap.core.diagnostic;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The agent's own voice: one line a message on the process's standard error, and a count of the agent's own errors.
 *
 * <p>Writes to the file descriptor, not to {@code System.err}: the application may have replaced that stream with one that
 * logs through a database, and then the agent would record itself. Thread-safe. Never throws.
 */
public final class Diagnostics {
    private static final String PREFIX = "[querytap] ";

    /** Distinct messages remembered for "once"; past it, further new ones are counted but not said. */
    private static final int MAX_REMEMBERED_MESSAGES = 256;

    private static final PrintStream STDERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), /* autoFlush= */ true, StandardCharsets.UTF_8);
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();
    private static final AtomicLong SELF_ERRORS = new AtomicLong();

    private Diagnostics() {}

    /** Prints one line with the agent's prefix. */
    public static void say(String message) {
        STDERR.println(PREFIX + message);
    }

    /** Prints text as it is, for output of more than a line that has a layout of its own. */
    public static void print(String text) {
        STDERR.print(text);
        STDERR.flush();
    }

    /**
     * Prints one line the first time that {@code topic} is seen in this JVM.
     *
     * @return whether the line was printed
     */
    public static boolean sayOnce(String topic, String message) {
        if (SAID.size() >= MAX_REMEMBERED_MESSAGES || !SAID.add(topic)) {
            return false;
        }
        say(message);
        return true;
    }

    /**
     * Counts an error of the agent's own and reports the first of its kind: the same exception class from the same line of
     * the agent. The message of the exception is left out, it may hold the application's data.
     */
    public static void failed(String doing, Throwable failure) {
        SELF_ERRORS.incrementAndGet();
        try {
            String at = place(failure.getStackTrace());
            sayOnce(
                    failure.getClass().getName() + '@' + at,
                    "the agent failed while " + doing + " and stepped aside there (the application is not affected): "
                            + failure.getClass().getName() + " at " + at);
        } catch (Throwable nothingMoreToDo) { // the host must not learn of a failure to report a failure
            SELF_ERRORS.incrementAndGet();
        }
    }

    /** Where it was thrown and, if that was not in the agent itself, which line of the agent led there. */
    private static String place(StackTraceElement[] stack) {
        if (stack.length == 0) {
            return "unknown line";
        }
        for (int i = 1; i < stack.length && !isOurs(stack[0]); i++) {
            if (isOurs(stack[i])) {
                return stack[0] + ", called at " + stack[i];
            }
        }
        return stack[0].toString();
    }

    private static boolean isOurs(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("io.querytap.") && !type.startsWith("io.querytap.shaded.");
    }

    /** Counts something observed that could not be kept, and says so once. */
    public static void dropped(String what) {
        SELF_ERRORS.incrementAndGet();
        sayOnce("dropped " + what, "dropped " + what + "; such drops are counted in the report as selfErrors");
    }

    /** Errors of the agent's own since start, drops included. */
    public static long selfErrors() {
        return SELF_ERRORS.get();
    }
}
