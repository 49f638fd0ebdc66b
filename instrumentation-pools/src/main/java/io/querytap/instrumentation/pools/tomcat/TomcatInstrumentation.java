package io.querytap.instrumentation.pools.tomcat;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.pools.KnownMethods;
import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses five classes of the Tomcat JDBC pool, the same in versions 8.5 to 11. A connection comes back where the pool clears its
 * warnings, the last thing before it is idle, or where it is released for good.
 */
public final class TomcatInstrumentation implements TypeInstrumentation {
    private static final String PACKAGE = "org/apache/tomcat/jdbc/pool/";
    private static final String ENTRY_ARGUMENT = "(L" + PACKAGE + "PooledConnection;)";

    @Override
    public List<String> constants() {
        return List.of(PACKAGE + "JdbcInterceptor"); // mentions no JDBC
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        if (!type.name().startsWith(PACKAGE)) {
            return null;
        }
        switch (type.name().substring(PACKAGE.length())) {
            case "ConnectionPool":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(TomcatAdvice.PoolCreated.class, "<init>", "(L" + PACKAGE + "PoolConfiguration;)V")
                        .weave(TomcatAdvice.Acquire.class, "getConnection", "()Ljava/sql/Connection;")
                        .weave(
                                TomcatAdvice.Acquire.class,
                                "getConnection",
                                "(Ljava/lang/String;Ljava/lang/String;)Ljava/sql/Connection;")
                        .weave(TomcatAdvice.AcquireAsync.class, "getConnectionAsync", "()")
                        .weave(
                                TomcatAdvice.HandedOut.class,
                                "setupConnection",
                                ENTRY_ARGUMENT + "Ljava/sql/Connection;")
                        .weave(TomcatAdvice.Tidying.class, "returnConnection", ENTRY_ARGUMENT + "V")
                        .weave(PoolAdvice.PoolClosed.class, "close", "(Z)V")
                        .ifComplete(TomcatLibrary.NAME);
            case "DataSourceProxy":
                return new KnownMethods(type, Weaving.State.NONE)
                        .weave(TomcatAdvice.Opening.class, "getConnection")
                        .ifComplete(TomcatLibrary.NAME);
            case "ConnectionPool$ConnectionFuture":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(
                                TomcatAdvice.FutureKept.class,
                                "<init>",
                                "(L" + PACKAGE + "ConnectionPool;L" + PACKAGE + "PooledConnection;)V")
                        .weave(TomcatAdvice.FutureAsked.class, "get", "(J")
                        .ifComplete(TomcatLibrary.NAME);
            case "PooledConnection":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(TomcatAdvice.Connect.class, "connect", "()V")
                        .weave(PoolAdvice.Return.class, "clearWarnings", "()V")
                        .weave(PoolAdvice.Return.class, "release", "()Z")
                        .ifComplete(TomcatLibrary.NAME);
            case "JdbcInterceptor":
                return new KnownMethods(type, Weaving.State.OBJECT)
                        .weave(TomcatAdvice.CarriesState.class, "<init>", "()V")
                        .ifComplete(TomcatLibrary.NAME);
            default:
                return null;
        }
    }
}
