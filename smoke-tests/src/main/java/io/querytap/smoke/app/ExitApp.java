package io.querytap.smoke.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes as many values into texts as the second argument says, which is a finding or none, and ends as the third says: URL,
 * number of values, way to end. A shutdown hook of its own takes longer than the agent's and prints a line when it is through.
 */
public final class ExitApp {
    /** What the hook prints. */
    public static final String HOOK_LINE = "hook is through";

    /** The exit code of the way {@code exit-7}. */
    public static final int OWN_EXIT_CODE = 7;

    private static final long HOOK_MILLIS = 1_500;

    private ExitApp() {}

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitApp::tidyUp));
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            for (int value = 0; value < Integer.parseInt(arguments[1]); value++) {
                statement.executeQuery("SELECT " + value + " + 1").close();
            }
        }
        end(arguments[2]);
    }

    private static void end(String way) throws InterruptedException {
        switch (way) {
            case "return":
                return;
            case "exit-0":
                System.exit(0);
                return;
            case "exit-7":
                System.exit(OWN_EXIT_CODE);
                return;
            case "throw":
                throw new IllegalStateException("meant so");
            case "throw-handled":
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
                throw new IllegalStateException("meant so");
            case "throw-elsewhere":
                Thread other = new Thread(() -> {
                    throw new IllegalStateException("meant so");
                });
                other.setUncaughtExceptionHandler((thread, failure) -> {});
                other.start();
                other.join();
                return;
            case "exit-0-from-another-thread-while-main-returns":
                new Thread(() -> System.exit(0)).start();
                return;
            default:
                throw new IllegalArgumentException(way);
        }
    }

    private static void tidyUp() {
        try {
            Thread.sleep(HOOK_MILLIS);
        } catch (InterruptedException hurried) {
            return;
        }
        System.out.println(HOOK_LINE);
    }
}
