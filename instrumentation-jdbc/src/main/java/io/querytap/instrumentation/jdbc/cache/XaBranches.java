package io.querytap.instrumentation.jdbc.cache;

import java.util.Arrays;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/**
 * Which branches of global transactions were begun through one XA connection. What a branch has written is known only as long as it is the
 * only one: a commit of another one may make visible what anybody wrote, in another JVM too.
 */
public final class XaBranches {
    private byte @Nullable [] global;
    private byte @Nullable [] branch;
    private boolean several;

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

    /** The only branch has ended. */
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
