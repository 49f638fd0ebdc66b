package io.querytap.smoke.app;

/** What {@code CREATE ALIAS} of H2 refers to. */
public final class Routines {
    private Routines() {}

    public static int twice(int single) {
        return single * 2;
    }
}
