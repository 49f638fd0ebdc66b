package io.querytap.instrumentation.entry;

import io.querytap.instrumentation.weave.SwitchedListener;
import io.querytap.workhook.QuerytapWorkListener;

/** The one listener that the hooks know in the JVM of this module's tests. */
public final class WorkSwitch {
    private static final SwitchedListener<QuerytapWorkListener> WORK = SwitchedListener.of(QuerytapWorkListener.class);

    static {
        QuerytapWorkListener.install(WORK.listener());
    }

    private WorkSwitch() {}

    /** From now on woven code tells this one. */
    public static void to(QuerytapWorkListener listener) {
        WORK.to(listener);
    }
}
