package example.stub;

import java.sql.PreparedStatement;
import java.sql.SQLException;

final class StubConnection extends UnsupportedConnection {
    private boolean closed;

    @Override
    public PreparedStatement prepareStatement(String text) {
        return new StubPreparedStatement(this, text);
    }

    @Override
    public boolean getAutoCommit() {
        return true;
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
