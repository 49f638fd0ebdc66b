package stubdriver;

import java.sql.Connection;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** Answers every query with the same number of rows. */
class StubStatement extends UnsupportedStatement {
    private final StubConnection connection;
    private final int rows;
    private final boolean fresh;
    private final StubResultSet result;
    private boolean closed;

    StubStatement(StubConnection connection, int rows, boolean fresh) {
        this.connection = connection;
        this.rows = rows;
        this.fresh = fresh;
        this.result = new StubResultSet();
    }

    final ResultSet answer() {
        StubResultSet answer = fresh ? new StubResultSet() : result;
        answer.rewind(rows);
        return answer;
    }

    @Override
    public ResultSet executeQuery(String sql) {
        return answer();
    }

    @Override
    public int executeUpdate(String sql) {
        return rows;
    }

    @Override
    public @Nullable Connection getConnection() {
        return connection;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
