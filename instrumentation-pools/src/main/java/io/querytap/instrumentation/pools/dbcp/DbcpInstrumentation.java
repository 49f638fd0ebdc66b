package io.querytap.instrumentation.pools.dbcp;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownMethods;
import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the classes through which every connection of {@code BasicDataSource} and {@code PoolingDataSource} goes. Managed (JTA) data
 * sources and {@code PoolingDriver} borrow past them and are not measured.
 */
public final class DbcpInstrumentation implements TypeInstrumentation {
    /** The packages of Commons DBCP and Commons Pool, and of Tomcat's copies of them. */
    private static final String[][] PACKAGES = {
        {"org/apache/commons/dbcp2/", "org/apache/commons/pool2/impl/"},
        {"org/apache/tomcat/dbcp/dbcp2/", "org/apache/tomcat/dbcp/pool2/impl/"},
    };

    private static final String POOL = "GenericObjectPool";

    @Override
    public List<String> constants() {
        return List.of(PACKAGES[0][1] + POOL, PACKAGES[1][1] + POOL); // mentions no JDBC
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        for (String[] packages : PACKAGES) {
            if (type.name().equals(packages[1] + POOL)) {
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(DbcpAdvice.PoolClosed.class, "close", "()V")
                        .ifComplete(DbcpLibrary.NAME);
            }
            if (type.name().startsWith(packages[0])) {
                return choose(type, packages[0], type.name().substring(packages[0].length()));
            }
        }
        return null;
    }

    private static @Nullable Weaving choose(ClassHeader type, String ownPackage, String simpleName) {
        switch (simpleName) {
            case "BasicDataSource":
                return new KnownMethods(type, Weaving.State.NONE)
                        .weave(DbcpAdvice.PoolCreated.class, "createConnectionPool", "(L")
                        .weave(DbcpAdvice.Opening.class, "getConnection", "()Ljava/sql/Connection;")
                        .ifComplete(DbcpLibrary.NAME);
            case "PoolingDataSource":
                return new KnownMethods(type, Weaving.State.NONE)
                        .weave(DbcpAdvice.Acquire.class, "getConnection", "()Ljava/sql/Connection;")
                        .ifComplete(DbcpLibrary.NAME);
            case "PoolingDataSource$PoolGuardConnectionWrapper":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(
                                DbcpAdvice.HandedOut.class,
                                "<init>",
                                "(L" + ownPackage + "PoolingDataSource;Ljava/sql/Connection;")
                        .weave(PoolAdvice.Closing.class, "close", "()V")
                        .ifComplete(DbcpLibrary.NAME);
            case "PoolableConnection":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(DbcpAdvice.EntryCreated.class, "<init>", "(Ljava/sql/Connection;L")
                        .weave(DbcpAdvice.Passivated.class, "passivate", "()V")
                        .weave(PoolAdvice.Return.class, "reallyClose", "()V")
                        .ifComplete(DbcpLibrary.NAME);
            case "PoolingConnection":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(DbcpAdvice.StatementPoolAround.class, "<init>", "(Ljava/sql/Connection;)V")
                        .ifComplete(DbcpLibrary.NAME);
            case "PoolableConnectionFactory":
                return new KnownMethods(type, Weaving.State.NONE)
                        .weave(DbcpAdvice.CreateConnection.class, "makeObject", "()L")
                        .ifComplete(DbcpLibrary.NAME);
            default:
                return null;
        }
    }
}
