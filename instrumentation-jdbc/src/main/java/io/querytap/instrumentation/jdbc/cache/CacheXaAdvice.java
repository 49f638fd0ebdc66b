package io.querytap.instrumentation.jdbc.cache;

import io.querytap.hook.QuerytapCacheHooks;
import io.querytap.hook.QuerytapState;
import net.bytebuddy.asm.Advice;

/** Branches of global transactions. The identifier is kept from the beginning, and only compared. */
final class CacheXaAdvice {
    private CacheXaAdvice() {}

    /** Woven into {@code XAConnection.getXAResource()}. */
    static final class GetResource {
        private GetResource() {}

        @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object connection, @Advice.Return Object resource) {
            QuerytapCacheHooks.resourceObtained((QuerytapState) connection, resource);
        }
    }

    /** Woven into {@code XAResource.start(Xid, int)}. */
    static final class Start {
        private Start() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object resource, @Advice.Argument(0) Object xid) {
            QuerytapCacheHooks.branchStarted((QuerytapState) resource, xid);
        }
    }

    /** Woven into {@code XAResource.prepare(Xid)}; one that throws may have reached the server. */
    static final class Prepare {
        private Prepare() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object resource) {
            QuerytapCacheHooks.branchPrepared((QuerytapState) resource);
        }
    }

    /** Woven into {@code XAResource.commit(Xid, boolean)}. */
    static final class Commit {
        private Commit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static Object enter(@Advice.This Object resource, @Advice.Argument(0) Object xid) {
            return QuerytapCacheHooks.branchCommitting((QuerytapState) resource, xid);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class, backupArguments = false)
        static void exit(@Advice.This Object resource, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
            QuerytapCacheHooks.branchCommitted((QuerytapState) resource, begun, thrown);
        }
    }

    /** Woven into {@code XAResource.rollback(Xid)}. */
    static final class Rollback {
        private Rollback() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object resource, @Advice.Argument(0) Object xid) {
            QuerytapCacheHooks.branchRolledBack((QuerytapState) resource, xid);
        }
    }
}
