package io.querytap.cache.session;

import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.eligibility.PoolerSigns;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.eligibility.SessionState;
import io.querytap.cache.eligibility.TextPlan;
import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.rule.CacheRule;
import io.querytap.cache.stats.RuleStats;
import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.CacheExecution;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.SessionCache;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.lexis.SqlModes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection's way through the cache: judges what an execution is, and sends it down the {@link ReadPath} or the {@link
 * WritePath}. For the connection's thread.
 *
 * <p>Two kinds of failure of our own: on the way to an answer the database is asked, that is all; on the way of a write nobody knows
 * any more what is right, so everything that is held becomes void.
 */
final class CachingSession implements SessionCache {
    private final CacheParts parts;
    private final Database database;
    private final OpenedConnection opened;
    private final @Nullable DriverPort port;
    private final PortState portState;
    private final SessionState session;
    private final WritePath writes;
    private final @Nullable KeyMaker keys;
    private final boolean isPooled;
    private boolean schemaChangePending;
    private boolean isGlobal;
    private boolean isClosed;

    CachingSession(
            CacheParts parts,
            Database database,
            OpenedConnection opened,
            @Nullable DriverPort port,
            PortState portState) {
        this.parts = parts;
        this.database = database;
        this.opened = opened;
        this.port = port;
        this.portState = portState;
        session = new SessionState(database.planner());
        writes = new WritePath(parts.fences, database::planVersion);
        keys = port == null ? null : new KeyMaker(parts.namespace, port, opened);
        isPooled = !parts.hasStatelessSessions && PoolerSigns.of(opened.database()) != null;
    }

    @Override
    public StatementPlan plan(String sql, SqlModes modes) {
        try {
            return database.plan(sql, modes);
        } catch (Throwable failure) {
            distrust("planning a text", failure);
            return StatementPlan.NONE;
        }
    }

    @Override
    public int planVersion() {
        return database.planVersion();
    }

    // --- executions

    @Override
    public @Nullable CacheExecution executing(StatementPlan plan, CacheCall call) {
        if (!(plan instanceof TextPlan)) {
            return null;
        }
        TextPlan text = (TextPlan) plan;
        Running running = isWriteOrSession(text) ? beginWriting(new Running(call, List.of(text)), text) : null;
        CacheRule rule = text.rule();
        if (rule == null || call.method() == CacheCall.Method.UPDATE) {
            return running;
        }
        Reading reading = read(text, rule, call, running != null);
        if (reading == null) {
            return running;
        }
        if (running == null) {
            running = new Running(call, List.of());
        }
        running.answer = reading.answer();
        running.fill = reading.fill();
        return running;
    }

    @Override
    public @Nullable CacheExecution executingBatch(List<StatementPlan> plans, CacheCall call) {
        Running running = null;
        for (StatementPlan plan : plans) {
            if (plan instanceof TextPlan && isWriteOrSession((TextPlan) plan)) {
                if (running == null) {
                    running = new Running(call, new ArrayList<>());
                }
                running.texts.add((TextPlan) plan);
            }
        }
        return running == null ? null : beginWriting(running, null);
    }

    private static boolean isWriteOrSession(TextPlan text) {
        return !text.written().isEmpty()
                || text.commits()
                || text.endsTransaction()
                || text.changesSchema()
                || !text.sessionChanges().isEmpty();
    }

    private Running beginWriting(Running running, @Nullable TextPlan only) {
        try {
            running.isWriting = true;
            for (TextPlan text : only == null ? running.texts : List.of(only)) {
                running.written = running.written.and(text.written());
                running.commits |= text.commits();
                running.endsTransaction |= text.endsTransaction();
                running.changesSchema |= text.changesSchema();
            }
            WritePath.Transaction transaction = transaction();
            running.before = transaction;
            writes.releaseHeld();
            if (transaction == WritePath.Transaction.OUTSIDE) {
                writes.settle();
            }
            running.fence = writes.begin(running.written, running.commits, transaction);
        } catch (Throwable failure) {
            distrust("fencing a write", failure);
        }
        return running;
    }

    private @Nullable Reading read(TextPlan text, CacheRule rule, CacheCall call, boolean isWriting) {
        RuleStats stats = null;
        try {
            stats = parts.book.of(rule.name());
            writes.releaseHeld();
            Refusal refusal = text.refusal();
            if (refusal == null) {
                refusal = isWriting ? Refusal.STATEMENT : refusal(rule);
            }
            DriverPort from = port;
            KeyMaker maker = keys;
            if (refusal != null || from == null || maker == null) {
                stats.refused(refusal == null ? Refusal.DRIVER_UNKNOWN : refusal);
                return null;
            }
            long begunNanos = parts.nanoClock.getAsLong();
            EntryKey key = maker.make(from, opened.connection(), session, text, call);
            if (key == null) {
                stats.refused(maker.refusal());
                return null;
            }
            return new ReadPath(parts, from, portState, database.dialect(), rule, stats, text, call, key, begunNanos)
                    .look();
        } catch (Throwable failure) {
            if (stats != null) {
                stats.refused(Refusal.INTERNAL);
            }
            portState.failed("looking for an answer", failure);
            return null;
        }
    }

    /** The conditions of the rule and the connection. */
    private @Nullable Refusal refusal(CacheRule rule) throws Throwable {
        if (!parts.isOn || !database.planner().rules().isEnabled()) {
            return Refusal.SWITCHED_OFF;
        }
        if (parts.withdrawals.isWithdrawn(rule)) {
            return Refusal.WITHDRAWN;
        }
        Refusal byDriver = portState.refusal();
        if (byDriver != null || port == null) {
            return byDriver == null ? Refusal.DRIVER_UNKNOWN : byDriver;
        }
        if (isPooled) {
            return Refusal.POOLER;
        }
        if (isGlobal) {
            return Refusal.GLOBAL_TRANSACTION;
        }
        if (isClosed) {
            return Refusal.TAINTED; // handed out again by the driver, after somebody set it up anew
        }
        if (!port.isOutsideTransaction(opened.connection())) {
            return opened.connection().getAutoCommit() ? Refusal.IN_TRANSACTION : Refusal.AUTOCOMMIT_OFF;
        }
        writes.settle();
        return null;
    }

    @Override
    public void executed(CacheExecution execution, @Nullable Object result, @Nullable Throwable thrown) {
        Running running = (Running) execution;
        WritePath.Transaction after = transaction();
        boolean isOutside = after == WritePath.Transaction.OUTSIDE;
        try {
            if (running.isWriting) {
                endWriting(running, result != null, thrown, after);
            }
        } catch (Throwable failure) {
            distrust("ending a write", failure);
        }
        Fill fill = running.fill;
        if (fill != null) {
            fill.end(running.call.statement(), result != null, thrown, isOutside && !isGlobal);
        }
    }

    private void endWriting(
            Running running, boolean hasResult, @Nullable Throwable thrown, WritePath.Transaction after) {
        boolean succeeded = thrown == null;
        boolean isBeingRead = hasResult && isFetchedInPortions(running.call);
        writes.end(running.fence, running.written, running.endsTransaction, after, succeeded, isBeingRead);
        for (TextPlan text : running.texts) {
            session.executed(
                    text,
                    running.call.parameters(),
                    running.before == WritePath.Transaction.OUTSIDE,
                    /* failed= */ !succeeded);
        }
        if (running.changesSchema) {
            schemaChangePending = after != WritePath.Transaction.OUTSIDE;
            database.schemaChanged();
        } else if (schemaChangePending && running.commits && after == WritePath.Transaction.OUTSIDE) {
            schemaChangePending = false;
            database.schemaChanged(); // committed by a text
        }
    }

    /** A driver that reads rows in portions may return before the server has executed all of it. */
    private static boolean isFetchedInPortions(CacheCall call) {
        try {
            return call.statement().getFetchSize() != 0;
        } catch (SQLException closed) {
            return false;
        }
    }

    private WritePath.Transaction transaction() {
        DriverPort from = port;
        if (from == null || isGlobal || isClosed) {
            return WritePath.Transaction.UNKNOWN;
        }
        try {
            return from.isOutsideTransaction(opened.connection())
                    ? WritePath.Transaction.OUTSIDE
                    : WritePath.Transaction.INSIDE;
        } catch (Throwable failure) {
            portState.failed("asking for the state of the transaction", failure);
            return WritePath.Transaction.UNKNOWN;
        }
    }

    // --- transactions

    @Override
    public @Nullable Object committing() {
        try {
            return database.hasRules() ? writes.committing() : null;
        } catch (Throwable failure) {
            distrust("fencing a commit", failure);
            return null;
        }
    }

    @Override
    public void committed(Object commit, @Nullable Throwable thrown) {
        try {
            writes.committed((Fences.Fence) commit, thrown == null);
            if (schemaChangePending) {
                schemaChangePending = false;
                database.schemaChanged(); // what was read of it before was from before the commit
            }
        } catch (Throwable failure) {
            distrust("ending a commit", failure);
        }
    }

    @Override
    public void rolledBack() {
        try {
            writes.rolledBack();
        } catch (Throwable failure) {
            distrust("following a rollback", failure);
        }
    }

    @Override
    public void autoCommitSet(boolean autoCommit) {
        // the driver is asked for it at each execution; a commit that this implies was told as one
    }

    @Override
    public void sessionChanged(String method) {
        sessionChanged(method, null);
    }

    @Override
    public void sessionChanged(String method, @Nullable Object value) {
        try {
            session.changed(method, value, transaction() == WritePath.Transaction.OUTSIDE);
        } catch (Throwable failure) {
            isClosed = true; // nothing is known of the session any more
            Diagnostics.failed("following a change of the session", failure);
        }
    }

    // --- what goes past SQL

    @Override
    public @Nullable Object changing() {
        try {
            return database.hasRules() ? new Change(writes.changing(transaction())) : null;
        } catch (Throwable failure) {
            distrust("fencing a change", failure);
            return null;
        }
    }

    @Override
    public void changed(Object change, @Nullable Throwable thrown) {
        try {
            writes.end(
                    ((Change) change).fence,
                    TableSet.EVERYTHING,
                    /* endsTransaction= */ false,
                    transaction(),
                    thrown == null,
                    /* isBeingRead= */ false);
        } catch (Throwable failure) {
            distrust("ending a change", failure);
        }
    }

    @Override
    public void isPartOfGlobalTransaction() {
        isGlobal = true;
    }

    @Override
    public void closed() {
        isClosed = true;
        try {
            writes.closed();
        } catch (Throwable failure) {
            distrust("following the end of a connection", failure);
        }
    }

    /** A write was not followed for a reason of our own: all that is held may be wrong, now and when the write becomes visible. */
    private void distrust(String doing, Throwable failure) {
        Diagnostics.failed(doing, failure);
        try {
            parts.fences.bump(TableSet.EVERYTHING);
            parts.fences.bumpLater(TableSet.EVERYTHING);
        } catch (Throwable again) {
            parts.isOn = false;
            Diagnostics.failed("invalidating everything (the cache is off now)", again);
        }
    }

    /** An execution between its begin and its end. */
    private static final class Running implements CacheExecution {
        private final CacheCall call;
        private final List<TextPlan> texts;
        private @Nullable ResultSet answer;
        private @Nullable Fill fill;
        private boolean isWriting;
        private Fences.@Nullable Fence fence;
        private WritePath.Transaction before = WritePath.Transaction.UNKNOWN;
        private TableSet written = TableSet.EMPTY;
        private boolean commits;
        private boolean endsTransaction;
        private boolean changesSchema;

        private Running(CacheCall call, List<TextPlan> texts) {
            this.call = call;
            this.texts = texts;
        }

        @Override
        public @Nullable ResultSet answer() {
            return answer;
        }
    }

    /** A change past SQL, with the fence around it if there is one. */
    private static final class Change {
        private final Fences.@Nullable Fence fence;

        private Change(Fences.@Nullable Fence fence) {
            this.fence = fence;
        }
    }
}
