package io.querytap.core.cache;

import io.querytap.core.pattern.lexis.SqlModes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cache knows of one physical connection. Its only thread is the one that uses the connection. No method throws for a
 * reason of its own, waits longer than its budget, or swallows an interrupt.
 *
 * <p>A call begins with {@code executing…} or {@code ending}; whatever these return must be handed back at the end, also where the driver
 * threw.
 */
public interface SessionCache {
    /** What executions of the text mean, read in these modes; never null. Remembered by text, so cheap to ask again. */
    StatementPlan plan(String sql, SqlModes modes);

    /**
     * Another number whenever plans that were made before may no longer hold, {@link StatementPlan#NONE} among them: after rules or schema
     * have changed. Read before {@link #plan} is asked, and compared at each execution; so a field read.
     */
    int planVersion();

    /**
     * An execution begins whose plan does not {@linkplain StatementPlan#concernsNobody() concern nobody}. Raises the fence of a write in autocommit, notes that of one in a
     * transaction, looks for the answer of a read.
     *
     * @return null where nothing is to be told at the end
     */
    @Nullable
    CacheExecution executing(StatementPlan plan, CacheCall call);

    /** A batch begins; the plans of its statements, without those that concern nobody, each once. */
    @Nullable
    CacheExecution executingBatch(List<StatementPlan> plans, CacheCall call);

    /**
     * The driver has executed.
     *
     * @param result the result set that {@code executeQuery} returned; {@link Boolean#TRUE} where {@code execute} says that the statement's
     *     current result is one; else null
     * @param thrown what the driver threw; the outcome of a write is then unknown
     */
    void executed(CacheExecution execution, @Nullable Object result, @Nullable Throwable thrown);

    /**
     * A call begins that may make changes visible to others: {@code commit()}, {@code setAutoCommit(true)}, {@code close()} with an open
     * transaction, {@code XAResource.commit}.
     *
     * @return null where no table under a rule was written
     */
    @Nullable
    Object committing();

    /** That call has ended, one way or the other: an exception leaves unknown whether the server committed. */
    void committed(Object commit, @Nullable Throwable thrown);

    /** {@code rollback()} succeeded: what was written is gone. Rolling back to a savepoint is not told: too much is then held for changed. */
    void rolledBack();

    /** {@code setAutoCommit} succeeded. */
    void autoCommitSet(boolean autoCommit);

    /** {@code setSchema}, {@code setCatalog}, {@code setClientInfo}, {@code setReadOnly}, {@code setTransactionIsolation} was called. */
    void sessionChanged(String method);

    /**
     * As {@link #sessionChanged(String)}, with what the method was given, after it succeeded. What is not told, such as the name of a
     * schema, makes the session one that cannot take part.
     *
     * @param value the argument that decides: a schema, a catalogue, a level of isolation; null where it was null
     */
    default void sessionChanged(String method, @Nullable Object value) {
        sessionChanged(method);
    }

    /** Data was changed past SQL, such as by {@code ResultSet.updateRow} or a copy API of the driver; asked before and told after. */
    @Nullable
    Object changing();

    /** The end of what {@link #changing} began. */
    void changed(Object change, @Nullable Throwable thrown);

    /** The transaction was handed to an outside coordinator, such as by {@code XAResource.start}: from now on all is passed. */
    void isPartOfGlobalTransaction();

    /**
     * The connection is closed; also where the pool does that. A driver that keeps connections itself may hand it out again, with a
     * session that nobody saw set up: calls that follow must pass, and their writes count.
     */
    void closed();
}
