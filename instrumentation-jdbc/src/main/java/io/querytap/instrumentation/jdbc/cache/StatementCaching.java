package io.querytap.instrumentation.jdbc.cache;

import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.CacheExecution;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.SessionCache;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.instrumentation.jdbc.cache.ConnectionCaching.Change;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cache must know of one statement object: the plan of its text, the values bound to it, the plans in its batch, and the call that
 * runs. Used again after the statement is closed. For one thread.
 */
public final class StatementCaching implements CacheCall {
    /** Different plans in one batch; a batch of more is told as a change of everything. */
    private static final int MAX_BATCH_PLANS = 64;

    /** Of a prepared statement whose values nobody wants; never written to. */
    private static final ParameterLog NOT_LOGGED = new ParameterLog();

    private final ConnectionCaching connection;
    private final SessionCache session;

    private @Nullable String preparedSql;
    private SqlModes preparedModes = SqlModes.UNKNOWN;
    private StatementPlan plan = StatementPlan.NONE;
    /** In which version of plans {@link #plan} was asked. */
    private int planVersion;

    /** What is bound; null as long as nobody wants it. Once begun, it goes on for the life of the statement: gaps would lie. */
    private @Nullable ParameterLog log;

    private @Nullable ParameterLog spareLog;

    private final List<StatementPlan> batchPlans = new ArrayList<>();
    private int batchVersion;
    private String batchSql = "";
    /** What is in the batch is no longer known one by one. */
    private boolean batchUnclear;

    private @Nullable Statement runningStatement;
    private String runningSql = "";
    private Method runningMethod = Method.UPDATE;
    private boolean runningPrepared;

    public StatementCaching(ConnectionCaching connection) {
        this.connection = connection;
        this.session = connection.session();
    }

    public ConnectionCaching connection() {
        return connection;
    }

    public SessionCache session() {
        return session;
    }

    /** The statement is one to which SQL is given at each execution. */
    public void isPlain() {
        closed();
    }

    /** The statement was prepared, or handed out by another overload of the method that prepared it. */
    public void isFor(String sql, SqlModes modes) {
        closed();
        preparedSql = sql;
        preparedModes = modes;
        ask(sql);
    }

    private void ask(String sql) {
        int version = session.planVersion(); // before: what changes meanwhile then is asked again
        plan = StatementPlan.NONE;
        planVersion = version - 1; // should asking fail
        plan = session.plan(sql, preparedModes);
        planVersion = version;
        if (plan.wantsParameters() && log == null) {
            log = spareLog == null ? new ParameterLog() : spareLog;
            spareLog = null;
        }
    }

    /** The statement is closed; what remains can serve another one. */
    public void closed() {
        preparedSql = null;
        plan = StatementPlan.NONE;
        if (log != null) {
            log.clear();
            spareLog = log;
            log = null;
        }
        batchCleared();
        endCall();
    }

    /** Whether a call of the statement is being told; then it is not over, whoever closes it. */
    public boolean isRunning() {
        return runningStatement != null;
    }

    /** Where values are to be written to; null if nobody wants them. */
    public @Nullable ParameterLog log() {
        return log;
    }

    // Executions

    /** What the execution of the prepared statement means; NONE for most, and for one that was not prepared. */
    public StatementPlan preparedPlan() {
        String sql = preparedSql;
        if (sql == null) {
            return StatementPlan.NONE;
        }
        if (planVersion != session.planVersion()) {
            ask(sql);
        }
        return plan;
    }

    /** The prepared statement is executed; see {@link #executing(StatementPlan, Statement, String, Method)}. */
    public @Nullable Object executing(StatementPlan executed, Statement statement, Method method) {
        String sql = preparedSql;
        return sql == null ? null : executing(executed, statement, sql, method, /* prepared= */ true);
    }

    /**
     * A text is executed that was not prepared.
     *
     * @return the answer; else what to hand to {@link #executed}; null if nothing is to be told
     */
    public @Nullable Object executing(StatementPlan executed, Statement statement, String sql, Method method) {
        // Whether a statement that was prepared takes a text at all is for its driver to say.
        Method told = preparedSql == null ? method : Method.UPDATE;
        return executing(executed, statement, sql, told, /* prepared= */ false);
    }

    private @Nullable Object executing(
            StatementPlan executed, Statement statement, String sql, Method method, boolean prepared) {
        beginCall(statement, sql, method, prepared);
        CacheExecution execution = null;
        try {
            execution = session.executing(executed, this);
        } finally {
            if (execution == null) {
                endCall();
            }
        }
        if (execution == null) {
            return null;
        }
        ResultSet answer = execution.answer();
        if (answer != null) {
            endCall();
            return answer;
        }
        connection.enter();
        return execution;
    }

    /** The driver has executed what {@code executing} or {@link #executingBatch} began. */
    public void executed(Object begun, @Nullable Object result, @Nullable Throwable thrown) {
        if (begun instanceof Change) {
            ((Change) begun).ended(thrown);
        } else {
            connection.leave();
            try {
                session.executed((CacheExecution) begun, result, thrown);
            } finally {
                endCall();
            }
        }
    }

    // Batches

    /** One more set of values. What stays bound after it is the driver's matter. */
    public void addedParametersToBatch() {
        if (log != null) {
            log.clear();
        }
    }

    /** One more text. */
    public void addedToBatch(String sql, SqlModes modes) {
        if (batchSql.isEmpty()) {
            batchVersion = session.planVersion();
            batchSql = sql;
        }
        StatementPlan added = session.plan(sql, modes);
        if (added != StatementPlan.NONE && !batchPlans.contains(added)) {
            if (batchPlans.size() < MAX_BATCH_PLANS) {
                batchPlans.add(added);
            } else {
                batchUnclear = true;
            }
        }
    }

    /** The batch is empty again. */
    public void batchCleared() {
        batchPlans.clear();
        batchSql = "";
        batchUnclear = false;
    }

    /** The batch is executed; returns as {@code executing}, never an answer. */
    public @Nullable Object executingBatch(Statement statement) {
        if (!batchSql.isEmpty() && (batchUnclear || batchVersion != session.planVersion())) {
            return connection.changing();
        }
        StatementPlan prepared = preparedPlan();
        if (prepared == StatementPlan.NONE && batchPlans.isEmpty()) {
            return null;
        }
        List<StatementPlan> plans = new ArrayList<>(batchPlans);
        if (prepared != StatementPlan.NONE && !plans.contains(prepared)) {
            plans.add(prepared);
        }
        String sql = preparedSql;
        beginCall(statement, sql == null ? batchSql : sql, Method.UPDATE, /* prepared= */ sql != null);
        CacheExecution execution = null;
        try {
            execution = session.executingBatch(plans, this);
        } finally {
            if (execution == null) {
                endCall();
            } else {
                connection.enter();
            }
        }
        return execution;
    }

    // The call that runs

    private void beginCall(Statement statement, String sql, Method method, boolean prepared) {
        runningStatement = statement;
        runningSql = sql;
        runningMethod = method;
        runningPrepared = prepared;
    }

    private void endCall() {
        runningStatement = null;
        runningSql = "";
    }

    @Override
    public Statement statement() {
        Statement present = runningStatement;
        if (present == null) {
            throw new IllegalStateException("no call runs");
        }
        return present;
    }

    @Override
    public String sql() {
        return runningSql;
    }

    @Override
    public @Nullable ParameterLog parameters() {
        if (!runningPrepared) {
            return null;
        }
        return log == null ? NOT_LOGGED : log;
    }

    @Override
    public Method method() {
        return runningMethod;
    }
}
