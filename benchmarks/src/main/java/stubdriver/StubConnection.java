package stubdriver;

import java.sql.PreparedStatement;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Used by one thread at a time, like all of this driver. */
final class StubConnection extends UnsupportedConnection {
    private final int rows;
    private final boolean fresh;
    private final StubStatement statement;
    private final StubPreparedStatement prepared;
    private boolean closed;
    private boolean autoCommit = true;
    private boolean readOnly;
    private int isolation = TRANSACTION_READ_COMMITTED;
    private int networkTimeoutMillis;

    StubConnection(int rows, boolean fresh) {
        this.rows = rows;
        this.fresh = fresh;
        this.statement = new StubStatement(this, rows, fresh);
        this.prepared = new StubPreparedStatement(this, rows, fresh);
    }

    @Override
    public Statement createStatement() {
        return fresh ? new StubStatement(this, rows, fresh) : statement;
    }

    @Override
    public PreparedStatement prepareStatement(String sql) {
        return fresh ? new StubPreparedStatement(this, rows, fresh) : prepared;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void abort(Executor executor) {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isValid(int timeoutSeconds) {
        return !closed;
    }

    @Override
    public boolean getAutoCommit() {
        return autoCommit;
    }

    @Override
    public void setAutoCommit(boolean value) {
        autoCommit = value;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void setReadOnly(boolean value) {
        readOnly = value;
    }

    @Override
    public int getTransactionIsolation() {
        return isolation;
    }

    @Override
    public void setTransactionIsolation(int value) {
        isolation = value;
    }

    @Override
    public int getNetworkTimeout() {
        return networkTimeoutMillis;
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) {
        networkTimeoutMillis = milliseconds;
    }

    @Override
    public @Nullable SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}
}
