package io.querytap.instrumentation.pools.ucp;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownClasses;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.List;

/**
 * Where Oracle UCP is woven. A pool is a {@code UniversalConnectionPoolBase}, an entry a {@code UniversalPooledConnectionImpl}, whatever is
 * pooled. The proxies that borrowers have extend {@code ConnectionProxy}, generated or not.
 */
public final class Ucp {
    static final String POOL_NAME = "oracle.ucp.common.UniversalConnectionPoolBase";

    private static final String PACKAGE = "oracle/ucp/";
    private static final String BASE = PACKAGE + "common/UniversalConnectionPoolBase";
    private static final String POOL = PACKAGE + "common/UniversalConnectionPoolImpl";
    private static final String ENTRY = "Loracle/ucp/UniversalPooledConnection;";
    private static final String REQUEST = "Loracle/ucp/ConnectionRetrievalInfo;";

    private Ucp() {}

    public static TypeInstrumentation instrumentation() {
        KnownClasses classes = new KnownClasses(UcpLibrary.NAME, List.of(BASE, POOL)); // the two mention no JDBC
        classes.add(BASE).method("start(", UcpAdvice.PoolStarts.class).method("stop()V", PoolAdvice.PoolClosed.class);
        classes.add(POOL, Weaving.State.NONE)
                .method("borrowConnection(" + REQUEST + ')' + ENTRY, PoolAdvice.Acquire.class)
                .method("returnConnection(" + ENTRY + ")V", UcpAdvice.Return.class)
                .method("closeConnection(" + ENTRY + ")V", UcpAdvice.Return.class);
        classes.add(PACKAGE + "common/UniversalPooledConnectionImpl")
                .method("<init>(L" + BASE + ";Ljava/lang/Object;" + REQUEST, UcpAdvice.EntryCreated.class);
        classes.add(PACKAGE + "common/ConnectionFactoryAdapterBase")
                .method("setUniversalConnectionPool(", UcpAdvice.FactoryOf.class);
        classes.add(PACKAGE + "jdbc/PoolDataSourceImpl")
                .method("getConnection()Ljava/sql/Connection;", UcpAdvice.Opening.class);
        for (String source : List.of("DataSource", "ConnectionPoolDataSource", "XADataSource", "Driver")) {
            classes.add(PACKAGE + "jdbc/" + source + "ConnectionFactoryAdapter", Weaving.State.NONE)
                    .method("createConnection(" + REQUEST + ")Ljava/lang/Object;", PoolAdvice.CreateConnection.class);
        }
        addProxies(classes, "other/", "OtherConnectionProxyFactory", "ConnectionProxy");
        addProxies(classes, "oracle/", "OracleConnectionProxyFactory", "ConnectionProxyBase");
        return classes;
    }

    private static void addProxies(KnownClasses classes, String proxyPackage, String factory, String proxy) {
        String prefix = PACKAGE + "jdbc/proxy/" + proxyPackage;
        classes.add(prefix + factory, Weaving.State.NONE)
                .method("proxyForConnection(Loracle/ucp/UniversalConnectionPool;" + ENTRY, UcpAdvice.HandedOut.class)
                .method("proxyForXAConnection(Loracle/ucp/UniversalConnectionPool;" + ENTRY, UcpAdvice.HandedOut.class);
        classes.add(prefix + proxy).method("close()V", PoolAdvice.Closing.class);
    }
}
