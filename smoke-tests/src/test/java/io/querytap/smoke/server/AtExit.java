package io.querytap.smoke.server;

/** What is done when the JVM of the tests ends. */
final class AtExit {
    private AtExit() {}

    static void stop(Stop stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                stop.run();
            } catch (Exception e) {
                System.err.println("a test server did not stop: " + e);
            }
        }));
    }

    interface Stop {
        void run() throws Exception;
    }
}
