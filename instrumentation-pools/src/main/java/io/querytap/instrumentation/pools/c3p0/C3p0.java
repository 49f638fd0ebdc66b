package io.querytap.instrumentation.pools.c3p0;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownClasses;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;

/**
 * Where c3p0 is woven. A pool is a {@code C3P0PooledConnectionPool}; an entry is a {@code NewPooledConnection}, which is made without
 * knowing its pool. A data source over a driver's own pooled connections has no such entries: its failures are counted, its leases are
 * not.
 */
public final class C3p0 {
    private static final String PACKAGE = "com/mchange/v2/c3p0/impl/";

    private C3p0() {}

    public static TypeInstrumentation instrumentation() {
        KnownClasses classes = new KnownClasses(C3p0Library.NAME);
        classes.add(PACKAGE + "C3P0PooledConnectionPool")
                .method("<init>(Ljavax/sql/ConnectionPoolDataSource;", C3p0Advice.PoolCreated.class)
                .method("checkoutPooledConnection()Ljavax/sql/PooledConnection;", PoolAdvice.Acquire.class)
                .method("checkinPooledConnection(Ljavax/sql/PooledConnection;)V", C3p0Advice.Return.class)
                .method("close(Z)V", PoolAdvice.PoolClosed.class);
        classes.add(PACKAGE + "C3P0PooledConnectionPool$1PooledConnectionResourcePoolManager", Weaving.State.NONE)
                .method("acquireResource()Ljava/lang/Object;", C3p0Advice.CreateConnection.class);
        classes.add(PACKAGE + "C3P0PooledConnectionPoolManager", Weaving.State.NONE)
                .method("createPooledConnectionPool(", C3p0Advice.PoolNamed.class);
        classes.add(PACKAGE + "AbstractPoolBackedDataSource", Weaving.State.NONE)
                .method("getConnection()Ljava/sql/Connection;", C3p0Advice.Opening.class);
        classes.add(PACKAGE + "NewPooledConnection").method("<init>(Ljava/sql/Connection;", C3p0Advice.EntryMade.class);
        addProxy(classes.add(PACKAGE + "NewProxyConnection")); // 0.9
        addProxy(classes.add(PACKAGE + "AbstractNewProxyConnection")); // from 0.10 on
        return classes;
    }

    private static void addProxy(KnownClasses.Shape proxy) {
        proxy.method(
                        "<init>(Ljava/sql/Connection;Lcom/mchange/v2/c3p0/impl/NewPooledConnection;",
                        C3p0Advice.HandedOut.class)
                .method("close()V", PoolAdvice.Closing.class);
    }
}
