package io.querytap.instrumentation.pools.vibur;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownClasses;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;

/**
 * Where Vibur DBCP is woven. A {@code ConnectionFactory} stands for the pool, because it is there before the first connection; an entry is
 * a {@code ConnHolder}. A borrower who asks while there is room makes the connection himself, and tries again if that fails.
 */
public final class Vibur {
    private static final String PACKAGE = "org/vibur/dbcp/";

    private Vibur() {}

    public static TypeInstrumentation instrumentation() {
        KnownClasses classes = new KnownClasses(ViburLibrary.NAME);
        classes.add(PACKAGE + "pool/ConnectionFactory")
                .method("<init>(Lorg/vibur/dbcp/ViburConfig;)V", ViburAdvice.PoolCreated.class)
                .method("create()Lorg/vibur/dbcp/pool/ConnHolder;", ViburAdvice.CreateConnection.class);
        classes.add(PACKAGE + "pool/ConnHolder").method("<init>(Ljava/sql/Connection;", ViburAdvice.EntryMade.class);
        classes.add(PACKAGE + "pool/PoolOperations")
                .method(
                        "<init>(Lorg/vibur/dbcp/ViburDBCPDataSource;Lorg/vibur/dbcp/pool/ViburObjectFactory;",
                        ViburAdvice.OperationsMade.class)
                .method("getProxyConnection(J)Ljava/sql/Connection;", ViburAdvice.Acquire.class)
                .method("restore(Lorg/vibur/dbcp/pool/ConnHolder;", ViburAdvice.Return.class);
        classes.add(PACKAGE + "proxy/ConnectionInvocationHandler")
                .method("<init>(Lorg/vibur/dbcp/pool/ConnHolder;", ViburAdvice.HandedOut.class)
                .method("processClose()", PoolAdvice.Closing.class)
                .method("processAbort(", PoolAdvice.Closing.class);
        classes.add(PACKAGE + "ViburDBCPDataSource", Weaving.State.NONE)
                .method("terminate()V", ViburAdvice.PoolClosed.class);
        return classes;
    }
}
