package io.querytap.scenarios.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/** Queries that have nothing to do with a scenario. Each has a text of its own, so that they are no finding themselves. */
final class UnrelatedWork implements QueryExecutionListener {
    private static final AtomicInteger NEXT = new AtomicInteger(1);
    private static final int QUERIES_FIRST = 6;

    /** Set on threads that are at unrelated work already: their statements pass here too. */
    private static final ThreadLocal<Boolean> AT_IT = ThreadLocal.withInitial(() -> false);

    private final Variation variation;
    private volatile boolean begun;

    UnrelatedWork(Variation variation) {
        this.variation = variation;
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        if (variation == Variation.WORK_FIRST && !begun && !AT_IT.get()) {
            begun = true;
            query(execution, QUERIES_FIRST);
        }
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        if (variation == Variation.NOISE_BETWEEN && !AT_IT.get()) {
            query(execution, 1);
        }
    }

    private static void query(ExecutionInfo execution, int times) {
        AT_IT.set(true);
        try {
            Connection connection = execution.getStatement().getConnection();
            for (int i = 0; i < times; i++) {
                query(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            AT_IT.set(false);
        }
    }

    static void query(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) AS n" + NEXT.getAndIncrement() + " FROM note")) {
            while (rows.next()) {
                rows.getLong(1);
            }
        }
    }
}
