package io.querytap.core.detect.watch;

import io.querytap.core.callsite.ThreadLook;
import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.Findings;
import io.querytap.core.detect.Watch;
import io.querytap.core.work.ConnectionWork;
import io.querytap.core.work.OpenConnections;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of transactions that are open for long, and of those that do nothing, while they are: a lock that is held now is worth more
 * than a line in tomorrow's report. Nothing is said of what only one look has seen. For one thread.
 */
public final class TransactionWatch implements Watch {
    /** Between two looks further apart than this the application most likely stood still with the agent: that time is not idleness. */
    static final long MAX_GAP_NANOS = 3_000_000_000L;

    /** Transactions followed at once. */
    private static final int MAX_FOLLOWED = 10_000;

    private final OpenConnections connections;
    private final FindingRules limits;
    private final LongTransactions longOnes;
    private final IdleTransactions idleOnes;
    private final StackBudget stacks = new StackBudget();
    private final Map<ConnectionWork, OpenTransaction> followed = new IdentityHashMap<>();
    private long lastLookNanos;
    private long looks;

    public TransactionWatch(OpenConnections connections, FindingRules limits) {
        this.connections = connections;
        this.limits = limits;
        this.longOnes = new LongTransactions(limits);
        this.idleOnes = new IdleTransactions(limits);
    }

    @Override
    public void look(long nowNanos, Instant now, Findings findings) {
        long gap = looks > 0 ? nowNanos - lastLookNanos : 0;
        long standstill = gap > MAX_GAP_NANOS ? gap : 0;
        looks++;
        lastLookNanos = nowNanos;
        Sighting sighting = new Sighting(nowNanos, now, findings);
        for (ConnectionWork connection : connections.all()) {
            look(connection, sighting, standstill);
        }
        for (Iterator<OpenTransaction> all = followed.values().iterator(); all.hasNext(); ) {
            OpenTransaction transaction = all.next();
            if (transaction.look != looks) { // its connection is gone
                all.remove();
                ended(transaction, sighting);
            }
        }
    }

    private void look(ConnectionWork connection, Sighting sighting, long standstillNanos) {
        OpenTransaction known = followed.get(connection);
        TransactionView view = TransactionView.of(connection);
        if (known != null && view != null && view.isOfSame(known.view())) {
            boolean idle = view.isStillIdleSince(known.view());
            if (idle) {
                known.standstillNanos += standstillNanos;
            } else {
                idleOnes.ended(known, view, sighting);
            }
            known.sawAgain(view, sighting.nowNanos);
            known.look = looks;
            judge(known, idle, sighting);
            return;
        }
        if (known != null) {
            followed.remove(connection);
            ended(known, sighting);
        }
        if (view != null && followed.size() < MAX_FOLLOWED) {
            OpenTransaction first = new OpenTransaction(connection, view, sighting.nowNanos);
            first.look = looks;
            followed.put(connection, first);
        }
    }

    private void judge(OpenTransaction transaction, boolean idle, Sighting sighting) {
        if (idle && limits.isOn(Kind.IDLE_IN_TRANSACTION)) {
            idleOnes.judge(transaction, sighting);
        }
        if (limits.isOn(Kind.LONG_TRANSACTION) && !limits.mayTransactLong(transaction.unitName())) {
            longOnes.judge(transaction, sighting);
        }
    }

    private void ended(OpenTransaction transaction, Sighting sighting) {
        idleOnes.ended(transaction, /* next= */ null, sighting);
        if (limits.isOn(Kind.LONG_TRANSACTION) && !limits.mayTransactLong(transaction.unitName())) {
            longOnes.ended(transaction, sighting);
        }
    }

    /** Whether a threshold is worth a look each second. */
    public static boolean isWanted(FindingRules limits) {
        return limits.isOn(Kind.LONG_TRANSACTION) || limits.isOn(Kind.IDLE_IN_TRANSACTION);
    }

    /** One look at all connections. */
    final class Sighting {
        final long nowNanos;
        final Instant now;
        final Findings findings;

        Sighting(long nowNanos, Instant now, Findings findings) {
            this.nowNanos = nowNanos;
            this.now = now;
            this.findings = findings;
        }

        /** What the holder does now; null where it is not known, or was asked too often. */
        @Nullable
        ThreadLook holder(OpenTransaction transaction) {
            return stacks.take(nowNanos) ? transaction.lookAtHolder() : null;
        }
    }
}
