package io.querytap.instrumentation.hikari;

import io.querytap.instrumentation.pool.PoolAdvice;
import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.ClockTap;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import org.jspecify.annotations.Nullable;

/**
 * Chooses five classes of HikariCP, the same in versions 4 to 7. A pool whose classes look otherwise is left alone: if the
 * methods are not found nothing is woven, and the pool is not measured.
 *
 * <p>It reads the clock itself when it is asked, when it has chosen a connection to lend, and, from version 5 on, when it takes one back.
 * That is told too, where its code looks as it is known to; what it says is used only once it is seen to be the same clock (it counts
 * milliseconds on macOS).
 */
public final class HikariInstrumentation implements TypeInstrumentation {
    private static final String PACKAGE = "com/zaxxer/hikari/pool/";
    private static final String CLOCK = "com/zaxxer/hikari/util/ClockSource";
    private static final String CLOCK_METHOD = "currentTime";
    private static final String SOURCE = "com/zaxxer/hikari/HikariDataSource";

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        if (!type.name().startsWith(PACKAGE) && !type.name().equals(SOURCE)) {
            return null;
        }
        Weaving weaving = new Weaving(type.name().equals(SOURCE) ? Weaving.State.NONE : Weaving.State.OBJECT);
        for (ClassHeader.Method method : type.methods()) {
            if (method.canBeWoven()) {
                Class<?> advice = adviceFor(type.name().substring(type.name().lastIndexOf('/') + 1), method);
                if (advice != null) {
                    weaving.add(advice, method.signature());
                }
                if (advice == PoolAdvice.Acquire.class) {
                    weaving.add(ClockTap.ofElement(
                            method.signature(), CLOCK, CLOCK_METHOD, PACKAGE + "PoolEntry", "asking", "lent"));
                } else if (advice == PoolAdvice.Return.class) {
                    weaving.add(ClockTap.each(method.signature(), CLOCK, CLOCK_METHOD, "returned"));
                }
            }
        }
        return weaving;
    }

    private static @Nullable Class<?> adviceFor(String simpleName, ClassHeader.Method method) {
        switch (simpleName + '.' + method.name()) {
            case "HikariDataSource.getConnection":
                return method.descriptor().equals("()Ljava/sql/Connection;") ? HikariAdvice.Opening.class : null;
            case "HikariPool.getConnection":
                return method.descriptor().equals("(J)Ljava/sql/Connection;") ? PoolAdvice.Acquire.class : null;
            case "HikariPool.shutdown":
                return PoolAdvice.PoolClosed.class;
            case "PoolBase.<init>":
                return method.descriptor().startsWith("(Lcom/zaxxer/hikari/HikariConfig;")
                        ? HikariAdvice.PoolCreated.class
                        : null;
            case "PoolBase.newConnection":
                return PoolAdvice.CreateConnection.class;
            case "PoolEntry.<init>":
                return method.descriptor().startsWith("(Ljava/sql/Connection;Lcom/zaxxer/hikari/pool/PoolBase;")
                        ? HikariAdvice.EntryCreated.class
                        : null;
            case "PoolEntry.recycle":
                return PoolAdvice.Return.class;
            case "ProxyConnection.close":
                return method.descriptor().equals("()V") ? PoolAdvice.Closing.class : null;
            case "ProxyConnection.<init>":
                return method.descriptor().startsWith("(Lcom/zaxxer/hikari/pool/PoolEntry;Ljava/sql/Connection;")
                        ? HikariAdvice.HandedOut.class
                        : null;
            default:
                return null;
        }
    }
}
