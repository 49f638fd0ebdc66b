package shop;

import fakedriver.Driver;

/** Places in an application from which statements come. */
public final class Repository {
    private Repository() {}

    /** The place of most tests. */
    public static void find(Runnable statement) {
        Driver.call(statement);
    }

    public static void findElsewhere(Runnable statement) {
        Driver.call(statement);
    }
}
