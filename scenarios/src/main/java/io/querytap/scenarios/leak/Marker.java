package io.querytap.scenarios.leak;

import java.util.List;

/** Values that stand nowhere else in the world. */
public final class Marker {
    public static final String TEXT = "Zorbhaxquint";
    public static final String PASSWORD = "Krindelwosp!7";
    public static final long NUMBER = 918_273_645_546_372L;
    public static final String DECIMAL = "70153.8264915";

    /** What to look for. */
    public static final List<String> ALL = List.of(TEXT, PASSWORD, String.valueOf(NUMBER), DECIMAL);

    private Marker() {}
}
