package io.querytap.workhook;

/**
 * What code calls that is woven into {@code Shutdown} and {@code Thread} so that findings can change the exit code. Only plain
 * fields and one call, because by then most of the JVM is gone; never throws.
 */
public final class QuerytapExitHooks {
    /** The exit code that findings ask for; 0 while they ask for none. */
    private static volatile int asked;

    private static volatile long mainThread;
    private static volatile boolean mainFailed;
    private static volatile boolean endIsExit;

    private QuerytapExitHooks() {}

    /**
     * From here on the exit code can be changed.
     *
     * @param mainThreadId of the thread that runs the application's main method
     * @param launched whether the process is the {@code java} launcher's, so that it ends when the JVM does
     */
    public static void watch(long mainThreadId, boolean launched) {
        mainThread = mainThreadId;
        endIsExit = launched;
    }

    /** Asks for an exit code instead of 0. */
    public static void ask(int status) {
        asked = status;
    }

    /** The JVM is about to halt, after all shutdown hooks: which exit code it takes. */
    public static int halting(int status) {
        return status == 0 ? asked : status;
    }

    /**
     * The JVM has run all shutdown hooks because no thread of the application is left; its launcher would now end with 0, or
     * with 1 if the main method threw.
     */
    public static void ended() {
        int status = asked;
        if (status != 0 && endIsExit && !mainFailed) {
            Runtime.getRuntime().halt(status);
        }
    }

    /** The current thread ends with an exception. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    public static void uncaught() {
        if (Thread.currentThread().getId() == mainThread) {
            mainFailed = true;
        }
    }
}
