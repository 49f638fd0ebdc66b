package io.querytap.cache.session;

import io.querytap.cache.generation.TableSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection wrote and has not committed, and the fences around what becomes visible. For the connection's thread.
 *
 * <p>Whatever is in doubt counts twice: where nobody knows whether a transaction is open, a write is fenced at once and remembered for
 * the commit; where nobody knows how a commit ended, its tables are held for written and for not yet committed.
 */
final class WritePath {
    /** What a driver says of its transaction. */
    enum Transaction {
        OUTSIDE,
        INSIDE,
        UNKNOWN
    }

    private final Fences fences;
    private final IntSupplier planVersion;
    private TableSet dirty = TableSet.EMPTY;
    private Fences.@Nullable Fence held;
    private int versionAtStart; // of the transaction, if one is open

    /** @param planVersion another number whenever texts may mean something else, see {@code SessionCache.planVersion} */
    WritePath(Fences fences, IntSupplier planVersion) {
        this.fences = fences;
        this.planVersion = planVersion;
        this.versionAtStart = planVersion.getAsInt();
    }

    /** Whether nothing waits for a commit. */
    boolean isClean() {
        return dirty.isEmpty();
    }

    /**
     * A call begins outside of any transaction although something was written in one: it ended in a way that was not told. Costs
     * nothing where nothing was written.
     */
    void settle() {
        releaseHeld();
        if (!dirty.isEmpty()) {
            TableSet written = dirty;
            dirty = TableSet.EMPTY;
            versionAtStart = planVersion.getAsInt();
            fences.bump(written);
        }
    }

    /** The execution before may have been a write whose rows were still being read, and that hence was not over. */
    void releaseHeld() {
        Fences.Fence over = held;
        if (over != null) {
            held = null;
            over.lower();
        }
    }

    /**
     * An execution begins that writes.
     *
     * @return the fence around it; null if that is for the commit to raise
     */
    Fences.@Nullable Fence begin(TableSet written, boolean commits, Transaction transaction) {
        if (commits) {
            TableSet visible = atCommit().and(written);
            return visible.isEmpty() ? null : fences.raise(visible);
        }
        if (written.isEmpty()) {
            return null;
        }
        if (transaction == Transaction.OUTSIDE) {
            return fences.raise(written);
        }
        dirty = dirty.and(written);
        return transaction == Transaction.INSIDE ? null : fences.raise(written);
    }

    /**
     * That execution has ended.
     *
     * @param endsTransaction whether none is open after an execution that succeeded
     * @param after what the driver says now
     * @param isBeingRead whether the rows that the write returns are still on their way, and the write hence is not over
     */
    void end(
            Fences.@Nullable Fence fence,
            TableSet written,
            boolean endsTransaction,
            Transaction after,
            boolean succeeded,
            boolean isBeingRead) {
        if (!succeeded) {
            dirty = after == Transaction.OUTSIDE ? dirty : dirty.and(written);
            if (fence != null) {
                fence.lowerInDoubt();
            }
            return;
        }
        if (fence != null && isBeingRead) {
            releaseHeld();
            held = fence;
        } else if (fence != null) {
            fence.lower();
        }
        if (endsTransaction) {
            TableSet left = dirty;
            transactionEnded();
            if (fence == null && !left.isEmpty()) {
                fences.bump(left); // rolled back: but a table without transactions keeps what was written
            }
        } else if (after != Transaction.OUTSIDE) {
            dirty = dirty.and(written); // it may have begun a transaction, and written in it
        } else if (fence == null) {
            settle();
        }
    }

    /** A commit begins; null if it shows nothing that matters. */
    Fences.@Nullable Fence committing() {
        releaseHeld();
        TableSet visible = atCommit();
        return visible.isEmpty() ? null : fences.raise(visible);
    }

    /** Where texts have changed their meaning since, the transaction may have written what then concerned nobody. */
    private TableSet atCommit() {
        return versionAtStart == planVersion.getAsInt() ? dirty : TableSet.EVERYTHING;
    }

    void committed(Fences.Fence fence, boolean succeeded) {
        if (succeeded) {
            fence.lower();
            transactionEnded();
        } else {
            fence.lowerInDoubt(); // and stays dirty: the next end of a transaction, or the connection's, invalidates
            // once more
        }
    }

    /** What was written is gone, except from tables without transactions; nobody says which these are. */
    void rolledBack() {
        settle();
        transactionEnded();
    }

    private void transactionEnded() {
        dirty = TableSet.EMPTY;
        versionAtStart = planVersion.getAsInt();
    }

    /** Written past any text: by a copy API, an updatable result set, a fast path. */
    Fences.@Nullable Fence changing(Transaction transaction) {
        releaseHeld();
        return begin(TableSet.EVERYTHING, /* commits= */ false, transaction);
    }

    /** The connection is gone, and what became of its transaction depends on driver and server. */
    void closed() {
        releaseHeld();
        TableSet left = atCommit();
        if (!dirty.isEmpty()) {
            transactionEnded();
            fences.bump(left);
            fences.bumpLater(left);
        }
    }
}
