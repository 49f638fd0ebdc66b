package io.querytap.instrumentation.jdbc.cache;

import java.util.Arrays;
import java.util.Set;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * Which branches of global transactions were begun through one XA connection. What a branch has written is known only as long as it is the
 * only one: a commit of another one may make visible what anybody wrote, in another JVM too.
 */
public final class XaBranches {
    /** XA connections that use one physical connection for each branch, whichever gave out the handle. */
    private static final Set<String> SWITCHING =
            Set.of("com.mysql.cj.jdbc.SuspendableXAConnection", "org.mariadb.jdbc.MariaDbPoolPinnedConnection");

    private byte @Nullable [] global;
    private byte @Nullable [] branch;
    private boolean several;

    /** @param connection class of the XA connection */
    public XaBranches(Class<?> connection) {
        several = SWITCHING.contains(connection.getName());
    }

    /** A branch was begun, joined or resumed. */
    public void started(Xid xid) {
        if (global == null) {
            global = xid.getGlobalTransactionId();
            branch = xid.getBranchQualifier();
        } else if (!isPresent(xid)) {
            several = true; // for good: which of them wrote what is not told apart
        }
    }

    /** Whether all that was written through the connection belongs to that branch. */
    public boolean isOnly(Xid xid) {
        return !several && isPresent(xid);
    }

    /**
     * The present branch has ended, or was prepared: a driver may then end its transaction of the connection, so that what the branch wrote is
     * no longer known when it is committed.
     */
    public void ended() {
        global = null;
        branch = null;
    }

    private boolean isPresent(Xid xid) {
        return global != null
                && Arrays.equals(global, xid.getGlobalTransactionId())
                && Arrays.equals(branch, xid.getBranchQualifier());
    }
}
