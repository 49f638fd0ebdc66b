package fakedriver;

/** Stands for a driver on the stack: the frame at which the agent was called. */
public final class Driver {
    private Driver() {}

    public static void call(Runnable measured) {
        measured.run();
    }
}
