package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import java.util.Properties;
import net.bytebuddy.asm.Advice;

/** Woven into {@code Driver.connect(String, Properties)}. */
final class ConnectAdvice {
    private ConnectAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() {
        QuerytapHooks.connecting();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
            @Advice.Argument(0) String url,
            @Advice.Argument(1) Properties properties,
            @Advice.Return Object connection) {
        QuerytapHooks.connected(connection, url, properties);
    }
}
