package io.querytap.instrumentation.jdbc;

import io.querytap.hook.QuerytapHooks;
import net.bytebuddy.asm.Advice;

/**
 * Woven into what makes connections without {@code Driver.connect}: {@code DataSource.getConnection()} and {@code (String,
 * String)}, {@code ConnectionPoolDataSource.getPooledConnection}, {@code XADataSource.getXAConnection} with the same arguments,
 * {@code PooledConnection.getConnection()}.
 */
final class DataSourceAdvice {
    private DataSourceAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() {
        QuerytapHooks.connecting();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
    static void exit(@Advice.This Object source, @Advice.Return Object connection) {
        QuerytapHooks.connectedFrom(source, connection);
    }
}
