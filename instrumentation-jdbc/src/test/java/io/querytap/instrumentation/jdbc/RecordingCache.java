package io.querytap.instrumentation.jdbc;

import io.querytap.core.cache.CacheCall;
import io.querytap.core.cache.CacheExecution;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.ResultCache;
import io.querytap.core.cache.SessionCache;
import io.querytap.core.cache.Setter;
import io.querytap.core.cache.StatementPlan;
import io.querytap.core.pattern.lexis.SqlModes;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cache that writes down what it is told, one line for each call, and answers what a test gives it. It has a plan for every text that
 * holds {@code item}, and none for others.
 */
final class RecordingCache implements ResultCache {
    private final List<String> told = new ArrayList<>();
    private final List<OpenedConnection> opened = new ArrayList<>();
    private volatile int version;

    /** The part of a text that a plan is for. */
    String planned = "item";

    /** What the next read is answered with. */
    @Nullable
    ResultSet answer;

    /** What every call fails with. */
    @Nullable
    RuntimeException failure;

    /** The times that a plan was asked. */
    int plansAsked;

    private int commits;

    @Override
    public SessionCache open(OpenedConnection connection) {
        opened.add(connection);
        return new Session();
    }

    List<OpenedConnection> opened() {
        return opened;
    }

    /** What was told since it was last taken. */
    List<String> take() {
        List<String> lines = List.copyOf(told);
        told.clear();
        return lines;
    }

    /** Plans made before no longer hold. */
    void rulesChange(String newlyPlanned) {
        planned = newlyPlanned;
        version++;
    }

    private void tell(String line) {
        told.add(line);
        if (failure != null) {
            throw failure;
        }
    }

    static String textOf(@Nullable ParameterLog log) {
        if (log == null) {
            return "none";
        }
        if (log.isOpaque()) {
            return "opaque";
        }
        if (!log.isComplete(log.count())) {
            return "missing";
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= log.count(); i++) {
            Object value = log.value(i);
            if (value instanceof ParameterLog.InZone) {
                value = ((ParameterLog.InZone) value).value() + "@" + ((ParameterLog.InZone) value).zone();
            }
            Setter setter = log.setter(i);
            long number = log.number(i);
            values.add(setter
                    + (setter == Setter.TYPED_OBJECT ? "(" + (number >> 32) + "," + (int) number + ")" : "")
                    + "="
                    + (setter.compareTo(Setter.BIG_DECIMAL) < 0 ? number : value instanceof byte[] ? "bytes" : value));
        }
        return values.toString();
    }

    private final class Plan implements StatementPlan {
        private final String sql;

        Plan(String sql) {
            this.sql = sql;
        }

        @Override
        public boolean wantsParameters() {
            return sql.toLowerCase(Locale.ROOT).startsWith("select");
        }
    }

    private final class Execution implements CacheExecution {
        private final @Nullable ResultSet result;

        Execution(@Nullable ResultSet result) {
            this.result = result;
        }

        @Override
        public @Nullable ResultSet answer() {
            return result;
        }
    }

    private final class Session implements SessionCache {
        @Override
        public StatementPlan plan(String sql, SqlModes modes) {
            plansAsked++;
            return sql.contains(planned) ? new Plan(sql) : StatementPlan.NONE;
        }

        @Override
        public int planVersion() {
            return version;
        }

        @Override
        public CacheExecution executing(StatementPlan plan, CacheCall call) {
            tell(call.method() + " " + call.sql() + " " + textOf(call.parameters()));
            if (call.method() == CacheCall.Method.UPDATE) {
                return new Execution(null);
            }
            ResultSet given = answer;
            answer = null;
            return new Execution(given);
        }

        @Override
        public CacheExecution executingBatch(List<StatementPlan> plans, CacheCall call) {
            List<String> texts = new ArrayList<>();
            plans.forEach(it -> texts.add(((Plan) it).sql));
            tell("BATCH " + texts);
            return new Execution(null);
        }

        @Override
        public void executed(CacheExecution execution, @Nullable Object result, @Nullable Throwable thrown) {
            tell("executed " + (result instanceof ResultSet ? "result" : result) + (thrown == null ? "" : " thrown"));
        }

        @Override
        public Object committing() {
            tell("committing");
            return ++commits;
        }

        @Override
        public void committed(Object commit, @Nullable Throwable thrown) {
            tell("committed " + (commit.equals(commits) ? "" : "another ") + (thrown == null ? "well" : "thrown"));
        }

        @Override
        public void rolledBack() {
            tell("rolledBack");
        }

        @Override
        public void autoCommitSet(boolean autoCommit) {
            tell("autoCommit " + autoCommit);
        }

        @Override
        public void sessionChanged(String method) {
            tell(method);
        }

        @Override
        public Object changing() {
            tell("changing");
            return "change";
        }

        @Override
        public void changed(Object change, @Nullable Throwable thrown) {
            tell("changed" + (thrown == null ? "" : " thrown"));
        }

        @Override
        public void isPartOfGlobalTransaction() {
            tell("global");
        }

        @Override
        public void closed() {
            tell("closed");
        }
    }
}
