package io.querytap.instrumentation.pools.druid;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownMethods;
import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import org.jspecify.annotations.Nullable;

/** Chooses the classes of Druid, the same in versions 1.1 and 1.2. Physical connections are mostly made by threads of the pool. */
public final class DruidInstrumentation implements TypeInstrumentation {
    private static final String PACKAGE = "com/alibaba/druid/";
    private static final String POOL_PACKAGE = PACKAGE + "pool/";

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        if (!type.name().startsWith(PACKAGE)) {
            return null;
        }
        switch (type.name().substring(PACKAGE.length())) {
            case "pool/DruidAbstractDataSource":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(PoolAdvice.CreateConnection.class, "createPhysicalConnection", "()L")
                        .ifComplete(DruidLibrary.NAME);
            case "pool/DruidDataSource": // has the state of the class above
                return new KnownMethods(type, Weaving.State.NONE)
                        .weave(DruidAdvice.Started.class, "registerMbean", "()V")
                        .weave(PoolAdvice.Acquire.class, "getConnection", "(J)L")
                        .weave(
                                DruidAdvice.Discard.class,
                                "discardConnection",
                                "(L" + POOL_PACKAGE + "DruidConnectionHolder;)")
                        .weave(PoolAdvice.PoolClosed.class, "close", "()V")
                        .ifComplete(DruidLibrary.NAME);
            case "pool/DruidConnectionHolder":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(
                                DruidAdvice.EntryCreated.class,
                                "<init>",
                                "(L" + POOL_PACKAGE + "DruidAbstractDataSource;Ljava/sql/Connection;")
                        .weave(DruidAdvice.StatementPool.class, "getStatementPool", "()L")
                        .weave(DruidAdvice.Reset.class, "reset", "()V")
                        .ifComplete(DruidLibrary.NAME);
            case "pool/DruidPooledConnection":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(DruidAdvice.HandedOut.class, "<init>", "(L" + POOL_PACKAGE + "DruidConnectionHolder;)V")
                        .weave(PoolAdvice.Closing.class, "close", "()V")
                        .ifComplete(DruidLibrary.NAME);
            case "pool/DruidStatementConnection": // came with a later 1.2
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(
                                DruidAdvice.ConnectionWithStatement.class,
                                "<init>",
                                "(Ljava/sql/Connection;Ljava/sql/Statement;)V")
                        .ifComplete(DruidLibrary.NAME);
            case "proxy/jdbc/ConnectionProxyImpl":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(
                                DruidAdvice.FilteredConnection.class,
                                "<init>",
                                "(L" + PACKAGE + "proxy/jdbc/DataSourceProxy;Ljava/sql/Connection;")
                        .ifComplete(DruidLibrary.NAME);
            default:
                return null;
        }
    }
}
