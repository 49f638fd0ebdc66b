package io.querytap.instrumentation.pools.agroal;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownClasses;
import io.querytap.instrumentation.weave.TypeInstrumentation;

/**
 * Where Agroal is woven. A pool is a {@code ConnectionPool}, or a {@code Poolless} that closes each connection after its use; an entry is a
 * {@code ConnectionHandler}. Connections are made on the pool's own thread, or on the borrower's, by its {@code ConnectionFactory}. In a
 * JTA transaction a thread that asks twice is given two wrappers of one entry, which comes back when the transaction ends.
 */
public final class Agroal {
    private static final String PACKAGE = "io/agroal/pool/";

    private Agroal() {}

    public static TypeInstrumentation instrumentation() {
        KnownClasses classes = new KnownClasses(AgroalLibrary.NAME);
        addPool(classes.add(PACKAGE + "ConnectionPool"));
        addPool(classes.add(PACKAGE + "Poolless"));
        classes.add(PACKAGE + "ConnectionFactory")
                .method("createConnection()Ljavax/sql/XAConnection;", PoolAdvice.CreateConnection.class);
        classes.add(PACKAGE + "ConnectionHandler")
                .method("<init>(Ljavax/sql/XAConnection;Lio/agroal/pool/Pool;", AgroalAdvice.EntryCreated.class)
                .method("connectionWrapper()", AgroalAdvice.HandedOut.class);
        classes.add(PACKAGE + "wrapper/ConnectionWrapper").method("close()V", PoolAdvice.Closing.class);
        return classes;
    }

    private static void addPool(KnownClasses.Shape pool) {
        pool.method(
                        "<init>(Lio/agroal/api/configuration/AgroalConnectionPoolConfiguration;",
                        AgroalAdvice.PoolCreated.class)
                .method("getConnection()Ljava/sql/Connection;", PoolAdvice.Acquire.class)
                .optionalMethod("getReadOnlyConnection()Ljava/sql/Connection;", PoolAdvice.Acquire.class)
                .method("returnConnectionHandler(Lio/agroal/pool/ConnectionHandler;)V", AgroalAdvice.Return.class)
                .method("close()V", PoolAdvice.PoolClosed.class);
    }
}
