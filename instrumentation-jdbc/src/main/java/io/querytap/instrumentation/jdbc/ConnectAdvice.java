package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import java.util.Properties;
import net.bytebuddy.asm.Advice;

/**
 * Woven into {@code Driver.connect(String, Properties)}. The URL is kept from the beginning, because a driver may use its parameter
 * as a variable; the properties as they are in the end say no less.
 */
final class ConnectAdvice {
    private ConnectAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static String enter(@Advice.Argument(0) String url) {
        QuerytapHooks.connecting();
        return url;
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
    static void exit(
            @Advice.Enter String url, @Advice.Argument(1) Properties properties, @Advice.Return Object connection) {
        QuerytapHooks.connected(connection, url, properties);
    }
}
