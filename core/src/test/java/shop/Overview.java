package shop;

import fakedriver.Driver;

/** A page that makes two queries for each row, in one loop. */
public final class Overview {
    private Overview() {}

    public static void rows(int count, Runnable first, Runnable second) {
        for (int i = 0; i < count; i++) {
            Driver.call(first);
            Driver.call(second);
        }
    }
}
