package io.querytap.instrumentation.pools;

import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.dbcp.DbcpInstrumentation;
import io.querytap.instrumentation.pools.dbcp.DbcpLibrary;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import java.util.ArrayList;
import java.util.List;

/** The libraries that this module knows. */
public final class Pools {
    private Pools() {}

    /** What chooses and weaves their classes. */
    public static List<TypeInstrumentation> instrumentations() {
        List<TypeInstrumentation> all = new ArrayList<>();
        all.add(new DbcpInstrumentation());
        return all;
    }

    /** What reads their pools' names, limits and counts. */
    public static List<PoolLibrary> libraries() {
        List<PoolLibrary> all = new ArrayList<>();
        all.add(new DbcpLibrary());
        return all;
    }
}
