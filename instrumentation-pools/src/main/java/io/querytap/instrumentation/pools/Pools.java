package io.querytap.instrumentation.pools;

import io.querytap.instrumentation.pool.PoolLibrary;
import io.querytap.instrumentation.pools.agroal.Agroal;
import io.querytap.instrumentation.pools.agroal.AgroalLibrary;
import io.querytap.instrumentation.pools.c3p0.C3p0;
import io.querytap.instrumentation.pools.c3p0.C3p0Library;
import io.querytap.instrumentation.pools.dbcp.DbcpInstrumentation;
import io.querytap.instrumentation.pools.dbcp.DbcpLibrary;
import io.querytap.instrumentation.pools.druid.DruidInstrumentation;
import io.querytap.instrumentation.pools.druid.DruidLibrary;
import io.querytap.instrumentation.pools.tomcat.TomcatInstrumentation;
import io.querytap.instrumentation.pools.tomcat.TomcatLibrary;
import io.querytap.instrumentation.pools.ucp.Ucp;
import io.querytap.instrumentation.pools.ucp.UcpLibrary;
import io.querytap.instrumentation.pools.vibur.Vibur;
import io.querytap.instrumentation.pools.vibur.ViburLibrary;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import java.util.ArrayList;
import java.util.List;

/** The libraries that this module knows. */
public final class Pools {
    private Pools() {}

    /** What chooses and weaves their classes. */
    public static List<TypeInstrumentation> instrumentations() {
        List<TypeInstrumentation> all = new ArrayList<>();
        all.add(C3p0.instrumentation());
        all.add(Agroal.instrumentation());
        all.add(Vibur.instrumentation());
        all.add(Ucp.instrumentation());
        all.add(new DbcpInstrumentation());
        all.add(new DruidInstrumentation());
        all.add(new TomcatInstrumentation());
        return all;
    }

    /** What reads their pools' names, limits and counts. */
    public static List<PoolLibrary> libraries() {
        List<PoolLibrary> all = new ArrayList<>();
        all.add(new C3p0Library());
        all.add(new AgroalLibrary());
        all.add(new ViburLibrary());
        all.add(new UcpLibrary());
        all.add(new DbcpLibrary());
        all.add(new DruidLibrary());
        all.add(new TomcatLibrary());
        return all;
    }
}
