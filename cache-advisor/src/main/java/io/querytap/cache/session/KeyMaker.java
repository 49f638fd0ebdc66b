package io.querytap.cache.session;

import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.eligibility.ConnectionFingerprint;
import io.querytap.cache.eligibility.ParameterCheck;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.eligibility.SessionState;
import io.querytap.cache.eligibility.TextPlan;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ParameterLog;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Writes the keys of one connection's executions, and finds in doing so what cannot be written. For the connection's thread. */
final class KeyMaker {
    /** First byte of every key: with another format come other keys. */
    private static final int FORMAT = 1;

    private final byte[] prefix;
    private final @Nullable Refusal refusalOfConnection;
    private final KeyWriter writer = new KeyWriter();
    private @Nullable Refusal refusal;

    /** What stays the same as long as the connection lives: whose cache, which driver, which database, which user, which options. */
    KeyMaker(String namespace, DriverPort port, OpenedConnection opened) {
        writer.writeByte(FORMAT).writeText(namespace).writeText(port.id());
        refusalOfConnection = ConnectionFingerprint.write(opened, writer);
        prefix = writer.toBytes();
    }

    /** The key of an execution; null if there is none, see {@link #refusal()}. */
    @Nullable
    EntryKey make(DriverPort port, Connection connection, SessionState session, TextPlan plan, CacheCall call)
            throws Throwable {
        refusal = refusalOfConnection != null ? refusalOfConnection : ParameterCheck.refusal(plan, call.parameters());
        if (refusal != null) {
            return null;
        }
        writer.clear().writeBytes(prefix);
        refusal = port.writeSession(connection, writer);
        if (refusal == null) {
            refusal = session.write(writer);
        }
        if (refusal == null) {
            refusal = port.writeOptions(call.statement(), writer);
        }
        if (refusal != null) {
            return null;
        }
        writer.writeText(call.sql());
        ParameterLog parameters = call.parameters();
        if (parameters != null && !ParameterFields.write(parameters, plan.parameterCount(), writer)) {
            refusal = Refusal.PARAMETER_OPAQUE;
            return null;
        }
        return writer.toKey();
    }

    /** Why the last execution has no key. */
    Refusal refusal() {
        Refusal why = refusal;
        return why == null ? Refusal.INTERNAL : why;
    }
}
